//! Annotations of schemas: bounds, default, example, and how much of it is emitted.

use openapiv3::{SchemaKind, Type};
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
        let mut starts = (0..=LONGEST).rev().filter_map(|end| text.get(..end));
        let start = starts.next().unwrap_or_default();
        if let Some((paragraphs, _)) = start.rsplit_once("\n\n") {
            return paragraphs.to_owned();
        }
        let last_space = start.rsplit_once(char::is_whitespace);
        format!("{}…", last_space.map_or(start, |(before, _)| before))
    }

    /// Returns the value, unless it is too long.
    pub(super) fn short_value(self, value: Option<&Value>) -> Option<Value> {
        let is_short = |value: &&Value| self == Self::Full || room_after(value, LONGEST).is_some();
        value.filter(is_short).cloned()
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

/// Returns the bounds of a schema. Exclusive limits of integers become inclusive ones.
pub(super) fn bounds(kind: &SchemaKind, detail: Detail) -> Vec<Bound> {
    let SchemaKind::Type(kind) = kind else {
        return Vec::new();
    };
    let bounds = match kind {
        Type::Integer(integer) => {
            let quantity = |value: i64| Quantity::Integer(value.into());
            let end = |limit: i64, shift: i128| inclusive(i128::from(limit) + shift);
            let above = i128::from(integer.exclusive_minimum);
            let below = -i128::from(integer.exclusive_maximum);
            [
                range(
                    Measure::Value,
                    integer.minimum.map(|limit| end(limit, above)),
                    integer.maximum.map(|limit| end(limit, below)),
                ),
                integer.multiple_of.map(quantity).map(Bound::MultipleOf),
                one_of(&integer.enumeration, quantity, detail),
            ]
        }
        Type::Number(number) => {
            let end = |is_exclusive| {
                move |value| End {
                    value: Quantity::Decimal(value),
                    is_exclusive,
                }
            };
            let multiple_of = number.multiple_of.map(Quantity::Decimal);
            [
                range(
                    Measure::Value,
                    number.minimum.map(end(number.exclusive_minimum)),
                    number.maximum.map(end(number.exclusive_maximum)),
                ),
                multiple_of.map(Bound::MultipleOf),
                one_of(&number.enumeration, Quantity::Decimal, detail),
            ]
        }
        Type::String(string) => {
            let pattern = string.pattern.clone();
            let range = lengths(Measure::Characters, string.min_length, string.max_length);
            let pattern = pattern.filter(|pattern| detail.has_room(pattern.len()));
            [range, pattern.map(Bound::Pattern), None]
        }
        Type::Array(array) => {
            let range = lengths(Measure::Items, array.min_items, array.max_items);
            let unique_items = array.unique_items.then_some(Bound::UniqueItems);
            [range, unique_items, None]
        }
        Type::Boolean(_) | Type::Object(_) => return Vec::new(),
    };
    bounds.into_iter().flatten().collect()
}

fn inclusive(value: i128) -> End {
    End {
        value: Quantity::Integer(value),
        is_exclusive: false,
    }
}

fn lengths(of: Measure, minimum: Option<usize>, maximum: Option<usize>) -> Option<Bound> {
    // No `usize` is wider than 64 bits.
    let end = |length| inclusive(i128::try_from(length).unwrap_or(i128::MAX));
    range(of, minimum.map(end), maximum.map(end))
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
    let values: Vec<Quantity> = values.iter().flatten().copied().map(quantity).collect();
    let is_emitted = !values.is_empty() && detail.has_room(values.len().saturating_mul(NUMBER));
    is_emitted.then_some(Bound::OneOf(values))
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
        let whole = |value| Some(inclusive(value));
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
