//! Matches the items of two lists by a key.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// An item that is in only one of the lists, or the items of both lists with the same key.
#[derive(Debug, PartialEq)]
pub(super) enum Match<'a, T> {
    Removed(&'a T),
    Added(&'a T),
    Both(&'a T, &'a T),
}

/// Matches the items of two lists. A key must be unique in its list.
///
/// Returns a match for each item of the new list, in its order, then the removed items.
pub(super) fn by_key<'a, T, K: Eq + Hash>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<Match<'a, T>> {
    let mut old: HashMap<K, (usize, &T)> = (0..)
        .zip(old)
        .map(|(index, item)| (key(item), (index, item)))
        .collect();
    let mut matches: Vec<Match<'_, T>> = new
        .into_iter()
        .map(|item| match old.remove(&key(item)) {
            Some((_, old)) => Match::Both(old, item),
            None => Match::Added(item),
        })
        .collect();
    let mut removed: Vec<(usize, &T)> = old.into_values().collect();
    removed.sort_unstable_by_key(|(index, _)| *index);
    matches.extend(removed.into_iter().map(|(_, item)| Match::Removed(item)));
    matches
}

/// Whether the keys that are in both lists have the same order in both.
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
