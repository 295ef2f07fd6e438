//! The rules of the OpenAPI specification about documents: keywords and objects, references, operations, and errors.
//!
//! A document has two forms: a [`Value`], for passes and lint, and a [`Document`] with the types of the crate
//! `openapiv3`, for `lower`.

pub(crate) mod components;
pub mod document;
pub(crate) mod errors;
pub(crate) mod json_schema;
pub(crate) mod keywords;
pub(crate) mod media_type;
pub mod operations;
pub(crate) mod path_parameters;
pub mod references;
pub(crate) mod size;
pub mod walk;

use serde_json::Value;

use crate::diagnostics::{Collector, Mode, Result};

use self::document::Document;

/// Parses an OpenAPI 3.0 document. In lenient mode, removes and reports invalid objects.
///
/// # Errors
///
/// In strict mode, returns the first unresolved reference, or the first invalid object other than a schema. An invalid
/// schema is simplified, with a warning. In lenient mode, returns an error if the document as a whole can't be parsed.
pub fn parse(value: Value, diagnostics: &mut Collector) -> Result<Document> {
    diagnostics.report.operations = operations::operations(&value).len();
    if diagnostics.mode == Mode::Strict {
        references::check(&value)?;
    }
    Document::parse(value, diagnostics)
}
