//! Corrects keywords that contain schemas.

use serde_json::{Value, json};

use super::Warnings;
use super::values::correct_value;
use crate::diagnostics::Effect;
use crate::openapi::keywords::{Role, schema_keyword};
use crate::passes::{Schema, has_type, set_missing_type};

/// Removes keywords that must contain several schemas, but have another value.
pub(super) fn remove_invalid_containers(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let expected = "an object with Schema Objects";
    for keyword in ["properties", "patternProperties"] {
        correct_value(schema, warnings, keyword, expected, |it| it.is_object());
    }
    let expected = "an array with at least one Schema Object";
    for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        correct_value(schema, warnings, keyword, expected, |value| {
            value.as_array().is_some_and(|it| !it.is_empty())
        });
    }
}

/// Replaces `patternProperties` by `additionalProperties`, with the common schema of all patterns, or `{}` if they
/// differ.
pub(super) fn pattern_properties_to_additional_properties(
    schema: &mut Schema,
    warnings: &mut Warnings<'_>,
) {
    const PATTERNS: &str = "patternProperties";
    const ADDITIONAL: &str = "additionalProperties";
    let Some(Value::Object(patterns)) = schema.shift_remove(PATTERNS) else {
        return;
    };
    let other = match schema.get(ADDITIONAL) {
        None | Some(Value::Bool(false)) => None,
        Some(Value::Bool(true)) => Some(json!({})),
        Some(schema) => Some(schema.clone()),
    };
    let schemas: Vec<Value> = patterns.into_values().chain(other).collect();
    if schemas.is_empty() {
        return;
    }
    let common = common_schema(&schemas);
    if common.is_none() {
        warnings.changed(
            Effect::Fallback,
            PATTERNS,
            "`patternProperties` has different schemas; the SDK supports only one",
            "in an overlay, remove `patternProperties`, and add `additionalProperties`",
            "additional properties are any JSON value",
        );
    }
    schema.insert(ADDITIONAL.to_owned(), common.unwrap_or_else(|| json!({})));
    set_missing_type(schema, "object");
}

/// Replaces the schemas of a tuple by one schema for all items: their common schema, or `{}` if they differ.
pub(super) fn tuple_to_items(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let is_array = schema.get("items").is_some_and(Value::is_array);
    let keyword = match is_array {
        true => "items",
        false => "prefixItems",
    };
    let Some(Value::Array(mut schemas)) = schema.shift_remove(keyword) else {
        return;
    };
    // `items: false` in OpenAPI 3.1 allows no further items.
    let others = schema.shift_remove("items");
    schemas.extend(others.filter(|others| *others != json!({"not": {}})));
    let common = common_schema(&schemas);
    let message = format!("`{keyword}` has a schema for each position, which isn't supported");
    let help = format!(
        "in an overlay, remove `{keyword}`, and in a later action add `items` with one schema for all items"
    );
    let (effect, note) = match &common {
        Some(common) => {
            let name = common.get("type").and_then(Value::as_str);
            let name = name.map_or_else(String::new, |name| format!(", `{name}`,"));
            let note = format!(
                "the SDK uses one type{name} for all items, and doesn't check how many there are"
            );
            (Effect::Ignored, note)
        }
        None => (Effect::Fallback, "items are any JSON value".to_owned()),
    };
    warnings.changed(effect, keyword, message, help, note);
    schema.insert("items".to_owned(), common.unwrap_or_else(|| json!({})));
    set_missing_type(schema, "array");
}

/// Returns the keywords that affect the Rust type, if they are equal in all schemas. Returns a single schema as it is.
fn common_schema(schemas: &[Value]) -> Option<Value> {
    let (first, others) = schemas.split_first()?;
    if others.is_empty() {
        return Some(first.clone());
    }
    let common = type_keywords(first);
    let is_common = others.iter().all(|other| type_keywords(other) == common);
    is_common.then_some(common)
}

fn type_keywords(schema: &Value) -> Value {
    let affects_type = |keyword: &str| {
        let role = schema_keyword(keyword).map(|it| it.role);
        matches!(role, Some(Role::Type | Role::Structure))
    };
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(keyword, _)| affects_type(keyword))
            .map(|(keyword, value)| (keyword.clone(), value.clone()))
            .collect(),
        other => other.clone(),
    }
}

/// Moves an `enum` of scalars from an array to its items, because no array has a scalar value.
pub(super) fn enum_of_array_to_items(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let values = schema.get("enum").and_then(Value::as_array);
    let is_of_items = values.is_some_and(|values| values.iter().all(|it| !it.is_array()));
    if !has_type(schema, "array") || !is_of_items {
        return;
    }
    let Some(values) = schema.shift_remove("enum") else {
        return;
    };
    let message = "`type` is `array`, but no value of `enum` is an array";
    let help = "move `enum` to `items`";
    match schema.entry("items").or_insert_with(|| json!({})) {
        Value::Object(items) if !items.contains_key("$ref") && !items.contains_key("enum") => {
            items.insert("enum".to_owned(), values);
            let note = "`enum` applies to the items";
            warnings.changed(Effect::Ignored, "enum", message, help, note);
        }
        _ => warnings.ignored("enum", message, help),
    }
}
