//! Corrects values of the wrong type.

use serde_json::Value;

use super::numbers::converted;
use super::{Warnings, is_of_type};
use crate::diagnostics::Effect;
use crate::openapi::errors::{found_value, quoted_value, with_article};
use crate::passes::{FLAGS, Schema, type_name};

/// Returns whether a value is valid, after correcting it if possible.
type Correct = fn(&mut Value) -> bool;

/// Keywords, the values that they must have, and the corrections.
const EXPECTED: [(&[&str], &str, Correct); 4] = [
    (&FLAGS, "a boolean", correct_flag),
    (
        &["description", "format", "pattern", "title"],
        "a string",
        correct_text,
    ),
    (
        &["properties", "patternProperties"],
        "an object with Schema Objects",
        |value| value.is_object(),
    ),
    (
        &["allOf", "anyOf", "oneOf", "prefixItems"],
        "an array with at least one Schema Object",
        |value| value.as_array().is_some_and(|it| !it.is_empty()),
    ),
];

/// Corrects the values of the keywords in [`EXPECTED`], or removes the keywords if that isn't possible.
pub(super) fn correct_values(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    for (keywords, expected, correct) in EXPECTED {
        for keyword in keywords {
            if let Some(value) = schema.get_mut(*keyword)
                && !correct(value)
            {
                // Null has the same meaning as no value.
                if !value.is_null() {
                    warnings.wrong_value(keyword, value, expected, &format!("delete `{keyword}`"));
                }
                schema.shift_remove(*keyword);
            }
        }
    }
}

/// Converts `"true"` and `"false"` to booleans. Returns whether the value is now a boolean.
fn correct_flag(value: &mut Value) -> bool {
    if let Some(flag) = value.as_str().and_then(|text| text.trim().parse().ok()) {
        *value = Value::Bool(flag);
    }
    value.is_boolean()
}

/// Converts booleans and numbers to strings. Returns whether the value is now a string.
fn correct_text(value: &mut Value) -> bool {
    if value.is_boolean() || value.is_number() {
        *value = value.to_string().into();
    }
    value.is_string()
}

/// Removes a `required` that isn't an array, as in JSON Schema draft 3. In an array, converts booleans and numbers,
/// which YAML reads in place of names without quotes, and removes other items that aren't strings.
pub(super) fn correct_required(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let Some(required) = schema.get_mut("required") else {
        return;
    };
    if let Value::Array(names) = required {
        names.retain_mut(correct_text);
        return;
    }
    let help = "list the required properties in `required` of the object that contains them";
    warnings.wrong_value("required", required, "an array of property names", help);
    schema.shift_remove("required");
}

/// Reads `enum: a` as `enum: [a]`. Removes an `enum` without a value, which YAML reads as null.
pub(super) fn wrap_single_enum_value(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let Some(values) = schema.get_mut("enum").filter(|values| !values.is_array()) else {
        return;
    };
    if values.is_null() {
        schema.shift_remove("enum");
        return;
    }
    let message = format!("expected an array, found {}", found_value(values));
    let help = "replace the value of `enum` with an array that contains it";
    let note = "it is read as the only value";
    *values = Value::Array(vec![values.take()]);
    warnings.changed(Effect::Ignored, "enum", message, help, note);
}

/// Corrects or removes a default value of the wrong type.
pub(super) fn correct_default(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let Some(type_name) = type_name(schema).map(str::to_owned) else {
        return;
    };
    let Some(default) = schema.get_mut("default") else {
        return;
    };
    if default.is_null() || is_of_type(default, &type_name) {
        return;
    }
    let corrected = converted(default, &type_name);
    if let Some(corrected) = corrected.filter(|value| is_of_type(value, &type_name)) {
        *default = corrected;
        return;
    }
    let message = format!(
        "the default {} is not {}",
        quoted_value(default),
        with_article(&type_name)
    );
    warnings.ignored("default", message, "correct or delete `default`");
    schema.shift_remove("default");
}
