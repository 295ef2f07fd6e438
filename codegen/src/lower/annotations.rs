//! Annotations of schemas: bounds, default, example, and how much of it is emitted.

use openapiv3::{ArrayType, IntegerType, NumberType, SchemaKind, StringType, Type};
use serde_json::Value;

use crate::ir::{Bound, End, Measure, Quantity};

/// The number of bytes of a component's description or value that is repeated at each reference to it.
///
/// Without a limit, the emitted code would grow with the square of the document: each schema may refer to all others.
/// The type of the component has the full description.
const LONGEST: usize = 2_000;

/// How much of the annotations of an object is emitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Detail {
    /// All of them.
    Full,
    /// Those that are short enough to be repeated.
    Brief,
}

impl Detail {
    /// Cuts a long description after a paragraph, or else after a word.
    pub(super) fn shorten(self, text: &str) -> String {
        if self.has_room(text.len()) {
            return text.to_owned();
        }
        let end = text
            .char_indices()
            .map(|(end, _)| end)
            .take_while(|end| *end <= LONGEST)
            .last();
        let start = text.get(..end.unwrap_or_default()).unwrap_or_default();
        if let Some((paragraphs, _)) = start.rsplit_once("\n\n") {
            return paragraphs.to_owned();
        }
        let words = start.rsplit_once(char::is_whitespace);
        format!("{}…", words.map_or(start, |(words, _)| words))
    }

    /// Returns the value, unless it is too long.
    pub(super) fn short_value(self, value: Option<&Value>) -> Option<Value> {
        value
            .filter(|value| self == Self::Full || room_after(value, LONGEST).is_some())
            .cloned()
    }

    fn has_room(self, size: usize) -> bool {
        self == Self::Full || size <= LONGEST
    }
}

/// Returns how many of `room` bytes are left after a value, or `None` if it takes more.
fn room_after(value: &Value, room: usize) -> Option<usize> {
    let room = room.checked_sub(1)?;
    match value {
        Value::String(text) => room.checked_sub(text.len()),
        Value::Array(items) => items
            .iter()
            .try_fold(room, |room, item| room_after(item, room)),
        Value::Object(members) => members.iter().try_fold(room, |room, (key, member)| {
            room_after(member, room.checked_sub(key.len())?)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(room),
    }
}

/// Returns the bounds of a schema.
pub(super) fn bounds(kind: &SchemaKind, detail: Detail) -> Vec<Bound> {
    match kind {
        SchemaKind::Type(Type::Integer(integer)) => integer_bounds(integer, detail),
        SchemaKind::Type(Type::Number(number)) => number_bounds(number, detail),
        SchemaKind::Type(Type::String(string)) => string_bounds(string, detail),
        SchemaKind::Type(Type::Array(array)) => array_bounds(array),
        _ => Vec::new(),
    }
}

/// Returns the bounds of an integer. Exclusive limits become inclusive ones.
fn integer_bounds(integer: &IntegerType, detail: Detail) -> Vec<Bound> {
    let minimum = |bound| i128::from(bound) + i128::from(integer.exclusive_minimum);
    let maximum = |bound| i128::from(bound) - i128::from(integer.exclusive_maximum);
    let end = |value| inclusive(Quantity::Integer(value));
    let quantity = |value| Quantity::Integer(i128::from(value));
    let range = range(
        Measure::Value,
        integer.minimum.map(minimum).map(end),
        integer.maximum.map(maximum).map(end),
    );
    let multiple_of = integer.multiple_of.map(quantity).map(Bound::MultipleOf);
    let one_of = one_of(&integer.enumeration, quantity, detail);
    [range, multiple_of, one_of].into_iter().flatten().collect()
}

fn number_bounds(number: &NumberType, detail: Detail) -> Vec<Bound> {
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
    let multiple_of = number
        .multiple_of
        .map(|value| Bound::MultipleOf(Quantity::Decimal(value)));
    let one_of = one_of(&number.enumeration, Quantity::Decimal, detail);
    [range, multiple_of, one_of].into_iter().flatten().collect()
}

fn string_bounds(string: &StringType, detail: Detail) -> Vec<Bound> {
    let range = range(
        Measure::Characters,
        string.min_length.map(length),
        string.max_length.map(length),
    );
    let pattern = string
        .pattern
        .as_ref()
        .filter(|pattern| detail.has_room(pattern.len()))
        .map(|pattern| Bound::Pattern(pattern.clone()));
    [range, pattern].into_iter().flatten().collect()
}

fn array_bounds(array: &ArrayType) -> Vec<Bound> {
    let range = range(
        Measure::Items,
        array.min_items.map(length),
        array.max_items.map(length),
    );
    let unique_items = array.unique_items.then_some(Bound::UniqueItems);
    [range, unique_items].into_iter().flatten().collect()
}

fn length(length: usize) -> End {
    // No `usize` is wider than 64 bits.
    inclusive(Quantity::Integer(
        i128::try_from(length).unwrap_or(i128::MAX),
    ))
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

fn one_of<T: Copy>(
    values: &[Option<T>],
    quantity: impl Fn(T) -> Quantity,
    detail: Detail,
) -> Option<Bound> {
    /// An upper bound of the length of most numbers.
    const NUMBER: usize = 20;
    if !detail.has_room(values.len().saturating_mul(NUMBER)) {
        return None;
    }
    let values: Vec<Quantity> = values.iter().flatten().copied().map(quantity).collect();
    (!values.is_empty()).then_some(Bound::OneOf(values))
}

#[cfg(test)]
mod tests {
    use openapiv3::Schema;
    use serde_json::json;

    use super::*;

    fn bounds_of(schema: Value) -> Vec<Bound> {
        let schema: Schema = serde_json::from_value(schema).unwrap();
        bounds(&schema.schema_kind, Detail::Full)
    }

    #[test]
    fn brief_text_ends_after_paragraph_or_word() {
        let word = "Text ";
        let brief = |text: &str| Detail::Brief.shorten(text);
        assert_eq!(brief(&"a".repeat(2_000)), "a".repeat(2_000));
        assert_eq!(brief(&"ä".repeat(1_001)), format!("{}…", "ä".repeat(1_000)));
        let long = word.repeat(1_000);
        assert_eq!(brief(&long), format!("{}…", &long[..1_999]));
        assert_eq!(brief(&format!("First.\n\n{long}")), "First.");
        assert_eq!(Detail::Full.shorten(&long), long);
    }

    #[test]
    fn brief_detail_omits_long_values() {
        let short_value = |value| Detail::Brief.short_value(Some(&value));
        let (short, long) = ("a".repeat(1_990), "a".repeat(2_000));
        assert_eq!(
            short_value(json!({"a": [short]})),
            Some(json!({"a": [short]}))
        );
        assert_eq!(short_value(json!({"a": [long]})), None);
        assert_eq!(short_value(json!({&*long: 1})), None);
        assert_eq!(short_value(json!(vec![1; 2_000])), None);
        let brief = |schema: Value| {
            let schema: Schema = serde_json::from_value(schema).unwrap();
            bounds(&schema.schema_kind, Detail::Brief).len()
        };
        assert_eq!(brief(json!({"type": "string", "pattern": long})), 1);
        assert_eq!(
            brief(json!({"type": "string", "pattern": format!("{long}a")})),
            0
        );
        assert_eq!(brief(json!({"type": "integer", "enum": vec![1; 100]})), 1);
        assert_eq!(brief(json!({"type": "integer", "enum": vec![1; 101]})), 0);
    }

    #[test]
    fn bounds_of_each_type_are_read() {
        let whole = |value| Some(inclusive(Quantity::Integer(value)));
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
                    Bound::MultipleOf(Quantity::Integer(1)),
                    Bound::OneOf(vec![Quantity::Integer(1), Quantity::Integer(2)]),
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
                vec![range(Measure::Items, whole(1), None), Bound::UniqueItems],
            ),
            (json!({"type": "boolean"}), vec![]),
        ];
        for (schema, expected) in cases {
            assert_eq!(bounds_of(schema), expected);
        }
    }
}
