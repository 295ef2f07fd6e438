//! Matches the items of two lists by a key.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use indexmap::IndexMap;

/// The items of two lists, matched by a key.
#[derive(Debug, PartialEq)]
pub(super) struct Matches<T> {
    /// The pairs of items with the same key, in the order of the new list.
    pub(super) both: Vec<[T; 2]>,
    pub(super) added: Vec<T>,
    pub(super) removed: Vec<T>,
}

/// Matches the items of two lists by key; items with the same key are matched in order.
pub(super) fn by_key<T: Copy, K: Clone + Eq + Hash>(
    lists: [impl IntoIterator<Item = T>; 2],
    key: impl Fn(T) -> K,
) -> Matches<T> {
    let [old, new] = lists.map(|items| with_unique_keys(items, &key));
    let both = new
        .iter()
        .filter_map(|(key, item)| Some([*old.get(key)?, *item]));
    let only_in = |items: &IndexMap<_, T>, others: &IndexMap<_, T>| {
        let unmatched = items.iter().filter(|(key, _)| !others.contains_key(*key));
        unmatched.map(|(_, item)| *item).collect()
    };
    Matches {
        both: both.collect(),
        added: only_in(&new, &old),
        removed: only_in(&old, &new),
    }
}

/// Returns each item by its key and the number of items up to this one that have the same key.
fn with_unique_keys<T: Copy, K: Clone + Eq + Hash>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
) -> IndexMap<(K, usize), T> {
    let mut counts: HashMap<K, usize> = HashMap::new();
    let keyed = items.into_iter().map(|item| {
        let key = key(item);
        let count = counts.entry(key.clone()).or_default();
        *count += 1;
        ((key, *count), item)
    });
    keyed.collect()
}

/// Whether the keys that both lists contain have the same order.
pub(super) fn same_order<K: Eq + Hash>(old: &[K], new: &[K]) -> bool {
    let [old_keys, new_keys] = [old, new].map(HashSet::<&K>::from_iter);
    let common = old.iter().filter(|key| new_keys.contains(key));
    common.eq(new.iter().filter(|key| old_keys.contains(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_key_returns_items_in_the_order_of_their_lists() {
        let matches = by_key([[11, 12, 13], [23, 24, 21]], |item| item % 10);
        let expected = Matches {
            both: vec![[13, 23], [11, 21]],
            added: vec![24],
            removed: vec![12],
        };
        assert_eq!(matches, expected);
    }

    #[test]
    fn by_key_matches_items_with_the_same_key_in_order() {
        let matches = by_key([vec![11, 21, 31], vec![41, 51]], |item| item % 10);
        let expected = Matches {
            both: vec![[11, 41], [21, 51]],
            added: vec![],
            removed: vec![31],
        };
        assert_eq!(matches, expected);
    }

    #[test]
    fn same_order_ignores_keys_of_only_one_list() {
        assert!(same_order(&["a", "b", "c"], &["x", "a", "c"]));
        assert!(!same_order(&["a", "b"], &["b", "x", "a"]));
    }
}
