//! Imports operations from an upstream document into the spec.
//!
//! Paths, names, types, bounds and values come from upstream. *Prose* (summaries, descriptions and examples) comes from
//! the committed spec; a new object has no prose.

mod prose;
mod settings;
pub mod slice;
mod sort;

pub use settings::Settings;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Mode, Pointer, Result};
use crate::openapi::document::version_error;
use crate::openapi::errors::{missing_field, not_a_string};
use crate::openapi::operations::operations;
use crate::openapi::walk::string;
use crate::passes::normalise;
use crate::source::bundle::{self, Bundle, ReadFile, ReferencedFile};
use crate::source::load::{self, Source};
use crate::source::locator::Locator;
use crate::source::yaml_writer;
use crate::tools::import::slice::slice;

/// The result of [`import`].
#[derive(Debug)]
pub struct Imported {
    /// The spec as YAML.
    pub spec: String,
    /// The version of OpenAPI in the upstream document.
    pub openapi: String,
    /// The version of the API in the upstream document.
    pub version: String,
    /// The number of operations in the spec.
    pub operations: usize,
    /// The other files of the upstream document, by path.
    pub files: BTreeMap<String, ReferencedFile>,
}

/// Returns a spec in OpenAPI 3.0.3: the operations of `upstream` that the settings select, the components that they
/// refer to, and the prose of the `committed` spec.
///
/// # Errors
///
/// Returns an error if: the settings are invalid, or an entry selects no operation; the document isn't OpenAPI 3.0, 3.1
/// or 3.2, or has no `info.version`; the `$ref` of any path can't be resolved; a selected operation has an unresolved
/// reference, or the operationId of another selected operation.
pub fn import(
    upstream: Source<'_>,
    read_file: ReadFile<'_>,
    settings: Source<'_>,
    committed: Option<Source<'_>>,
) -> Result<Imported> {
    let settings_locator = Locator::new(settings);
    let in_settings = |error| settings_locator.locate(error);
    let settings = load::load(settings)
        .and_then(|document| Settings::parse(&document))
        .map_err(in_settings)?;
    let committed = committed.map(load::load).transpose()?;

    let Bundle {
        value: document,
        origins,
        files,
        diagnostics,
    } = bundle::read(upstream, read_file, Mode::Lenient)?;
    let mut locator = Locator::new(upstream);
    locator.origins = origins;
    locator.files = files;
    let in_upstream = |error| locator.locate(error);
    let (openapi, version) = versions(&document).map_err(in_upstream)?;
    let unresolved = reject_unresolved_paths(diagnostics).map_err(in_upstream)?;
    settings.check_entries(&document).map_err(in_settings)?;
    let mut document = select(document, unresolved, &settings).map_err(in_upstream)?;
    if let Some(committed) = &committed {
        prose::restore(&mut document, committed);
    }
    prose::fill_required(&mut document);
    let document = sort::sorted(document);
    Ok(Imported {
        spec: yaml_writer::write(&document)?,
        openapi,
        version,
        operations: operations(&document).len(),
        files: locator.files,
    })
}

/// Rejects a path whose `$ref` can't be resolved, because the missing file may contain selected operations. Returns the
/// other unresolved references, which matter only in selected operations.
fn reject_unresolved_paths(unresolved: Vec<Diagnostic>) -> Result<Vec<Diagnostic>> {
    let (paths, others): (Vec<_>, Vec<_>) = unresolved.into_iter().partition(|diagnostic| {
        let parent = diagnostic.target().and_then(Pointer::parent);
        parent.is_some_and(|it| it.as_str() == "/paths")
    });
    match paths.into_iter().next() {
        Some(first) => Err(first.into_error()),
        None => Ok(others),
    }
}

/// Returns the selected operations and their components, normalised and without prose.
fn select(mut document: Value, unresolved: Vec<Diagnostic>, settings: &Settings) -> Result<Value> {
    prose::strip(&mut document);
    let document = normalise::normalise(document);
    settings.check_ids(&document)?;
    slice(document, |path, operation| {
        settings.selects(path, operation)
    })
    .map_err(|error| cause(unresolved, &error).unwrap_or(error))
}

/// Returns the diagnostic in `unresolved` about the reference in `error`, which contains the cause.
fn cause(unresolved: Vec<Diagnostic>, error: &Diagnostic) -> Option<Diagnostic> {
    let object = error.pointer_or_root().parent()?;
    unresolved
        .into_iter()
        .find(|diagnostic| diagnostic.target() == Some(&object))
        .map(Diagnostic::into_error)
}

fn versions(document: &Value) -> Result<(String, String)> {
    let openapi = string(document, "openapi");
    let Some(openapi) = openapi.filter(|version| normalise::is_supported_version(version)) else {
        return Err(version_error(document));
    };
    let info = Pointer::root().child("info");
    let pointer = info.child("version");
    match document.pointer(pointer.as_str()) {
        Some(Value::String(version)) => Ok((openapi.to_owned(), version.clone())),
        Some(version) => Err(not_a_string(&pointer, version)),
        None => Err(missing_field(&info, "version")),
    }
}
