//! What a schema says beyond its type: description, bounds, default, example.

use openapiv3::{
    ArrayType, IntegerType, NumberType, Schema, SchemaData, SchemaKind, StringType, Type,
};

use crate::ir::{Bound, End, Measure, Notes, Quantity};

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

fn bounds(kind: &SchemaKind) -> Vec<Bound> {
    match kind {
        SchemaKind::Type(Type::Integer(integer)) => integer_bounds(integer),
        SchemaKind::Type(Type::Number(number)) => number_bounds(number),
        SchemaKind::Type(Type::String(text)) => text_bounds(text),
        SchemaKind::Type(Type::Array(array)) => array_bounds(array),
        _ => Vec::new(),
    }
}

/// Whole numbers have a next one, so that their ends need never be exclusive.
fn integer_bounds(integer: &IntegerType) -> Vec<Bound> {
    let least = |bound| i128::from(bound) + i128::from(integer.exclusive_minimum);
    let most = |bound| i128::from(bound) - i128::from(integer.exclusive_maximum);
    let end = |value| inclusive(Quantity::Whole(value));
    let range = range(
        Measure::Value,
        integer.minimum.map(least).map(end),
        integer.maximum.map(most).map(end),
    );
    let whole = |value| Quantity::Whole(i128::from(value));
    let mut bounds = Vec::from_iter(range);
    bounds.extend(integer.multiple_of.map(whole).map(Bound::MultipleOf));
    bounds.extend(choice(
        integer.enumeration.iter().flatten().copied().map(whole),
    ));
    bounds
}

fn number_bounds(number: &NumberType) -> Vec<Bound> {
    let end = |is_exclusive| {
        move |value| End {
            value: Quantity::Decimal(value),
            is_exclusive,
        }
    };
    let range = range(
        Measure::Value,
        number.minimum.map(end(number.exclusive_minimum)),
        number.maximum.map(end(number.exclusive_maximum)),
    );
    let mut bounds = Vec::from_iter(range);
    let multiple = number.multiple_of.map(Quantity::Decimal);
    bounds.extend(multiple.map(Bound::MultipleOf));
    let values = number.enumeration.iter().flatten().copied();
    bounds.extend(choice(values.map(Quantity::Decimal)));
    bounds
}

fn text_bounds(text: &StringType) -> Vec<Bound> {
    let mut bounds = Vec::from_iter(range(
        Measure::Characters,
        text.min_length.map(length),
        text.max_length.map(length),
    ));
    bounds.extend(text.pattern.clone().map(Bound::Pattern));
    bounds
}

fn array_bounds(array: &ArrayType) -> Vec<Bound> {
    let mut bounds = Vec::from_iter(range(
        Measure::Items,
        array.min_items.map(length),
        array.max_items.map(length),
    ));
    bounds.extend(array.unique_items.then_some(Bound::Unique));
    bounds
}

fn length(length: usize) -> End {
    // No `usize` is wider than 64 bits.
    inclusive(Quantity::Whole(i128::try_from(length).unwrap_or(i128::MAX)))
}

fn inclusive(value: Quantity) -> End {
    End {
        value,
        is_exclusive: false,
    }
}

fn range(of: Measure, minimum: Option<End>, maximum: Option<End>) -> Option<Bound> {
    (minimum.is_some() || maximum.is_some()).then_some(Bound::Range {
        of,
        minimum,
        maximum,
    })
}

fn choice(values: impl Iterator<Item = Quantity>) -> Option<Bound> {
    let values: Vec<Quantity> = values.collect();
    (!values.is_empty()).then_some(Bound::OneOf(values))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn bounds_of(schema: Value) -> Vec<Bound> {
        notes(&serde_json::from_value(schema).unwrap()).bounds
    }

    #[test]
    fn each_kind_of_schema_has_its_bounds() {
        let whole = |value| Some(inclusive(Quantity::Whole(value)));
        let range = |of, minimum, maximum| Bound::Range {
            of,
            minimum,
            maximum,
        };
        let cases = [
            (
                json!({"type": "integer", "minimum": 2, "maximum": 50}),
                vec![range(Measure::Value, whole(2), whole(50))],
            ),
            (
                json!({"type": "integer", "minimum": 0, "exclusiveMinimum": true}),
                vec![range(Measure::Value, whole(1), None)],
            ),
            (
                json!({"type": "integer", "enum": [1, 2], "multipleOf": 1}),
                vec![
                    Bound::MultipleOf(Quantity::Whole(1)),
                    Bound::OneOf(vec![Quantity::Whole(1), Quantity::Whole(2)]),
                ],
            ),
            (
                json!({"type": "number", "maximum": 1.5, "exclusiveMaximum": true}),
                vec![range(
                    Measure::Value,
                    None,
                    Some(End {
                        value: Quantity::Decimal(1.5),
                        is_exclusive: true,
                    }),
                )],
            ),
            (
                json!({"type": "string", "maxLength": 36, "pattern": "^a"}),
                vec![
                    range(Measure::Characters, None, whole(36)),
                    Bound::Pattern("^a".into()),
                ],
            ),
            (
                json!({"type": "array", "items": {}, "minItems": 1, "uniqueItems": true}),
                vec![range(Measure::Items, whole(1), None), Bound::Unique],
            ),
            (json!({"type": "boolean"}), vec![]),
        ];
        for (schema, expected) in cases {
            assert_eq!(bounds_of(schema), expected);
        }
    }
}
