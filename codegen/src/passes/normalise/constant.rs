//! `const`, an enumeration of one value.

use serde_json::{Map, Value};

/// Rewrites it as `enum`, with the type that the value shows where none is given.
pub(super) fn to_enum(schema: &mut Map<String, Value>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    let type_name = match &value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    schema
        .entry("type")
        .or_insert_with(|| Value::from(type_name));
    schema.insert("enum".to_owned(), Value::Array(vec![value]));
}
