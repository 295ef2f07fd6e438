//! Corrects bounds, lengths, and enums.

use serde_json::{Number, Value, json};

use super::Warnings;
use super::is_of_type;
use crate::openapi::errors::{quoted_value, with_article};
use crate::passes::{Schema, type_name};

/// The extension that contains those bounds of an integer schema that are outside the range of `i64`. They may be
/// inside that of `u64`.
pub(crate) const WIDE_BOUNDS: &str = "x-wide-bounds";

const BOUNDS: [&str; 3] = ["maximum", "minimum", "multipleOf"];

const LENGTHS: [&str; 6] = [
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
];

/// The greatest `i64`, rounded to 2^63. The smallest `i64` is exactly -2^63.
const I64_END: f64 = 9_223_372_036_854_775_808.0;

/// Corrects the bounds or lengths of a schema, such as `10` for `"10"`, or removes them if that isn't possible.
pub(super) fn correct_limits(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    // Only `move_wide_bound` may add this key.
    schema.shift_remove(WIDE_BOUNDS);
    let (limits, correct, expected): (&[&str], Correct, _) = match type_name(schema) {
        Some("integer") => (&BOUNDS, correct_integer_bound, "an integer"),
        Some("number") => (&BOUNDS, set_number, "a number"),
        Some("string" | "array" | "object") => (&LENGTHS, correct_length, "a non-negative integer"),
        _ => return,
    };
    for keyword in limits {
        let Some(value) = schema.get(*keyword).cloned() else {
            continue;
        };
        if !number_in(&value).is_some_and(|number| correct(schema, keyword, number)) {
            let help = format!("correct or delete `{keyword}`");
            warnings.wrong_value(keyword, &value, expected, &help);
            schema.shift_remove(*keyword);
        }
    }
}

/// Corrects a keyword that has this number as its value. Returns false if the number isn't a bound or length.
type Correct = fn(&mut Schema, &str, Number) -> bool;

fn set_number(schema: &mut Schema, keyword: &str, number: Number) -> bool {
    schema.insert(keyword.to_owned(), number.into());
    true
}

fn correct_integer_bound(schema: &mut Schema, keyword: &str, number: Number) -> bool {
    let Some(bound) = number.as_f64().filter(|_| !number.is_i64()) else {
        return set_number(schema, keyword, number);
    };
    let (rounded, end, flag) = match keyword {
        "minimum" => (bound.ceil(), Some(-I64_END), "exclusiveMinimum"),
        "maximum" => (bound.floor(), Some(I64_END), "exclusiveMaximum"),
        _ => (bound, None, ""),
    };
    if Some(rounded) == end {
        // The document contains the end of the range of `i64`, rounded. Every value satisfies this bound.
        schema.shift_remove(keyword);
        return true;
    }
    if rounded.abs() >= I64_END {
        move_wide_bound(schema, keyword);
        return true;
    }
    if rounded != bound {
        // An integer above 0.5 is 1 or more, so the rounded bound is inclusive.
        schema.shift_remove(flag);
    }
    whole(rounded).is_some_and(|integer| set_number(schema, keyword, integer.into()))
}

/// Moves a bound to [`WIDE_BOUNDS`].
fn move_wide_bound(schema: &mut Schema, keyword: &str) {
    let bound = schema.shift_remove(keyword);
    let wide = schema.entry(WIDE_BOUNDS).or_insert_with(|| json!({}));
    if let (Value::Object(wide), Some(bound)) = (wide, bound) {
        wide.insert(keyword.to_owned(), bound);
    }
}

fn correct_length(schema: &mut Schema, keyword: &str, number: Number) -> bool {
    let from_float = || u64::try_from(whole(number.as_f64()?)?).ok();
    let length = number.as_u64().or_else(from_float);
    length.is_some_and(|length| set_number(schema, keyword, length.into()))
}

/// Converts a number without a fraction to an integer, unless it is out of range.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < I64_END).then_some(number as i64)
}

/// Returns a number, or the number in a string such as `"10"`.
fn number_in(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => serde_json::from_str(text.trim()).ok(),
        _ => None,
    }
}

/// Corrects the values in the `enum` of a scalar: `"1"` becomes `1` for an integer. Removes the `enum` if a value can't
/// be corrected.
pub(super) fn correct_enum(schema: &mut Schema, warnings: &mut Warnings<'_>) {
    let type_name = match type_name(schema) {
        Some(name @ ("boolean" | "integer" | "number" | "string")) => name.to_owned(),
        _ => return,
    };
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let mut invalid = None;
    for value in &mut *values {
        match converted(value, &type_name) {
            Some(corrected) => *value = corrected,
            None => invalid = invalid.or(Some(value.clone())),
        }
    }
    let Some(invalid) = invalid else {
        return;
    };
    let message = format!(
        "{} in `enum` is not {}",
        quoted_value(&invalid),
        with_article(&type_name)
    );
    warnings.ignored("enum", message, "correct `type` or `enum`");
    schema.shift_remove("enum");
}

/// Converts an item of `enum` or a default value to the given type.
pub(super) fn converted(value: &Value, type_name: &str) -> Option<Value> {
    let read = match value {
        Value::Null => return Some(Value::Null),
        Value::Bool(_) | Value::Number(_) if type_name == "string" => value.to_string().into(),
        Value::String(text) if type_name != "string" => serde_json::from_str(text.trim()).ok()?,
        other => other.clone(),
    };
    match type_name {
        // Keeps an array or object. In an enum, lowering reports it; as a default, `correct_default` does.
        "string" => Some(read),
        "integer" if !read.is_i64() => whole(read.as_f64()?).map(Value::from),
        _ => is_of_type(&read, type_name).then_some(read),
    }
}
