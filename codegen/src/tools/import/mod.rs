//! Takes the contract of an upstream document in, and leaves its prose out.
//!
//! Upstream has the facts: paths, names, types, bounds, values. The words are the project's own: where a node was in the
//! contract before, it keeps the summary, the description and the example that it had, and a new node has none.

mod order;
mod prose;
mod selection;
mod settings;
pub mod slice;

pub use settings::Settings;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Mode, Pointer, Result};
use crate::openapi::operations::operations;
use crate::openapi::references;
use crate::passes::normalise;
use crate::source::bundle::{self, Bundle, ReadFile, ReferencedFile};
use crate::source::load::{self, Source};
use crate::source::locator::Locator;
use crate::source::yaml_writer;
use crate::tools::import::slice::slice;

/// What [`import`] makes of an upstream document.
#[derive(Debug)]
pub struct Imported {
    /// The contract, as the text of a YAML document.
    pub contract: String,
    /// The version of OpenAPI in which upstream says it is written.
    pub openapi: String,
    /// The version that upstream gives its API.
    pub version: String,
    /// How many operations the contract has.
    pub operations: usize,
    /// The other files that upstream is made of, by path.
    pub files: BTreeMap<String, ReferencedFile>,
}

/// Makes a contract of an upstream document: of the operations that the settings want, and what they need, the facts in
/// OpenAPI 3.0.3, with the prose of the contract that was committed before.
///
/// # Errors
///
/// When upstream is not OpenAPI 3.0 or 3.1, has a faulty reference, one to a file that cannot be read among them, or an operationId twice in what is wanted, or lacks something
/// that the settings want.
pub fn import(
    upstream: Source<'_>,
    files: ReadFile<'_>,
    settings: Source<'_>,
    committed: Option<Source<'_>>,
) -> Result<Imported> {
    let locator = Locator::new(settings);
    let wanted = load::load(settings)
        .and_then(|document| Settings::parse(&document))
        .map_err(|error| locator.locate(error))?;
    let committed = committed.map(load::load).transpose()?;

    let Bundle {
        value: document,
        origins,
        files,
        diagnostics,
    } = bundle::read(upstream, files, Mode::Lenient)?;
    let settings = locator;
    let mut locator = Locator::new(upstream);
    locator.add_files(origins, files);
    let (openapi, version) = versions(&document).map_err(|error| locator.locate(error))?;
    let unresolved = reject_paths(diagnostics).map_err(|error| locator.locate(error))?;
    selection::check_entries(&document, &wanted).map_err(|error| settings.locate(error))?;
    let mut document = cut(document, unresolved, &wanted).map_err(|error| locator.locate(error))?;
    if let Some(committed) = &committed {
        prose::keep(&mut document, committed);
    }
    prose::fill_required(&mut document);
    let document = order::sorted(document);
    Ok(Imported {
        contract: yaml_writer::write(&document)?,
        openapi,
        version,
        operations: operations(&document).len(),
        files: locator.into_files(),
    })
}

/// Rejects unresolved references of paths: what they refer to may be wanted. Returns the others, which may not be.
fn reject_paths(unresolved: Vec<Diagnostic>) -> Result<Vec<Diagnostic>> {
    let (paths, others): (Vec<_>, Vec<_>) = unresolved
        .into_iter()
        .partition(|diagnostic| diagnostic.target().is_some_and(is_path));
    match paths.into_iter().next() {
        Some(first) => Err(first.into_error()),
        None => Ok(others),
    }
}

fn is_path(pointer: &Pointer) -> bool {
    pointer.parent().is_some_and(|it| it.as_str() == "/paths")
}

/// Cuts the wanted operations out of a document, normalised and without prose.
fn cut(mut document: Value, unresolved: Vec<Diagnostic>, wanted: &Settings) -> Result<Value> {
    prose::strip(&mut document);
    let document = normalise::normalise(document);
    selection::check_ids(&document, wanted)
        .and_then(|()| slice(document, |path, operation| wanted.want(path, operation)))
        .and_then(|document| references::check(&document).map(|()| document))
        .map_err(|error| closer(unresolved, &error).unwrap_or(error))
}

/// Returns why the reference that an error is about couldn't be resolved, if it is one to another file.
fn closer(unresolved: Vec<Diagnostic>, error: &Diagnostic) -> Option<Diagnostic> {
    let object = error.object().parent()?;
    unresolved
        .into_iter()
        .find(|diagnostic| diagnostic.target() == Some(&object))
        .map(Diagnostic::into_error)
}

/// What upstream says it is written in, and which version of its API it is.
fn versions(document: &Value) -> Result<(String, String)> {
    let root = Pointer::root();
    let openapi = document.get("openapi").and_then(Value::as_str);
    let Some(openapi) = openapi.filter(|version| normalise::is_supported_version(version)) else {
        let cause = "this is not a document of OpenAPI 3.0 or 3.1";
        let help = "give a document that begins with `openapi: 3.0.x` or `openapi: 3.1.x`";
        return Err(Diagnostic::at(&root.child("openapi"), cause, help));
    };
    let version = document.get("info").and_then(|info| info.get("version"));
    let Some(version) = version.and_then(Value::as_str) else {
        let place = root.child("info").child("version");
        return Err(Diagnostic::at(
            &place,
            "the document has no version",
            "add `version` to its `info`",
        ));
    };
    Ok((openapi.to_owned(), version.to_owned()))
}
