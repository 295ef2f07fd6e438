//! Matches the items of two lists by a key.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// An item of one list, or the items of both lists with the same key.
#[derive(Debug, PartialEq)]
pub(super) enum Match<'a, T> {
    Removed(&'a T),
    Added(&'a T),
    Both(&'a T, &'a T),
}

/// Matches the items of two lists by key; items with the same key are matched in order. Returns matches in the order of
/// the new list, followed by the removed items.
pub(super) fn by_key<'a, T, K: Clone + Eq + Hash>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<Match<'a, T>> {
    let [old, new] = [old, new].map(|items| with_unique_keys(items, &key));
    let old_by_key: HashMap<_, _> = old.iter().map(|(key, item)| (key, *item)).collect();
    let new_keys: HashSet<_> = new.iter().map(|(key, _)| key).collect();
    let matches = new.iter().map(|(key, item)| match old_by_key.get(key) {
        Some(old) => Match::Both(*old, *item),
        None => Match::Added(*item),
    });
    let removed = old.iter().filter(|(key, _)| !new_keys.contains(key));
    let removed = removed.map(|(_, item)| Match::Removed(*item));
    matches.chain(removed).collect()
}

/// Returns each item with its key and the number of items up to this one that have the same key.
fn with_unique_keys<T, K: Clone + Eq + Hash>(
    items: &[T],
    key: impl Fn(&T) -> K,
) -> Vec<((K, usize), &T)> {
    let mut counts: HashMap<K, usize> = HashMap::new();
    let keyed = items.iter().map(|item| {
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
    fn by_key_returns_removed_items_last() {
        let (old, new) = ([11, 12, 13], [23, 24, 21]);
        assert_eq!(
            by_key(&old, &new, |item| item % 10),
            [
                Match::Both(&13, &23),
                Match::Added(&24),
                Match::Both(&11, &21),
                Match::Removed(&12),
            ]
        );
    }

    #[test]
    fn by_key_matches_items_with_the_same_key_in_order() {
        assert_eq!(
            by_key(&[11, 21, 31], &[41, 51], |item| item % 10),
            [
                Match::Both(&11, &41),
                Match::Both(&21, &51),
                Match::Removed(&31),
            ]
        );
    }

    #[test]
    fn same_order_ignores_keys_of_only_one_list() {
        assert!(same_order(&["a", "b", "c"], &["x", "a", "c"]));
        assert!(!same_order(&["a", "b"], &["b", "x", "a"]));
    }
}
