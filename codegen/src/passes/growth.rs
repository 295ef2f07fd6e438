//! Limits the total size of the results of a pass, relative to the document. Without a limit, overlay actions and
//! references to schemas that merge others could make the document grow exponentially.

use serde_json::{Map, Value};

/// The results may be at most this many times as large as the document, plus [`MIN_CAPACITY`].
const MAX_FACTOR: usize = 16;

/// The size that the results of any document may have, in addition to a multiple of the size of the document.
pub(super) const MIN_CAPACITY: usize = 2_000_000;

/// Returns the limit of the total size of the results of a pass over this document.
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

/// Returns the number of values in a value, plus the lengths of their keys and strings.
pub(super) fn size(value: &Value) -> usize {
    let contents = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => size_of_members(members),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    contents + 1
}

/// Returns the sizes of all members of an object, with their keys.
pub(super) fn size_of_members(members: &Map<String, Value>) -> usize {
    members
        .iter()
        .map(|(key, member)| key.len() + size(member))
        .sum()
}
