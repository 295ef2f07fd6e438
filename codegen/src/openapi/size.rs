//! The size of JSON values, which limits how much copies may grow a document.

use serde_json::{Map, Value};

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

pub(crate) fn size_of_members(members: &Map<String, Value>) -> usize {
    members
        .iter()
        .map(|(key, member)| key.len() + size(member))
        .sum()
}
