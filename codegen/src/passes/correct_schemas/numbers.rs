//! Corrects bounds, lengths, and enums of numbers and booleans.

use serde_json::{Map, Number, Value};

use super::Warnings;
use crate::openapi::errors::{found_value, quoted_value, with_article};

/// The extension that contains the bounds of an integer that no `i64` can represent.
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

/// The smallest integer that is not exact as a floating point number: 2^53.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// The greatest `i64`, rounded to a floating point number: 2^63. The smallest one is exactly the negative of it.
const I64_END: f64 = 9_223_372_036_854_775_808.0;

/// Corrects bounds and lengths.
pub(super) fn correct_limits(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    schema.shift_remove(WIDE_BOUNDS);
    let type_name = schema.get("type").and_then(Value::as_str);
    let (limits, correct): (_, Correct) = match type_name {
        Some("integer") => (BOUNDS.as_slice(), integer_bound),
        Some("number") => (BOUNDS.as_slice(), number_bound),
        Some("string" | "array" | "object") => (LENGTHS.as_slice(), length),
        _ => return,
    };
    for keyword in limits {
        let Some(value) = schema.get(*keyword) else {
            continue;
        };
        match correct(keyword, value) {
            Corrected::Same => {}
            Corrected::Value(corrected) => {
                schema.insert((*keyword).to_owned(), corrected);
            }
            Corrected::Wide => move_wide_bound(schema, keyword),
            Corrected::Unlimited => {
                schema.shift_remove(*keyword);
            }
            Corrected::Invalid(expected) => {
                let message = format!("expected {expected}, found {}", found_value(value));
                warnings.ignored(keyword, message, format!("correct or delete `{keyword}`"));
                schema.shift_remove(*keyword);
            }
        }
    }
}

/// Corrects the value of a keyword.
type Correct = fn(&str, &Value) -> Corrected;

/// A corrected bound or length.
enum Corrected {
    /// The value is valid.
    Same,
    /// Another value means the same.
    Value(Value),
    /// The value is an integer that no `i64` can represent.
    Wide,
    /// The value doesn't limit anything.
    Unlimited,
    /// The value isn't a limit. Contains what is expected.
    Invalid(&'static str),
}

/// Moves a bound to the extension for those that no `i64` can represent.
fn move_wide_bound(schema: &mut Map<String, Value>, keyword: &str) {
    let bound = schema.shift_remove(keyword);
    let wide = schema
        .entry(WIDE_BOUNDS)
        .or_insert_with(|| Value::Object(Map::new()));
    if let (Value::Object(wide), Some(bound)) = (wide, bound) {
        wide.insert(keyword.to_owned(), bound);
    }
}

fn integer_bound(keyword: &str, value: &Value) -> Corrected {
    const EXPECTED: &str = "an integer";
    let Some(number) = number_in(value) else {
        return Corrected::Invalid(EXPECTED);
    };
    if number.is_i64() {
        return corrected(value, Value::Number(number));
    }
    let Some(bound) = number.as_f64() else {
        return Corrected::Invalid(EXPECTED);
    };
    let rounded = match keyword {
        "minimum" => bound.ceil(),
        "maximum" => bound.floor(),
        _ => bound,
    };
    let end = match keyword {
        "minimum" => -I64_END,
        _ => I64_END,
    };
    if rounded.fract() != 0.0 {
        Corrected::Invalid(EXPECTED)
    } else if rounded.abs() < INEXACT {
        Corrected::Value(Value::from(rounded as i64))
    } else if rounded == end && keyword != "multipleOf" {
        // The end of the range of `i64`, rounded when the document was written.
        Corrected::Unlimited
    } else {
        Corrected::Wide
    }
}

fn number_bound(_: &str, value: &Value) -> Corrected {
    match number_in(value) {
        Some(number) => corrected(value, Value::Number(number)),
        None => Corrected::Invalid("a number"),
    }
}

fn length(_: &str, value: &Value) -> Corrected {
    let number = number_in(value);
    let integral = number.as_ref().and_then(|number| {
        let whole = number
            .as_f64()
            .filter(|it| it.fract() == 0.0 && (0.0..INEXACT).contains(it));
        number.as_u64().or_else(|| whole.map(|whole| whole as u64))
    });
    match integral {
        Some(length) => corrected(value, Value::from(length)),
        None => Corrected::Invalid("a non-negative integer"),
    }
}

fn corrected(given: &Value, corrected: Value) -> Corrected {
    match *given == corrected {
        true => Corrected::Same,
        false => Corrected::Value(corrected),
    }
}

/// Returns a number, or the number in a string.
fn number_in(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => serde_json::from_str(text.trim()).ok(),
        _ => None,
    }
}

/// Corrects the values in the enum of a number or boolean, for instance `"1"` of an integer, or removes them.
pub(super) fn correct_enum(schema: &mut Map<String, Value>, warnings: &mut Warnings<'_>) {
    let type_name = match schema.get("type").and_then(Value::as_str) {
        Some(name @ ("boolean" | "integer" | "number")) => name.to_owned(),
        _ => return,
    };
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let mut invalid = None;
    for value in &mut *values {
        match enum_value(value, &type_name) {
            Some(corrected) => *value = corrected,
            None => invalid = Some(value.clone()),
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

/// Returns the value of this type that an item of `enum` represents.
fn enum_value(value: &Value, type_name: &str) -> Option<Value> {
    let read = match value {
        Value::Null => return Some(Value::Null),
        Value::String(text) => serde_json::from_str(text.trim()).ok()?,
        other => other.clone(),
    };
    match type_name {
        "boolean" => read.is_boolean().then_some(read),
        "number" => read.is_number().then_some(read),
        _ if read.is_i64() => Some(read),
        _ => {
            let whole = read
                .as_f64()
                .filter(|it| it.fract() == 0.0 && it.abs() < INEXACT)?;
            Some(Value::from(whole as i64))
        }
    }
}
