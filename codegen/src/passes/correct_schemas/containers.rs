//! Replaces keywords that contain several schemas, or an `enum` of an array, by keywords about all items or
//! additional properties.

use serde_json::{Value, json};

use super::Warnings;
use crate::diagnostics::Effect;
use crate::openapi::keywords::{Role, role};
use crate::openapi::walk::members;
use crate::passes::{Schema, has_type, set_missing_type};

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
    let (effect, note) = match common {
        Some(_) => (
            Effect::Ignored,
            "the SDK uses one type for all items, and doesn't check how many there are",
        ),
        None => (Effect::Fallback, "items are any JSON value"),
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
    members(schema, "")
        .filter(|(keyword, _)| matches!(role(keyword), Some(Role::Type | Role::Structure)))
        .map(|(keyword, value)| (keyword.clone(), value.clone()))
        .collect()
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
