//! Compares the bounds of a value.

use std::cmp::Ordering;
use std::mem::discriminant;

use crate::ir::{Bound, End, Quantity};

/// How the set of allowed values changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    None,
    Wider,
    Narrower,
    /// Some values were added and others removed, or it can't be determined.
    Other,
}

impl Movement {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, movement) | (movement, Self::None) => movement,
            (a, b) if a == b => a,
            _ => Self::Other,
        }
    }
}

/// Returns how all bounds of a value together changed.
pub(super) fn movement(old: &[Bound], new: &[Bound]) -> Movement {
    let removed = old
        .iter()
        .filter(|old| !new.iter().any(|new| is_same_kind(old, new)))
        .map(|_| Movement::Wider);
    new.iter()
        .map(|new| {
            old.iter()
                .find(|old| is_same_kind(old, new))
                .map_or(Movement::Narrower, |old| movement_of_bound(old, new))
        })
        .chain(removed)
        .fold(Movement::None, Movement::and)
}

fn is_same_kind(a: &Bound, b: &Bound) -> bool {
    match (a, b) {
        (Bound::Range { of: a, .. }, Bound::Range { of: b, .. }) => a == b,
        _ => discriminant(a) == discriminant(b),
    }
}

fn movement_of_bound(old: &Bound, new: &Bound) -> Movement {
    match (old, new) {
        (old, new) if old == new => Movement::None,
        (
            Bound::Range {
                minimum: old_minimum,
                maximum: old_maximum,
                ..
            },
            Bound::Range {
                minimum, maximum, ..
            },
        ) => movement_of_end(old_minimum.as_ref(), minimum.as_ref(), Ordering::Less).and(
            movement_of_end(old_maximum.as_ref(), maximum.as_ref(), Ordering::Greater),
        ),
        (Bound::OneOf(old), Bound::OneOf(new)) => {
            let is_subset = |some: &[Quantity], others: &[Quantity]| {
                some.iter().all(|value| others.contains(value))
            };
            movement_of_sets(is_subset(old, new), is_subset(new, old))
        }
        (Bound::MultipleOf(old), Bound::MultipleOf(new)) => {
            movement_of_sets(is_multiple(*old, *new), is_multiple(*new, *old))
        }
        _ => Movement::Other,
    }
}

/// Returns how a set changed, given whether the old set is a subset of the new one and the reverse.
fn movement_of_sets(old_in_new: bool, new_in_old: bool) -> Movement {
    match (old_in_new, new_in_old) {
        (true, true) => Movement::None,
        (true, false) => Movement::Wider,
        (false, true) => Movement::Narrower,
        (false, false) => Movement::Other,
    }
}

fn is_multiple(value: Quantity, of: Quantity) -> bool {
    match (value, of) {
        (Quantity::Integer(value), Quantity::Integer(of)) => value
            .checked_rem(of)
            .is_some_and(|remainder| remainder == 0),
        // The remainder of floating-point numbers isn't exact.
        (value, of) => value == of,
    }
}

/// Returns how one end of a range changed. The range becomes wider if the end moves in the direction `outwards`.
fn movement_of_end(old: Option<&End>, new: Option<&End>, outwards: Ordering) -> Movement {
    let (old, new) = match (old, new) {
        (None, None) => return Movement::None,
        (None, Some(_)) => return Movement::Narrower,
        (Some(_), None) => return Movement::Wider,
        (Some(old), Some(new)) => (old, new),
    };
    match compare(new.value, old.value) {
        Some(Ordering::Equal) => match (old.is_exclusive, new.is_exclusive) {
            (true, false) => Movement::Wider,
            (false, true) => Movement::Narrower,
            _ => Movement::None,
        },
        Some(order) if order == outwards => Movement::Wider,
        Some(_) => Movement::Narrower,
        None => Movement::Other,
    }
}

fn compare(a: Quantity, b: Quantity) -> Option<Ordering> {
    match (a, b) {
        (Quantity::Integer(a), Quantity::Integer(b)) => Some(a.cmp(&b)),
        (a, b) => decimal(a).partial_cmp(&decimal(b)),
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "integers are converted only to compare them with floating-point numbers, which is a major change anyway"
)]
fn decimal(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Integer(value) => value as f64,
        Quantity::Decimal(value) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Measure;

    fn range(minimum: Option<i128>, maximum: Option<i128>) -> Vec<Bound> {
        let end = |value| End {
            value: Quantity::Integer(value),
            is_exclusive: false,
        };
        vec![Bound::Range {
            of: Measure::Value,
            minimum: minimum.map(end),
            maximum: maximum.map(end),
        }]
    }

    fn above(value: f64, is_exclusive: bool) -> Vec<Bound> {
        vec![Bound::Range {
            of: Measure::Value,
            minimum: Some(End {
                value: Quantity::Decimal(value),
                is_exclusive,
            }),
            maximum: None,
        }]
    }

    fn whole(values: &[i128]) -> Vec<Quantity> {
        values.iter().copied().map(Quantity::Integer).collect()
    }

    #[test]
    fn movement_compares_the_allowed_values() {
        let one_of = |values: &[i128]| vec![Bound::OneOf(whole(values))];
        let multiple = |of| vec![Bound::MultipleOf(Quantity::Integer(of))];
        let pattern = |pattern: &str| vec![Bound::Pattern(pattern.into())];
        for (old, new, expected) in [
            (range(Some(2), None), range(Some(2), None), Movement::None),
            (range(Some(2), None), range(Some(1), None), Movement::Wider),
            (
                range(Some(2), None),
                range(Some(3), None),
                Movement::Narrower,
            ),
            (range(None, Some(9)), range(None, Some(10)), Movement::Wider),
            (
                range(None, Some(9)),
                range(None, Some(8)),
                Movement::Narrower,
            ),
            (
                range(Some(2), Some(9)),
                range(Some(2), None),
                Movement::Wider,
            ),
            (
                range(Some(2), Some(9)),
                range(Some(1), Some(8)),
                Movement::Other,
            ),
            (range(Some(2), Some(9)), vec![], Movement::Wider),
            (vec![], range(Some(2), None), Movement::Narrower),
            (above(0.5, true), above(0.5, false), Movement::Wider),
            (above(0.5, false), above(0.25, true), Movement::Wider),
            (one_of(&[1, 2]), one_of(&[2, 1]), Movement::None),
            (one_of(&[1, 2]), one_of(&[1, 2, 3]), Movement::Wider),
            (one_of(&[1, 2]), one_of(&[1]), Movement::Narrower),
            (one_of(&[1, 2]), one_of(&[1, 3]), Movement::Other),
            (multiple(10), multiple(5), Movement::Wider),
            (multiple(5), multiple(10), Movement::Narrower),
            (multiple(4), multiple(6), Movement::Other),
            (multiple(0), multiple(0), Movement::None),
            (pattern("a"), pattern("b"), Movement::Other),
            (vec![Bound::UniqueItems], vec![], Movement::Wider),
        ] {
            assert_eq!(movement(&old, &new), expected, "{old:?} {new:?}");
        }
    }
}
