//! What a schema says beyond its type: description, bounds, default, example.

use openapiv3::{ArrayType, IntegerType, NumberType, SchemaKind, StringType, Type};
use serde_json::Value;

use crate::ir::{Bound, End, Measure, Quantity};

/// How many bytes of a text, or of a value, a component gives to each place that refers to it.
///
/// Each may refer to all: without an end to it, the code would grow with the square of the document. What is longer is said
/// in full where the component is a type of its own.
const LONGEST: usize = 2_000;

/// How much of what is said about something is said in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Extent {
    /// All of it.
    Full,
    /// What is not too long to be said in many places.
    Brief,
}

impl Extent {
    /// A description: of a long one its beginning, to the end of a paragraph or of a word.
    pub(super) fn of_text(self, text: &str) -> String {
        if self.has_room(text.len()) {
            return text.to_owned();
        }
        let ends = text.char_indices().map(|(end, _)| end);
        let end = ends.take_while(|end| *end <= LONGEST).last();
        let begun = text.get(..end.unwrap_or_default()).unwrap_or_default();
        if let Some((paragraphs, _)) = begun.rsplit_once("\n\n") {
            return paragraphs.to_owned();
        }
        let words = begun.rsplit_once(char::is_whitespace);
        format!("{}…", words.map_or(begun, |(words, _)| words))
    }

    /// A value, unless it is too long.
    pub(super) fn of_value(self, value: Option<&Value>) -> Option<Value> {
        let fits = |value: &&Value| self == Self::Full || rest(value, LONGEST).is_some();
        value.filter(fits).cloned()
    }

    fn has_room(self, size: usize) -> bool {
        self == Self::Full || size <= LONGEST
    }
}

/// What is left of so many bytes after a value, if it takes no more.
fn rest(value: &Value, room: usize) -> Option<usize> {
    let room = room.checked_sub(1)?;
    match value {
        Value::String(text) => room.checked_sub(text.len()),
        Value::Array(items) => items.iter().try_fold(room, |room, item| rest(item, room)),
        Value::Object(members) => members.iter().try_fold(room, |room, (key, member)| {
            rest(member, room.checked_sub(key.len())?)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(room),
    }
}

/// The limits that a schema sets.
pub(super) fn bounds(kind: &SchemaKind, extent: Extent) -> Vec<Bound> {
    match kind {
        SchemaKind::Type(Type::Integer(integer)) => integer_bounds(integer, extent),
        SchemaKind::Type(Type::Number(number)) => number_bounds(number, extent),
        SchemaKind::Type(Type::String(text)) => text_bounds(text, extent),
        SchemaKind::Type(Type::Array(array)) => array_bounds(array),
        _ => Vec::new(),
    }
}

/// Whole numbers have a next one, so that their ends need never be exclusive.
fn integer_bounds(integer: &IntegerType, extent: Extent) -> Vec<Bound> {
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
    bounds.extend(choice(&integer.enumeration, whole, extent));
    bounds
}

fn number_bounds(number: &NumberType, extent: Extent) -> Vec<Bound> {
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
    bounds.extend(choice(&number.enumeration, Quantity::Decimal, extent));
    bounds
}

fn text_bounds(text: &StringType, extent: Extent) -> Vec<Bound> {
    let mut bounds = Vec::from_iter(range(
        Measure::Characters,
        text.min_length.map(length),
        text.max_length.map(length),
    ));
    let pattern = text.pattern.as_ref();
    let pattern = pattern.filter(|pattern| extent.has_room(pattern.len()));
    bounds.extend(pattern.cloned().map(Bound::Pattern));
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

fn choice<T: Copy>(
    values: &[Option<T>],
    quantity: impl Fn(T) -> Quantity,
    extent: Extent,
) -> Option<Bound> {
    // As long as most numbers are, or longer.
    const NUMBER: usize = 20;
    if !extent.has_room(values.len().saturating_mul(NUMBER)) {
        return None;
    }
    let values = values.iter().flatten().copied();
    let values: Vec<Quantity> = values.map(quantity).collect();
    (!values.is_empty()).then_some(Bound::OneOf(values))
}

#[cfg(test)]
mod tests {
    use openapiv3::Schema;
    use serde_json::json;

    use super::*;

    fn bounds_of(schema: Value) -> Vec<Bound> {
        let schema: Schema = serde_json::from_value(schema).unwrap();
        bounds(&schema.schema_kind, Extent::Full)
    }

    #[test]
    fn a_brief_text_ends_with_a_paragraph_or_a_word() {
        let word = "Text ";
        let brief = |text: &str| Extent::Brief.of_text(text);
        assert_eq!(brief(&"a".repeat(2_000)), "a".repeat(2_000));
        assert_eq!(brief(&"ä".repeat(1_001)), format!("{}…", "ä".repeat(1_000)));
        let long = word.repeat(1_000);
        assert_eq!(brief(&long), format!("{}…", &long[..1_999]));
        assert_eq!(brief(&format!("First.\n\n{long}")), "First.");
        assert_eq!(Extent::Full.of_text(&long), long);
    }

    #[test]
    fn what_is_too_long_is_not_said_in_many_places() {
        let of_value = |value| Extent::Brief.of_value(Some(&value));
        let (short, long) = ("a".repeat(1_990), "a".repeat(2_000));
        assert_eq!(of_value(json!({"a": [short]})), Some(json!({"a": [short]})));
        assert_eq!(of_value(json!({"a": [long]})), None);
        assert_eq!(of_value(json!({&*long: 1})), None);
        assert_eq!(of_value(json!(vec![1; 2_000])), None);
        let brief = |schema: Value| {
            let schema: Schema = serde_json::from_value(schema).unwrap();
            bounds(&schema.schema_kind, Extent::Brief).len()
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
