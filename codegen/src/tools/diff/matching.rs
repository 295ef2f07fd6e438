//! Items of two lists, matched by a key.

use std::collections::HashMap;
use std::hash::Hash;

/// An item of one list, or of both.
#[derive(Debug, PartialEq)]
pub(super) enum Pair<'a, T> {
    Gone(&'a T),
    New(&'a T),
    Kept(&'a T, &'a T),
}

/// Matches the items of two lists, each of which has a key once: those of the new list in order, then what is gone.
pub(super) fn pairs<'a, T, K: Eq + Hash>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<Pair<'a, T>> {
    let old: Vec<&T> = old.into_iter().collect();
    let mut places: HashMap<K, usize> = old.iter().map(|item| key(item)).zip(0..).collect();
    let mut pairs = Vec::new();
    for item in new {
        let earlier = places
            .remove(&key(item))
            .and_then(|place| old.get(place).copied());
        pairs.push(match earlier {
            Some(earlier) => Pair::Kept(earlier, item),
            None => Pair::New(item),
        });
    }
    let mut gone: Vec<usize> = places.into_values().collect();
    gone.sort_unstable();
    let gone = gone.into_iter().filter_map(|place| old.get(place).copied());
    pairs.extend(gone.map(Pair::Gone));
    pairs
}

/// Whether the items that both lists have stand in the same order.
pub(super) fn same_order<K: Eq + Hash + Clone>(old: &[K], new: &[K]) -> bool {
    let common = |list: &[K], other: &[K]| -> Vec<K> {
        let kept = list.iter().filter(|key| other.contains(key));
        kept.cloned().collect()
    };
    common(old, new) == common(new, old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_matched_by_key_and_what_is_gone_comes_last() {
        let (old, new) = ([11, 12, 13], [23, 24, 21]);
        assert_eq!(
            pairs(&old, &new, |item| item % 10),
            [
                Pair::Kept(&13, &23),
                Pair::New(&24),
                Pair::Kept(&11, &21),
                Pair::Gone(&12),
            ]
        );
    }

    #[test]
    fn only_what_both_lists_have_has_an_order() {
        assert!(same_order(&["a", "b", "c"], &["x", "a", "c"]));
        assert!(!same_order(&["a", "b"], &["b", "x", "a"]));
    }
}
