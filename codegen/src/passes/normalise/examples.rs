//! The list `examples` of a schema.

use serde_json::{Map, Value};

/// Keeps the first of them as `example`, unless there is one.
pub(super) fn to_example(schema: &mut Map<String, Value>) {
    let Some(examples) = schema.shift_remove("examples") else {
        return;
    };
    let first = match examples {
        Value::Array(items) => items.into_iter().next(),
        _ => None,
    };
    if let Some(first) = first {
        schema.entry("example").or_insert(first);
    }
}
