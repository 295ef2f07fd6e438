//! Whether bounds have become wider or narrower.

use std::cmp::Ordering;

use crate::ir::{Bound, End, Quantity};

/// Which way bounds have moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    None,
    Wider,
    Narrower,
    /// Both, or nobody can tell.
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

/// Which way the bounds of a value have moved, all taken together.
pub(super) fn movement(old: &[Bound], new: &[Bound]) -> Movement {
    let is_alike = |bound: &Bound, other: &&Bound| same_kind(bound, other);
    let gone = old
        .iter()
        .filter(|bound| !new.iter().any(|other| is_alike(bound, &other)));
    let gone = gone.map(|_| Movement::Wider);
    let kept = new.iter().map(
        |bound| match old.iter().find(|other| is_alike(bound, other)) {
            Some(earlier) => movement_of_one(earlier, bound),
            None => Movement::Narrower,
        },
    );
    gone.chain(kept).fold(Movement::None, Movement::and)
}

fn same_kind(a: &Bound, b: &Bound) -> bool {
    match (a, b) {
        (Bound::Range { of: a, .. }, Bound::Range { of: b, .. }) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn movement_of_one(old: &Bound, new: &Bound) -> Movement {
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
        ) => {
            let lower = end(old_minimum.as_ref(), minimum.as_ref(), Ordering::Less);
            lower.and(end(
                old_maximum.as_ref(),
                maximum.as_ref(),
                Ordering::Greater,
            ))
        }
        (Bound::OneOf(old), Bound::OneOf(new)) => {
            let all_in = |some: &[Quantity], others: &[Quantity]| {
                some.iter().all(|value| others.contains(value))
            };
            of_sets(all_in(old, new), all_in(new, old))
        }
        (Bound::MultipleOf(old), Bound::MultipleOf(new)) => {
            of_sets(is_multiple(*old, *new), is_multiple(*new, *old))
        }
        _ => Movement::Other,
    }
}

/// What was taken, and what is taken, is a part of the other, or not.
fn of_sets(old_in_new: bool, new_in_old: bool) -> Movement {
    match (old_in_new, new_in_old) {
        (true, true) => Movement::None,
        (true, false) => Movement::Wider,
        (false, true) => Movement::Narrower,
        (false, false) => Movement::Other,
    }
}

fn is_multiple(value: Quantity, of: Quantity) -> bool {
    match (value, of) {
        (Quantity::Integer(value), Quantity::Integer(of)) => {
            value.checked_rem(of).is_some_and(|rest| rest == 0)
        }
        // Decimals have no exact rests.
        (value, of) => value == of,
    }
}

/// How one end has moved; outwards is towards `outwards`.
fn end(old: Option<&End>, new: Option<&End>, outwards: Ordering) -> Movement {
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
    reason = "a type that has changed from whole to decimal numbers is major anyway"
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
    fn bounds_move_as_the_values_they_allow_do() {
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
