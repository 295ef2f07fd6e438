//! The rules of the OpenAPI specification about documents: keywords and objects, references, operations, and errors.
//!
//! A document exists in two forms: as a [`Value`], which passes and lint use, and as a [`Document`] with the types of
//! the crate `openapiv3`, which `lower` uses.

pub(crate) mod components;
pub mod document;
pub(crate) mod errors;
pub(crate) mod json_schema;
pub(crate) mod keywords;
pub(crate) mod media_type;
pub mod operations;
pub mod references;
pub mod walk;

use serde_json::Value;

use crate::diagnostics::{Collector, Diagnostic, Result};

use self::document::Document;

/// Parses a document of OpenAPI 3.0. In lenient mode, omits and reports invalid objects.
///
/// # Errors
///
/// In strict mode, returns the first problem: an unresolved reference, or an invalid object other than a schema. In
/// lenient mode, returns an error if the document as a whole can't be parsed.
pub fn parse(value: Value, diagnostics: &mut Collector) -> Result<Document> {
    diagnostics.set_operations(operations::operations(&value).len());
    if !diagnostics.is_lenient() {
        references::check(&value)?;
    }
    let (document, omitted) = Document::recover(value)?;
    let is_fatal = |it: &&Diagnostic| !diagnostics.is_lenient() && !it.is_tolerated();
    if let Some(first) = omitted.iter().find(is_fatal) {
        return Err(first.clone().into_error());
    }
    diagnostics.extend(omitted);
    Ok(document)
}
