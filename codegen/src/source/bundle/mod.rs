//! Bundles a document: makes it one document without references to other files.
//!
//! An object in another file becomes a component if it can be one (a schema), and is copied if not (a path item).

mod bundler;
mod files;
mod origins;
mod schema_ids;
mod target;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub use self::bundler::bundle;
pub use self::origins::Origins;

pub(crate) use self::target::file_name;

use crate::diagnostics::{Diagnostic, Effect, Mode, Result};
use crate::openapi::keywords::component_field;
use crate::source::load::{self, Source};

/// A function that returns the text of a file, or the reason why it can't be read. The argument is the path relative to
/// the directory of the document, with `/` as separator.
pub type ReadFile<'a> = &'a (dyn Fn(&str) -> std::result::Result<String, String> + Sync);

/// A [`ReadFile`] for documents that don't refer to other files.
///
/// # Errors
///
/// Always returns an error.
pub fn no_files(_: &str) -> std::result::Result<String, String> {
    Err(
        "the generator was given only the text of the document, and can't read other files"
            .to_owned(),
    )
}

/// A document without references to other files.
#[derive(Debug)]
pub struct Bundle {
    /// The document.
    pub value: Value,
    /// The files that parts of the document are from.
    pub origins: Origins,
    /// The files other than the document, by path.
    pub files: BTreeMap<String, ReferencedFile>,
    /// A diagnostic about each unresolved reference, which is still in the document. The target of the diagnostic is
    /// the object with the reference, or the entry of a `mapping`.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that a document refers to.
#[derive(Debug)]
pub struct ReferencedFile {
    /// The name of the file in diagnostics.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Bundle {
    /// Replaces each unresolved schema by `{}`, and removes an unresolved `$ref` from objects that are valid without
    /// it, such as path items. The `$ref` of a parameter, or of another object that can be a component, stays, because
    /// nothing else would remain. Lowering reports it.
    #[must_use]
    pub fn with_unresolved_references_replaced(mut self) -> Self {
        let effects = self
            .diagnostics
            .iter()
            .filter_map(|it| Some((it.effect()?, it.target()?)));
        for (effect, target) in effects {
            let can_be_component = component_field(target).is_some();
            match self.value.pointer_mut(target.as_str()) {
                Some(schema) if effect == Effect::Fallback => *schema = Value::Object(Map::new()),
                Some(Value::Object(members)) if !can_be_component => {
                    members.shift_remove("$ref");
                }
                _ => {}
            }
        }
        self
    }
}

/// Loads a document and bundles it.
///
/// # Errors
///
/// Returns an error if the document can't be loaded, or an error of [`bundle`].
pub fn read(spec: Source<'_>, read_file: ReadFile<'_>, mode: Mode) -> Result<Bundle> {
    let document = load::load(spec)?;
    bundle(document, spec.name, read_file, mode).map_err(|error| error.in_document(spec.name))
}
