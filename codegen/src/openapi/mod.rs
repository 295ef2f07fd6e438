//! The structure of OpenAPI documents: keywords, traversal, references, operations, and the typed form.

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

use crate::diagnostics::{Collector, Result};

use self::document::Document;

/// Parses a document; in lenient mode, omits and reports what isn't OpenAPI 3.0.
///
/// # Errors
///
/// Returns an error if the document isn't OpenAPI 3.0 or a reference can't be resolved; in lenient mode, only if it
/// can't be read at all.
pub fn parse(value: Value, diagnostics: &mut Collector) -> Result<Document> {
    diagnostics.set_operations(operations::operations(&value).len());
    if !diagnostics.is_lenient() {
        references::check(&value)?;
        return Document::parse(value);
    }
    let (document, omitted) = Document::recover(value)?;
    diagnostics.extend(omitted);
    Ok(document)
}
