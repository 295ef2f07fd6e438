//! `required` without a name in it, which 3.0 does not allow.

use serde_json::{Map, Value};

/// Drops it: it demands nothing.
pub(super) fn drop_empty(schema: &mut Map<String, Value>) {
    let is_empty = |names: &Vec<Value>| names.is_empty();
    if schema
        .get("required")
        .and_then(Value::as_array)
        .is_some_and(is_empty)
    {
        schema.shift_remove("required");
    }
}
