//! What a schema says beyond its type: description, bounds, default, example.

use std::fmt::Display;

use openapiv3::{
    ArrayType, IntegerType, NumberType, Schema, SchemaData, SchemaKind, StringType, Type,
};

use crate::ir::Notes;
use crate::markdown::code_span;

/// The notes of one schema.
pub(super) fn notes(schema: &Schema) -> Notes {
    let SchemaData {
        description,
        default,
        example,
        deprecated,
        ..
    } = &schema.schema_data;
    Notes {
        description: description.clone(),
        bounds: bounds(&schema.schema_kind),
        default: default.clone(),
        example: example.clone(),
        deprecated: *deprecated,
    }
}

fn bounds(kind: &SchemaKind) -> Vec<String> {
    match kind {
        SchemaKind::Type(Type::Integer(integer)) => integer_bounds(integer),
        SchemaKind::Type(Type::Number(number)) => number_bounds(number),
        SchemaKind::Type(Type::String(text)) => text_bounds(text),
        SchemaKind::Type(Type::Array(array)) => array_bounds(array),
        _ => Vec::new(),
    }
}

fn integer_bounds(integer: &IntegerType) -> Vec<String> {
    let minimum = integer.minimum.map(|bound| {
        if integer.exclusive_minimum {
            bound.saturating_add(1)
        } else {
            bound
        }
    });
    let maximum = integer.maximum.map(|bound| {
        if integer.exclusive_maximum {
            bound.saturating_sub(1)
        } else {
            bound
        }
    });
    let mut bounds = Vec::from_iter(range(minimum, maximum, ""));
    bounds.extend(
        integer
            .multiple_of
            .map(|step| format!("a multiple of {step}")),
    );
    bounds.extend(choice(integer.enumeration.iter().flatten()));
    bounds
}

fn number_bounds(number: &NumberType) -> Vec<String> {
    let mut bounds = Vec::new();
    match (number.exclusive_minimum, number.exclusive_maximum) {
        (false, false) => bounds.extend(range(number.minimum, number.maximum, "")),
        (exclusive_minimum, exclusive_maximum) => {
            let above = if exclusive_minimum {
                "above"
            } else {
                "at least"
            };
            let below = if exclusive_maximum {
                "below"
            } else {
                "at most"
            };
            bounds.extend(number.minimum.map(|bound| format!("{above} {bound}")));
            bounds.extend(number.maximum.map(|bound| format!("{below} {bound}")));
        }
    }
    bounds.extend(
        number
            .multiple_of
            .map(|step| format!("a multiple of {step}")),
    );
    bounds.extend(choice(number.enumeration.iter().flatten()));
    bounds
}

fn text_bounds(text: &StringType) -> Vec<String> {
    let mut bounds = Vec::from_iter(range(text.min_length, text.max_length, " characters"));
    bounds.extend(
        text.pattern
            .as_ref()
            .map(|pattern| format!("matches the pattern {}", code_span(pattern))),
    );
    bounds
}

fn array_bounds(array: &ArrayType) -> Vec<String> {
    let mut bounds = Vec::from_iter(range(array.min_items, array.max_items, " items"));
    if array.unique_items {
        bounds.push("no item twice".to_owned());
    }
    bounds
}

fn range<T: Display>(minimum: Option<T>, maximum: Option<T>, unit: &str) -> Option<String> {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}{unit}")),
        (Some(minimum), None) => Some(format!("at least {minimum}{unit}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}{unit}")),
        (None, None) => None,
    }
}

fn choice<T: Display>(values: impl Iterator<Item = T>) -> Option<String> {
    let values: Vec<String> = values.map(|value| value.to_string()).collect();
    (!values.is_empty()).then(|| format!("one of {}", values.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn bounds_of(schema: Value) -> Vec<String> {
        notes(&serde_json::from_value(schema).unwrap()).bounds
    }

    #[test]
    fn bounds_are_short_phrases() {
        let cases = [
            (
                json!({"type": "integer", "minimum": 2, "maximum": 50}),
                vec!["2 to 50"],
            ),
            (
                json!({"type": "integer", "minimum": 0, "exclusiveMinimum": true}),
                vec!["at least 1"],
            ),
            (
                json!({"type": "integer", "enum": [1, 2], "multipleOf": 1}),
                vec!["a multiple of 1", "one of 1, 2"],
            ),
            (
                json!({"type": "number", "maximum": 1.5, "exclusiveMaximum": true}),
                vec!["below 1.5"],
            ),
            (
                json!({"type": "string", "maxLength": 36, "pattern": "^a"}),
                vec!["at most 36 characters", "matches the pattern `^a`"],
            ),
            (
                json!({"type": "array", "items": {}, "minItems": 1, "uniqueItems": true}),
                vec!["at least 1 items", "no item twice"],
            ),
            (json!({"type": "boolean"}), vec![]),
        ];
        for (schema, expected) in cases {
            assert_eq!(bounds_of(schema), expected);
        }
    }
}
