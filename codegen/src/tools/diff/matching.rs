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

/// Matches the items of two lists by unique keys. Returns matches in the order of the new list, followed by the removed
/// items.
pub(super) fn by_key<'a, T, K: Eq + Hash>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<Match<'a, T>> {
    let old_by_key: HashMap<K, &T> = old.iter().map(|item| (key(item), item)).collect();
    let new_keys: HashSet<K> = new.iter().map(&key).collect();
    let matches = new.iter().map(|item| match old_by_key.get(&key(item)) {
        Some(&old) => Match::Both(old, item),
        None => Match::Added(item),
    });
    let removed = old.iter().filter(|item| !new_keys.contains(&key(item)));
    matches.chain(removed.map(Match::Removed)).collect()
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
    fn same_order_ignores_keys_of_only_one_list() {
        assert!(same_order(&["a", "b", "c"], &["x", "a", "c"]));
        assert!(!same_order(&["a", "b"], &["b", "x", "a"]));
    }
}
