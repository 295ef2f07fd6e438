//! Compares the bounds of a value, such as `minimum` and `pattern`.

use std::cmp::Ordering;
use std::mem::discriminant;

use crate::ir::{Bound, BoundValue, End};

/// Compares the values that the old and the new bounds allow.
///
/// Returns `Greater` if the new bounds allow more values, `Less` if they allow fewer, and `None` if both allow values
/// that the others don't, or if this can't be determined.
pub(super) fn compare<'a>([old, new]: [&'a [Bound]; 2]) -> Option<Ordering> {
    let same_kind = |bounds: &'a [Bound], bound| bounds.iter().find(|it| is_same_kind(it, bound));
    let kept_or_added = new.iter().map(|bound| match same_kind(old, bound) {
        Some(old) => compare_bounds(old, bound),
        None => Some(Ordering::Less),
    });
    let removed = old.iter().filter(|bound| same_kind(new, bound).is_none());
    kept_or_added
        .chain(removed.map(|_| Some(Ordering::Greater)))
        .try_fold(Ordering::Equal, |all, order| combine(all, order?))
}

/// Combines the results for two bounds or for both ends of a range.
fn combine(a: Ordering, b: Ordering) -> Option<Ordering> {
    (a == b || a.is_eq() || b.is_eq()).then_some(a.then(b))
}

fn is_same_kind(a: &Bound, b: &Bound) -> bool {
    match (a, b) {
        (Bound::Range { of: a, .. }, Bound::Range { of: b, .. }) => a == b,
        _ => discriminant(a) == discriminant(b),
    }
}

fn compare_bounds(old: &Bound, new: &Bound) -> Option<Ordering> {
    match (old, new) {
        (old, new) if old == new => Some(Ordering::Equal),
        (
            Bound::Range {
                minimum: old_minimum,
                maximum: old_maximum,
                ..
            },
            Bound::Range {
                minimum, maximum, ..
            },
        ) => combine(
            compare_ends(old_minimum.as_ref(), minimum.as_ref(), Ordering::reverse)?,
            compare_ends(old_maximum.as_ref(), maximum.as_ref(), |order| order)?,
        ),
        (Bound::OneOf(old), Bound::OneOf(new)) => compare_sets(
            old.iter().all(|value| new.contains(value)),
            new.iter().all(|value| old.contains(value)),
        ),
        (Bound::MultipleOf(old), Bound::MultipleOf(new)) => {
            compare_sets(is_multiple(*old, *new), is_multiple(*new, *old))
        }
        _ => None,
    }
}

/// Compares two sets of which each may be a subset of the other.
fn compare_sets(old_in_new: bool, new_in_old: bool) -> Option<Ordering> {
    (old_in_new || new_in_old).then(|| old_in_new.cmp(&new_in_old))
}

fn is_multiple(value: BoundValue, of: BoundValue) -> bool {
    match (value, of) {
        (BoundValue::Integer(value), BoundValue::Integer(of)) => value.checked_rem(of) == Some(0),
        // The remainder of decimal numbers isn't exact.
        (value, of) => value == of,
    }
}

/// Compares one end of two ranges.
///
/// `outwards` converts the order of the ends to the order of the ranges, because a lower minimum and a higher maximum
/// allow more values.
fn compare_ends(
    old: Option<&End>,
    new: Option<&End>,
    outwards: fn(Ordering) -> Ordering,
) -> Option<Ordering> {
    let (Some(old), Some(new)) = (old, new) else {
        return Some(old.is_some().cmp(&new.is_some()));
    };
    let order = match (new.value, old.value) {
        (BoundValue::Integer(new), BoundValue::Integer(old)) => new.cmp(&old),
        (new, old) => decimal(new).partial_cmp(&decimal(old))?,
    };
    Some(outwards(order).then(old.is_exclusive.cmp(&new.is_exclusive)))
}

#[allow(
    clippy::cast_precision_loss,
    reason = "an integer is compared with a decimal number only if the type changed, which is a major change anyway"
)]
fn decimal(quantity: BoundValue) -> f64 {
    match quantity {
        BoundValue::Integer(value) => value as f64,
        BoundValue::Decimal(value) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Measure;

    const EQUAL: Option<Ordering> = Some(Ordering::Equal);
    const WIDER: Option<Ordering> = Some(Ordering::Greater);
    const NARROWER: Option<Ordering> = Some(Ordering::Less);
    const UNKNOWN: Option<Ordering> = None;

    fn range(minimum: Option<i128>, maximum: Option<i128>) -> Vec<Bound> {
        let end = |value| End {
            value: BoundValue::Integer(value),
            is_exclusive: false,
        };
        vec![Bound::Range {
            of: Measure::Value,
            minimum: minimum.map(end),
            maximum: maximum.map(end),
        }]
    }

    fn minimum(value: f64, is_exclusive: bool) -> Vec<Bound> {
        vec![Bound::Range {
            of: Measure::Value,
            minimum: Some(End {
                value: BoundValue::Decimal(value),
                is_exclusive,
            }),
            maximum: None,
        }]
    }

    fn integers(values: &[i128]) -> Vec<BoundValue> {
        values.iter().copied().map(BoundValue::Integer).collect()
    }

    #[test]
    fn compare_compares_the_allowed_values() {
        let one_of = |values: &[i128]| vec![Bound::OneOf(integers(values))];
        let multiple = |of| vec![Bound::MultipleOf(BoundValue::Integer(of))];
        let pattern = |pattern: &str| vec![Bound::Pattern(pattern.into())];
        for (old, new, expected) in [
            (range(Some(2), None), range(Some(2), None), EQUAL),
            (range(Some(2), None), range(Some(1), None), WIDER),
            (range(Some(2), None), range(Some(3), None), NARROWER),
            (range(None, Some(9)), range(None, Some(10)), WIDER),
            (range(None, Some(9)), range(None, Some(8)), NARROWER),
            (range(Some(2), Some(9)), range(Some(2), None), WIDER),
            (range(Some(2), Some(9)), range(Some(1), Some(8)), UNKNOWN),
            (range(Some(2), Some(9)), vec![], WIDER),
            (vec![], range(Some(2), None), NARROWER),
            (minimum(0.5, true), minimum(0.5, false), WIDER),
            (minimum(0.5, false), minimum(0.25, true), WIDER),
            (one_of(&[1, 2]), one_of(&[2, 1]), EQUAL),
            (one_of(&[1, 2]), one_of(&[1, 2, 3]), WIDER),
            (one_of(&[1, 2]), one_of(&[1]), NARROWER),
            (one_of(&[1, 2]), one_of(&[1, 3]), UNKNOWN),
            (multiple(10), multiple(5), WIDER),
            (multiple(5), multiple(10), NARROWER),
            (multiple(4), multiple(6), UNKNOWN),
            (multiple(0), multiple(0), EQUAL),
            (pattern("a"), pattern("b"), UNKNOWN),
            (vec![Bound::UniqueItems], vec![], WIDER),
        ] {
            assert_eq!(compare([&old, &new]), expected, "{old:?} {new:?}");
        }
    }
}
