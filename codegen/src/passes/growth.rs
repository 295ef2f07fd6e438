//! Limits the size of the results of a pass. Without a limit, overlay actions and references to schemas that merge
//! others could make a document grow exponentially.

use serde_json::{Map, Value};

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

/// Returns the number of values, plus the lengths of keys and strings.
pub(crate) fn size(value: &Value) -> usize {
    let contents = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => size_of_members(members),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    contents + 1
}

pub(super) fn size_of_members(members: &Map<String, Value>) -> usize {
    members
        .iter()
        .map(|(key, member)| key.len() + size(member))
        .sum()
}
