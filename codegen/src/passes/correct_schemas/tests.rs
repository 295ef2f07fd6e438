use serde_json::json;

use super::*;
use crate::diagnostics::Mode;

/// Returns a corrected schema, and the message of each warning.
fn corrected(schema: Value) -> (Value, Vec<String>) {
    let mut diagnostics = Collector::new(Mode::Strict);
    let document = json!({"components": {"schemas": {"A": schema}}});
    let document = correct(document, &mut diagnostics);
    let messages = diagnostics.into_diagnostics();
    let messages = messages.iter().map(|it| it.message().to_owned());
    (
        document["components"]["schemas"]["A"].clone(),
        messages.collect(),
    )
}

#[test]
fn correct_reads_values_that_have_one_meaning() {
    for (schema, expected) in [
        (
            json!({"type": "integer", "minimum": "10", "maximum": 1e3, "multipleOf": 2.0}),
            json!({"type": "integer", "minimum": 10, "maximum": 1000, "multipleOf": 2}),
        ),
        (
            json!({"type": "integer", "minimum": 0.5, "maximum": 3.5}),
            json!({"type": "integer", "minimum": 1, "maximum": 3}),
        ),
        (
            json!({"type": "integer", "minimum": 0.5, "exclusiveMinimum": true, "maximum": 3.0, "exclusiveMaximum": true}),
            json!({"type": "integer", "minimum": 1, "maximum": 3, "exclusiveMaximum": true}),
        ),
        (
            json!({"type": "object", "required": ["a", 1, true, null]}),
            json!({"type": "object", "required": ["a", "1", "true"]}),
        ),
        (
            json!({"type": "string", "enum": null}),
            json!({"type": "string"}),
        ),
        (
            json!({"type": "integer", "minimum": 0, "maximum": u64::MAX}),
            json!({"type": "integer", "minimum": 0, "x-wide-bounds": {"maximum": u64::MAX}}),
        ),
        (
            json!({"type": "integer", "minimum": -9.223_372_036_854_776e18, "maximum": 9_223_372_036_854_775_808_u64}),
            json!({"type": "integer"}),
        ),
        (
            json!({"type": "integer", "minimum": 0, "maximum": 1e16}),
            json!({"type": "integer", "minimum": 0, "maximum": 10_000_000_000_000_000_i64}),
        ),
        (
            json!({"type": "number", "minimum": "0.5", "enum": ["1.5", 2]}),
            json!({"type": "number", "minimum": 0.5, "enum": [1.5, 2]}),
        ),
        (
            json!({"type": "string", "minLength": "1", "maxLength": 5.0, "nullable": "true", "title": 7}),
            json!({"type": "string", "minLength": 1, "maxLength": 5, "nullable": true, "title": "7"}),
        ),
        (
            json!({"type": "integer", "enum": ["1", 2.0, null], "default": "2"}),
            json!({"type": "integer", "enum": [1, 2, null], "default": 2}),
        ),
        (
            json!({"type": "string", "enum": ["a", 1, 2.5, true, null]}),
            json!({"type": "string", "enum": ["a", "1", "2.5", "true", null]}),
        ),
        (
            json!({"patternProperties": {"^x-": {"type": "string"}}}),
            json!({"additionalProperties": {"type": "string"}, "type": "object"}),
        ),
        (
            json!({"type": "object", "properties": {"a": {}}, "not": {"required": ["a"]}}),
            json!({"type": "object", "properties": {"a": {}}}),
        ),
        (
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "not": {"const": 0}}),
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ),
        (
            json!({"not": {"type": "string"}}),
            json!({"not": {"type": "string"}}),
        ),
    ] {
        assert_eq!(corrected(schema), (expected, Vec::new()));
    }
}

#[test]
fn correct_reports_what_it_changes() {
    for (schema, expected, message) in [
        (
            json!({"type": "Float", "minimum": 1}),
            json!({"type": "number", "minimum": 1}),
            "unknown type `Float`; expected one of `array`, `boolean`, `integer`, `number`, `object`, `string`",
        ),
        (
            json!({"type": "file"}),
            json!({"type": "string", "format": "binary"}),
            "unknown type `file`; expected one of `array`, `boolean`, `integer`, `number`, `object`, `string`",
        ),
        (
            json!({"type": "any", "description": "D"}),
            json!({"description": "D"}),
            "unknown type `any`; expected one of `array`, `boolean`, `integer`, `number`, `object`, `string`",
        ),
        (
            json!({"type": "number", "title": "T", "allOf": [{"$ref": "#/components/schemas/B"}]}),
            json!({"title": "T", "allOf": [{"$ref": "#/components/schemas/B"}]}),
            "`type` contradicts the Schema Object that `$ref` next to it refers to",
        ),
        (
            json!({"type": "array", "items": [{"type": "number", "title": "x"}, {"type": "number", "minimum": 0}]}),
            json!({"type": "array", "items": {"type": "number"}}),
            "`items` has a schema for each position, which isn't supported",
        ),
        (
            json!({"prefixItems": [{"type": "number"}, {"type": "string"}], "items": {"not": {}}}),
            json!({"items": {}, "type": "array"}),
            "`prefixItems` has a schema for each position, which isn't supported",
        ),
        (
            json!({"type": "object", "patternProperties": {"a": {"type": "string"}}, "additionalProperties": true}),
            json!({"type": "object", "additionalProperties": {}}),
            "`patternProperties` has different schemas; the SDK supports only one",
        ),
        (
            json!({"type": "array", "enum": ["a"], "items": {"type": "string"}}),
            json!({"type": "array", "items": {"type": "string", "enum": ["a"]}}),
            "`type` is `array`, but no value of `enum` is an array",
        ),
        (
            json!({"type": "string", "enum": "a"}),
            json!({"type": "string", "enum": ["a"]}),
            "expected an array, found `\"a\"`",
        ),
        (
            json!({"type": "string", "required": true}),
            json!({"type": "string"}),
            "expected an array of property names, found `true`",
        ),
        (
            json!({"type": "array", "default": "a"}),
            json!({"type": "array"}),
            "the default `\"a\"` is not an array",
        ),
        (
            json!({"type": "string", "maxLength": -1}),
            json!({"type": "string"}),
            "expected a non-negative integer, found `-1`",
        ),
        (
            json!({"type": "integer", "multipleOf": 0.5}),
            json!({"type": "integer"}),
            "expected an integer, found `0.5`",
        ),
        (
            json!({"type": "integer", "enum": [1, "many", "more"]}),
            json!({"type": "integer"}),
            "`\"many\"` in `enum` is not an integer",
        ),
        (
            json!({"properties": {"a": null}}),
            json!({"properties": {"a": {}}}),
            "expected a Schema Object, found `null`",
        ),
        (
            json!({"type": "object", "properties": []}),
            json!({"type": "object"}),
            "expected an object with Schema Objects, found an empty array",
        ),
        (
            json!({"type": "string", "oneOf": []}),
            json!({"type": "string"}),
            "expected an array with at least one Schema Object, found an empty array",
        ),
    ] {
        assert_eq!(corrected(schema), (expected, vec![message.to_owned()]));
    }
}
