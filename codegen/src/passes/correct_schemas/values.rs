//! Corrects keywords whose values are booleans, strings or names, and default values.

use serde_json::{Map, Value};

use super::Warnings;
use crate::openapi::errors::{found_value, quoted_value, with_article};

const FLAGS: [&str; 7] = [
    "deprecated",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
    "uniqueItems",
    "writeOnly",
];

const TEXTS: [&str; 4] = ["description", "format", "pattern", "title"];

/// Reads `"true"` as a flag, and a scalar as the text that it is written as. Removes other values of flags and texts.
pub(super) fn correct_flags_and_texts(
    schema: &mut Map<String, Value>,
    warnings: &mut Warnings<'_>,
) {
    for (keywords, is_flag) in [(FLAGS.as_slice(), true), (TEXTS.as_slice(), false)] {
        for keyword in keywords {
            let is_valid = |value: &Value| match is_flag {
                true => value.is_boolean(),
                false => value.is_string(),
            };
            let Some(value) = schema.get_mut(*keyword).filter(|value| !is_valid(value)) else {
                continue;
            };
            let corrected = match (is_flag, &*value) {
                (true, Value::String(text)) => text.trim().parse().ok().map(Value::Bool),
                (false, Value::Bool(_) | Value::Number(_)) => Some(value.to_string().into()),
                _ => None,
            };
            if let Some(corrected) = corrected {
                *value = corrected;
                continue;
            }
            let expected = match is_flag {
                true => "a boolean",
                false => "a string",
            };
            // Null means the same as no value.
            if !value.is_null() {
                let message = format!("expected {expected}, found {}", found_value(value));
                warnings.ignored(keyword, message, format!("delete `{keyword}`"));
            }
            schema.shift_remove(*keyword);
        }
    }
}

/// Removes a `required` that isn't an array, as in JSON Schema draft 3, and items of it that aren't names.
pub(super) fn correct_required(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    let Some(required) = schema.get_mut("required") else {
        return;
    };
    if let Value::Array(names) = required {
        names.retain(Value::is_string);
        return;
    }
    let message = format!(
        "expected an array of property names, found {}",
        found_value(required)
    );
    let help = "list the required properties in `required` of the object that contains them";
    warnings.ignored("required", message, help);
    schema.shift_remove("required");
}

/// Reads `enum: a` as `enum: [a]`.
pub(super) fn wrap_single_enum_value(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    let Some(values) = schema.get_mut("enum").filter(|values| !values.is_array()) else {
        return;
    };
    let message = format!("expected an array, found {}", found_value(values));
    let help = "replace the value of `enum` with an array that contains it";
    let note = "it is read as the only value".to_owned();
    *values = Value::Array(vec![values.take()]);
    warnings.changed("enum", message, help, note);
}

/// Corrects or removes a default value that doesn't have the type of the schema.
pub(super) fn correct_default(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    let Some(type_name) = schema
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        return;
    };
    let Some(default) = schema.get_mut("default") else {
        return;
    };
    if default.is_null() || is_of_type(default, &type_name) {
        return;
    }
    let corrected = match (&*default, type_name.as_str()) {
        (Value::String(text), _) => serde_json::from_str(text).ok(),
        (Value::Bool(_) | Value::Number(_), "string") => Some(default.to_string().into()),
        _ => None,
    };
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

fn is_of_type(value: &Value, type_name: &str) -> bool {
    match type_name {
        "string" => value.is_string(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}
