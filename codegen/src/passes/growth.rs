//! Limits the size of the results of a pass. Without a limit, overlay actions and references to schemas that merge
//! others could make a document grow exponentially.

use serde_json::Value;

use crate::openapi::size::size;

/// The limit is this multiple of the size of the document, plus [`MIN_CAPACITY`].
const MAX_FACTOR: usize = 16;

/// The size of results that every document may have.
pub(super) const MIN_CAPACITY: usize = 2_000_000;

/// Returns the limit of the total size of the results of a pass over a document.
pub(super) fn capacity(document: &Value) -> usize {
    MIN_CAPACITY + size(document) * MAX_FACTOR
}

/// Returns the error message for results that exceed the limit.
pub(super) fn too_large(results: &str) -> String {
    format!(
        "{results} have too many values and characters: more than {MAX_FACTOR} times as many as the document, plus \
         {MIN_CAPACITY}"
    )
}
