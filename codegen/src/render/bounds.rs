//! Bounds as text: the sentence `Must be at least 2.`, or the phrase `1 to 36 characters`.

use super::escape::code_span;
use crate::ir::{Bound, BoundValue, End, Measure};

pub(super) fn sentence(bound: &Bound) -> String {
    let phrase = phrase(bound);
    match bound {
        Bound::Range { of, .. } if *of != Measure::Value => format!("Must have {phrase}."),
        // `2 to 50` needs a preposition, unlike `at least 2`.
        Bound::Range { .. } if !phrase.starts_with(char::is_alphabetic) => {
            format!("Must be from {phrase}.")
        }
        Bound::Range { .. } | Bound::MultipleOf(_) | Bound::OneOf(_) => {
            format!("Must be {phrase}.")
        }
        Bound::Pattern(pattern) => format!("Must match {}.", code_span(pattern)),
        Bound::UniqueItems => "Items must be unique.".to_owned(),
    }
}

/// Returns a bound as a phrase for a list of changes.
pub(crate) fn phrase(bound: &Bound) -> String {
    match bound {
        Bound::Range {
            of,
            minimum,
            maximum,
        } => range(minimum.as_ref(), maximum.as_ref(), *of),
        Bound::MultipleOf(step) => format!("a multiple of {step}"),
        Bound::OneOf(values) => {
            let values: Vec<String> = values.iter().map(BoundValue::to_string).collect();
            format!("one of {}", values.join(", "))
        }
        Bound::Pattern(pattern) => format!("matches the pattern {}", code_span(pattern)),
        Bound::UniqueItems => "unique items".to_owned(),
    }
}

fn range(minimum: Option<&End>, maximum: Option<&End>, of: Measure) -> String {
    if let (Some(least), Some(most)) = (minimum, maximum)
        && !least.is_exclusive
        && !most.is_exclusive
    {
        let most_with_unit = with_unit(most.value, of);
        return match least.value == most.value {
            true => format!("exactly {most_with_unit}"),
            false => format!("{} to {most_with_unit}", least.value),
        };
    }
    let phrase = |end: Option<&End>, [exclusive, inclusive]: [&str; 2]| {
        let end = end?;
        let words = match end.is_exclusive {
            true => exclusive,
            false => inclusive,
        };
        Some(format!("{words} {}", with_unit(end.value, of)))
    };
    let lower = phrase(minimum, ["above", "at least"]);
    let upper = phrase(maximum, ["below", "at most"]);
    let ends: Vec<String> = lower.into_iter().chain(upper).collect();
    ends.join(", ")
}

/// Returns a quantity with its unit: `1 item`, `2 items`.
fn with_unit(value: BoundValue, of: Measure) -> String {
    let noun = match of {
        Measure::Value => return value.to_string(),
        Measure::Characters => "character",
        Measure::Items => "item",
    };
    match value {
        BoundValue::Integer(1) => format!("1 {noun}"),
        _ => format!("{value} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(value: BoundValue) -> Option<End> {
        Some(End {
            value,
            is_exclusive: false,
        })
    }

    #[test]
    fn bounds_of_each_kind_are_phrases() {
        let range = |of, minimum, maximum| Bound::Range {
            of,
            minimum,
            maximum,
        };
        let whole = |value| end(BoundValue::Integer(value));
        let above = Some(End {
            value: BoundValue::Decimal(0.5),
            is_exclusive: true,
        });
        for (bound, expected, in_docs) in [
            (
                range(Measure::Value, whole(2), whole(50)),
                "2 to 50",
                "Must be from 2 to 50.",
            ),
            (
                range(Measure::Characters, whole(1), whole(1)),
                "exactly 1 character",
                "Must have exactly 1 character.",
            ),
            (
                range(Measure::Value, above, end(BoundValue::Decimal(4.0))),
                "above 0.5, at most 4",
                "Must be above 0.5, at most 4.",
            ),
            (
                range(Measure::Characters, None, whole(36)),
                "at most 36 characters",
                "Must have at most 36 characters.",
            ),
            (
                range(Measure::Items, whole(1), None),
                "at least 1 item",
                "Must have at least 1 item.",
            ),
            (
                Bound::MultipleOf(BoundValue::Integer(5)),
                "a multiple of 5",
                "Must be a multiple of 5.",
            ),
            (
                Bound::OneOf(vec![BoundValue::Integer(1), BoundValue::Decimal(2.5)]),
                "one of 1, 2.5",
                "Must be one of 1, 2.5.",
            ),
            (
                Bound::Pattern("^a".into()),
                "matches the pattern `^a`",
                "Must match `^a`.",
            ),
            (Bound::UniqueItems, "unique items", "Items must be unique."),
        ] {
            assert_eq!(phrase(&bound), expected);
            assert_eq!(sentence(&bound), in_docs);
        }
    }
}
