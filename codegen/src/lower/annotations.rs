//! Lowers the bounds of schemas, and shortens annotations that many references repeat.

use openapiv3::{Schema, SchemaKind, Type};
use serde_json::Value;

use crate::ir::{Bound, BoundValue, End, Measure};
use crate::passes::correct_schemas::WIDE_BOUNDS;

/// The maximum size in bytes of an annotation that is repeated at every reference to its component.
/// Without a limit, the generated code would grow with the square of the document.
const LONGEST_REPEATED: usize = 2_000;

/// How much of the annotations of an object is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Detail {
    /// All annotations.
    Full,
    /// The start of a long description, and only short values.
    Brief,
}

impl Detail {
    pub(super) fn brief_if(self, is_repeated: bool) -> Self {
        if is_repeated { Self::Brief } else { self }
    }

    /// Cuts a long description after a paragraph, or else after a word.
    pub(super) fn shorten(self, text: &str) -> String {
        if self.allows(text.len()) {
            return text.to_owned();
        }
        let start = (0..=LONGEST_REPEATED).rev().find_map(|end| text.get(..end));
        let start = start.unwrap_or_default();
        let paragraphs = start.rsplit_once("\n\n").map(|(paragraphs, _)| paragraphs);
        if let Some(paragraphs) = paragraphs.filter(|it| !it.trim().is_empty()) {
            return paragraphs.to_owned();
        }
        let last_space = start.rsplit_once(char::is_whitespace);
        format!("{}…", last_space.map_or(start, |(before, _)| before))
    }

    /// Returns the value, unless it is too long for `Brief`.
    pub(super) fn short_value(self, value: Option<&Value>) -> Option<Value> {
        let is_short = |value: &Value| bytes_left_after(value, LONGEST_REPEATED).is_some();
        value
            .filter(|value| self == Self::Full || is_short(value))
            .cloned()
    }

    fn allows(self, bytes: usize) -> bool {
        self == Self::Full || bytes <= LONGEST_REPEATED
    }
}

/// Returns `available` minus the size of the value in bytes, or `None`, without reading all of a larger value.
fn bytes_left_after(value: &Value, available: usize) -> Option<usize> {
    let available = available.checked_sub(1)?;
    match value {
        Value::String(text) => available.checked_sub(text.len()),
        Value::Array(items) => items.iter().try_fold(available, |available, item| {
            bytes_left_after(item, available)
        }),
        Value::Object(members) => members
            .iter()
            .try_fold(available, |available, (key, member)| {
                bytes_left_after(member, available.checked_sub(key.len())?)
            }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(available),
    }
}

/// Returns the bounds of a schema. Exclusive limits of integers become inclusive if they fit into an `i64`.
pub(super) fn bounds(schema: &Schema, detail: Detail) -> Vec<Bound> {
    let bounds = match &schema.schema_kind {
        SchemaKind::Type(Type::Integer(integer)) => {
            let bound_value = |value: i64| BoundValue::Integer(value.into());
            let end = |keyword, limit: Option<i64>, is_exclusive, step: i128| match limit {
                Some(limit) if is_exclusive => Some(inclusive(i128::from(limit) + step)),
                Some(limit) => Some(inclusive(limit.into())),
                None => {
                    let value = wide_bound_value(wide_bound(schema, keyword)?)?;
                    Some(End {
                        value,
                        is_exclusive,
                    })
                }
            };
            let minimum = end("minimum", integer.minimum, integer.exclusive_minimum, 1);
            let maximum = end("maximum", integer.maximum, integer.exclusive_maximum, -1);
            [
                range(Measure::Value, minimum, maximum),
                integer.multiple_of.map(bound_value).map(Bound::MultipleOf),
                one_of(&integer.enumeration, bound_value, detail),
            ]
        }
        SchemaKind::Type(Type::Number(number)) => {
            let bound_value = BoundValue::Decimal;
            let end = |limit: Option<f64>, is_exclusive| {
                limit.map(bound_value).map(|value| End {
                    value,
                    is_exclusive,
                })
            };
            let minimum = end(number.minimum, number.exclusive_minimum);
            let maximum = end(number.maximum, number.exclusive_maximum);
            [
                range(Measure::Value, minimum, maximum),
                number.multiple_of.map(bound_value).map(Bound::MultipleOf),
                one_of(&number.enumeration, bound_value, detail),
            ]
        }
        SchemaKind::Type(Type::String(string)) => {
            let pattern = string.pattern.as_ref();
            let pattern = pattern.filter(|pattern| detail.allows(pattern.len()));
            let range = lengths(Measure::Characters, string.min_length, string.max_length);
            [range, pattern.cloned().map(Bound::Pattern), None]
        }
        SchemaKind::Type(Type::Array(array)) => {
            let range = lengths(Measure::Items, array.min_items, array.max_items);
            let unique_items = array.unique_items.then_some(Bound::UniqueItems);
            [range, unique_items, None]
        }
        _ => return Vec::new(),
    };
    bounds.into_iter().flatten().collect()
}

/// Returns a bound of an integer that no `i64` can represent.
pub(super) fn wide_bound<'a>(schema: &'a Schema, keyword: &str) -> Option<&'a Value> {
    schema.schema_data.extensions.get(WIDE_BOUNDS)?.get(keyword)
}

fn wide_bound_value(bound: &Value) -> Option<BoundValue> {
    /// The greatest power of two that an `i128` can represent: 2^126.
    const LIMIT: f64 = (1_i128 << 126) as f64;
    match bound.as_u64() {
        Some(integer) => Some(BoundValue::Integer(integer.into())),
        None => bound.as_f64().map(|number| match number.abs() <= LIMIT {
            true => BoundValue::Integer(number as i128),
            false => BoundValue::Decimal(number),
        }),
    }
}

fn inclusive(value: i128) -> End {
    End {
        value: BoundValue::Integer(value),
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
    bound_value: impl Fn(T) -> BoundValue,
    detail: Detail,
) -> Option<Bound> {
    /// The assumed number of bytes of a number. Integers of 64 bits have at most 20 characters.
    const NUMBER_SIZE: usize = 20;
    let values: Vec<BoundValue> = values.iter().flatten().copied().map(bound_value).collect();
    let is_kept = !values.is_empty() && detail.allows(values.len().saturating_mul(NUMBER_SIZE));
    is_kept.then_some(Bound::OneOf(values))
}

#[cfg(test)]
mod tests {
    use openapiv3::Schema;
    use serde_json::json;

    use super::*;

    fn bounds_of(schema: Value) -> Vec<Bound> {
        let schema: Schema = serde_json::from_value(schema).unwrap();
        bounds(&schema, Detail::Full)
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
        let after_blank_line = format!("\n\n{}…", &long[..1_994]);
        assert_eq!(brief(&format!("\n\n{long}")), after_blank_line);
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
            bounds(&schema, Detail::Brief).len()
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
                json!({"type": "integer", "minimum": 0, "x-wide-bounds": {"maximum": 18_446_744_073_709_551_616_f64}}),
                vec![range(
                    Measure::Value,
                    whole(0),
                    whole(18_446_744_073_709_551_616),
                )],
            ),
            (
                json!({"type": "integer", "enum": [1, 2], "multipleOf": 1}),
                vec![
                    Bound::MultipleOf(BoundValue::Integer(1)),
                    Bound::OneOf(vec![BoundValue::Integer(1), BoundValue::Integer(2)]),
                ],
            ),
            (
                json!({"type": "number", "maximum": 1.5, "exclusiveMaximum": true}),
                vec![range(
                    Measure::Value,
                    None,
                    Some(End {
                        value: BoundValue::Decimal(1.5),
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
