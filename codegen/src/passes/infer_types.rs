//! Adds the missing `type` of schemas, and removes keywords that contradict or don't affect the type.
//!
//! In JSON Schema, `properties` without `type: object` also allows values that aren't objects. Authors don't mean that.

use serde_json::{Map, Value};

use crate::openapi::keywords::type_specific;
use crate::openapi::walk::{Kind, each_mut};
use crate::passes::correct_schemas::TYPES;

const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

/// Infers the types of the schemas of a document.
pub fn infer(mut document: Value) -> Value {
    each_mut(&mut document, Kind::Object, &mut |node, kind| {
        if let (Kind::Schema, Value::Object(schema)) = (kind, node) {
            add_type(schema);
            remove_unions_of_required(schema);
            remove_type_of_union(schema);
            remove_keywords_of_other_types(schema);
        }
    });
    document
}

fn has_type(schema: &Map<String, Value>, name: &str) -> bool {
    schema.get("type").is_some_and(|value| value == name)
}

fn contains_any(schema: &Map<String, Value>, keywords: &[&str]) -> bool {
    keywords.iter().any(|keyword| schema.contains_key(*keyword))
}

fn add_type(schema: &mut Map<String, Value>) {
    if contains_any(schema, &["type", "$ref", "allOf", "anyOf", "not", "oneOf"]) {
        return;
    }
    let values = schema.get("enum").and_then(Value::as_array);
    let is_string_enum = values.is_some_and(|values| {
        !values.is_empty() && values.iter().all(|it| it.is_string() || it.is_null())
    });
    let inferred = if contains_any(schema, &["additionalProperties", "properties"]) {
        "object"
    } else if schema.contains_key("items") {
        "array"
    } else if is_string_enum {
        "string"
    } else {
        return;
    };
    schema.insert("type".to_owned(), Value::from(inferred));
}

/// Removes an `anyOf` or `oneOf` whose branches only differ in `required`, for instance "email or phone": no Rust type
/// expresses that.
fn remove_unions_of_required(schema: &mut Map<String, Value>) {
    if !schema.contains_key("properties") {
        return;
    }
    let has_only_required = |branch: &Value| {
        let is_expected =
            |key: &String| matches!(&**key, "description" | "not" | "required" | "title");
        branch
            .as_object()
            .is_some_and(|members| members.keys().all(is_expected))
    };
    for keyword in UNIONS {
        let branches = schema.get(keyword).and_then(Value::as_array);
        if branches.is_some_and(|branches| branches.iter().all(has_only_required)) {
            schema.shift_remove(keyword);
        }
    }
}

/// Removes `type: object` and `required` from a union without properties of its own, since each branch has its own.
fn remove_type_of_union(schema: &mut Map<String, Value>) {
    if contains_any(schema, &UNIONS)
        && !contains_any(schema, &["additionalProperties", "properties"])
        && has_type(schema, "object")
    {
        schema.shift_remove("type");
        schema.shift_remove("required");
    }
}

/// Removes keywords that don't apply to the type of the schema, such as `minLength` of a number. In JSON Schema, they
/// have no effect.
fn remove_keywords_of_other_types(schema: &mut Map<String, Value>) {
    let type_name = schema.get("type").and_then(Value::as_str);
    let Some(type_name) = TYPES.into_iter().find(|known| Some(*known) == type_name) else {
        return;
    };
    for keyword in type_specific().filter(|keyword| !keyword.types.contains(&type_name)) {
        schema.shift_remove(keyword.name);
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
            (
                json!({"properties": {}, "oneOf": [{"type": "object"}]}),
                json!({"properties": {}, "oneOf": [{"type": "object"}]}),
            ),
            (
                json!({"type": "object", "properties": {}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                json!({"type": "object", "properties": {}}),
            ),
            (
                json!({"type": "object", "oneOf": [{"type": "string"}]}),
                json!({"oneOf": [{"type": "string"}]}),
            ),
        ] {
            let document = infer(json!({"components": {"schemas": {"A": schema}}}));
            assert_eq!(document["components"]["schemas"]["A"], expected);
        }
    }
}
