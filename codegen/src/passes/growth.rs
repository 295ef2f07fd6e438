//! Limits the total size of the results of a pass, relative to the document. Without a limit, overlay actions and
//! references to schemas that merge others could make the document grow exponentially.

use serde_json::{Map, Value};

/// How many times as large as the document the results may be.
const GROWTH: usize = 16;

/// The size that the results may have in addition, however small the document is.
pub(super) const ALLOWANCE: usize = 2_000_000;

/// Returns how large the results of a pass over this document may be together.
pub(super) fn capacity(document: &Value) -> usize {
    ALLOWANCE + size(document) * GROWTH
}

/// Returns the message about results that are larger.
pub(super) fn too_large(results: &str) -> String {
    format!(
        "{results} are larger than {GROWTH} times the document plus {ALLOWANCE} values and characters"
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
