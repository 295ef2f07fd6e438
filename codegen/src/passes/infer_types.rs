//! Adds the missing `type` of schemas, and removes keywords that apply only to other types.
//!
//! In JSON Schema, `properties` without `type: object` allows any value that isn't an object. Authors don't mean that.

use serde_json::Value;

use super::correct_schemas::TYPES;
use super::{Schema, contains_any, each_schema_mut, has_only, has_type};
use crate::openapi::keywords::schema_keyword;

/// Infers the types of the schemas of a document.
pub fn infer(mut document: Value) -> Value {
    each_schema_mut(&mut document, |schema| {
        add_type(schema);
        remove_keywords_of_other_types(schema);
    });
    document
}

fn add_type(schema: &mut Schema) {
    if contains_any(schema, &["type", "$ref", "allOf", "anyOf", "not", "oneOf"]) {
        return;
    }
    let values = schema.get("enum").and_then(Value::as_array);
    let is_enum_of = |is_of_type| values.is_some_and(|values| has_only(values, is_of_type));
    let inferred = if contains_any(schema, &["additionalProperties", "properties"]) {
        "object"
    } else if schema.contains_key("items") {
        "array"
    } else if is_enum_of(Value::is_string) {
        "string"
    } else if is_enum_of(Value::is_i64) {
        "integer"
    } else {
        return;
    };
    schema.insert("type".to_owned(), inferred.into());
}

/// Removes keywords that don't apply to the type, such as `minLength` of a number. JSON Schema ignores them.
fn remove_keywords_of_other_types(schema: &mut Schema) {
    let known = TYPES.into_iter().find(|it| has_type(schema, it));
    if let Some(type_name) = known {
        schema.retain(|key, _| match schema_keyword(key) {
            Some(keyword) => keyword.types.is_empty() || keyword.types.contains(&type_name),
            None => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn infer_returns_expected_schemas() {
        for (schema, expected) in [
            (
                json!({"properties": {}}),
                json!({"properties": {}, "type": "object"}),
            ),
            (
                json!({"additionalProperties": {"type": "string"}}),
                json!({"additionalProperties": {"type": "string"}, "type": "object"}),
            ),
            (json!({"items": {}}), json!({"items": {}, "type": "array"})),
            (
                json!({"enum": ["a", null]}),
                json!({"enum": ["a", null], "type": "string"}),
            ),
            (json!({"enum": ["a", 1]}), json!({"enum": ["a", 1]})),
            (
                json!({"enum": [1, null]}),
                json!({"enum": [1, null], "type": "integer"}),
            ),
            (
                json!({"type": "string", "format": "uuid", "minimum": 1, "properties": {"a": {}}, "minItems": 1}),
                json!({"type": "string", "format": "uuid"}),
            ),
            (
                json!({"type": "object", "format": "map", "additionalProperties": {"type": "boolean", "format": "x"}}),
                json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
            ),
            (
                json!({"type": "number", "format": "float", "maximum": 2, "items": {}}),
                json!({"type": "number", "format": "float", "maximum": 2}),
            ),
            (
                json!({"type": "text", "minimum": 1}),
                json!({"type": "text", "minimum": 1}),
            ),
            (json!({"enum": []}), json!({"enum": []})),
        ] {
            let document = infer(json!({"components": {"schemas": {"A": schema}}}));
            assert_eq!(document["components"]["schemas"]["A"], expected);
        }
    }
}
