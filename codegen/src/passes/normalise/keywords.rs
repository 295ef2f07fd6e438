//! Rules for keywords that OpenAPI 3.0 lacks or defines differently.

use serde_json::{Map, Value, json};

use super::add_all_of;
use crate::diagnostics::Pointer;
use crate::openapi::keywords::{Role, role};
use crate::openapi::media_type::{is_json, is_text};
use crate::openapi::walk::{Kind, Path, children_mut};
use crate::passes::{is_nullable, json_type, set_missing_type};

const REF: &str = "$ref";

/// Removes keywords without an effect on values, such as `$id`, `$defs` and `$comment`.
pub(super) fn remove_core_vocabulary(schema: &mut Map<String, Value>) {
    schema.retain(|key, _| role(key) != Some(Role::Core));
}

/// Removes `required: []`, which 3.0 doesn't allow.
pub(super) fn remove_empty_required(schema: &mut Map<String, Value>) {
    if schema.get("required") == Some(&json!([])) {
        schema.shift_remove("required");
    }
}

/// Replaces the schemas `true` and `false` in a value by `{}` and `{not: {}}`. 3.0 allows boolean schemas only in
/// `additionalProperties`.
pub(super) fn boolean_schemas_to_objects(value: &mut Value, kind: Kind) {
    for (key, _, member) in children_mut(value, &Path::Start(&Pointer::root())) {
        let is_keyword = kind == Kind::Schema && key == "additionalProperties";
        if is_keyword || kind.of_member(key) != Kind::Schema {
            continue;
        }
        match member {
            Value::Bool(true) => *member = json!({}),
            Value::Bool(false) => *member = json!({"not": {}}),
            _ => {}
        }
    }
}

/// Replaces `const` by `enum`, and adds a missing `type`.
pub(super) fn const_to_enum(schema: &mut Map<String, Value>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    let type_name = match &value {
        Value::Number(number) if !number.is_f64() => "integer",
        value => json_type(value),
    };
    set_missing_type(schema, type_name);
    schema.insert("enum".to_owned(), Value::Array(vec![value]));
}

/// Replaces `exclusiveMinimum: 5` by `minimum: 5` and `exclusiveMinimum: true`, and does the same for the maximum.
/// Keeps the stricter bound if there is an inclusive one, too.
pub(super) fn exclusive_bounds_to_flags(schema: &mut Map<String, Value>) {
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(Value::Number(bound)) = schema.get(exclusive).cloned() else {
            continue;
        };
        let inclusive_bound = schema.get(inclusive).and_then(Value::as_f64);
        let is_kept = match (bound.as_f64(), inclusive_bound) {
            (Some(bound), Some(other)) if inclusive == "minimum" => bound >= other,
            (Some(bound), Some(other)) => bound <= other,
            _ => true,
        };
        if is_kept {
            schema.insert(inclusive.to_owned(), Value::Number(bound));
            schema.insert(exclusive.to_owned(), Value::Bool(true));
        } else {
            schema.shift_remove(exclusive);
        }
    }
}

pub(super) fn content_encoding_to_format(schema: &mut Map<String, Value>) {
    let string = |key| schema.get(key).and_then(Value::as_str);
    let format = match (string("contentEncoding"), string("contentMediaType")) {
        (Some("base64" | "base64url"), _) => "byte",
        (None, Some(media_type)) if !is_json(media_type) && !is_text(media_type) => "binary",
        _ => return,
    };
    schema.shift_remove("contentEncoding");
    schema.shift_remove("contentMediaType");
    for (key, value) in [("format", format), ("type", "string")] {
        schema.entry(key).or_insert_with(|| Value::from(value));
    }
}

pub(super) fn examples_to_example(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(examples)) = schema.shift_remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        schema.entry("example").or_insert(first);
    }
}

/// Moves a `$ref` next to other keywords to `allOf`, because 3.0 ignores keywords next to a `$ref`.
pub(super) fn ref_siblings_to_all_of(schema: &mut Map<String, Value>) {
    if schema.len() < 2 || !schema.get(REF).is_some_and(Value::is_string) {
        return;
    }
    if let Some(reference) = schema.shift_remove(REF) {
        add_all_of(schema, json!({REF: reference}));
    }
}

/// Removes summary and description of a Reference Object, which 3.0 doesn't define.
pub(super) fn remove_ref_descriptions(object: &mut Map<String, Value>) {
    if object.get(REF).is_some_and(Value::is_string) {
        object.retain(|key, _| !matches!(key.as_str(), "summary" | "description"));
    }
}

/// Removes `default: null` from a schema with a type that isn't nullable. A schema without a type may allow null.
pub(super) fn remove_null_default(schema: &mut Map<String, Value>) {
    let is_null = schema.get("default").is_some_and(Value::is_null);
    if is_null && !is_nullable(schema) && schema.contains_key("type") {
        schema.shift_remove("default");
    }
}
