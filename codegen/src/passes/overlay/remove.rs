//! Removes values.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Additions;
use crate::diagnostics::Pointer;

/// Removes the values at the pointers and forgets the additions to them. Removing an item changes the indices in its
/// array, so all additions to the array are forgotten. Visits each container once, to remove many values fast.
pub(super) fn remove_all<'p>(
    document: &mut Value,
    pointers: impl Iterator<Item = &'p Pointer>,
    additions: &mut Additions,
) {
    let mut keys_by_container = HashMap::<Pointer, HashSet<String>>::new();
    for pointer in pointers {
        if let (Some(container), Some(key)) = (pointer.parent(), pointer.key()) {
            keys_by_container.entry(container).or_default().insert(key);
        }
    }
    let mut containers: Vec<(Pointer, HashSet<String>)> = keys_by_container.into_iter().collect();
    // Removing an item changes the pointers into later items, so the deepest containers come first.
    containers.sort_by_cached_key(|(container, _)| Reverse(container.depth()));
    for (container, keys) in containers {
        remove_from(document, &container, &keys, additions);
    }
}

fn remove_from(
    document: &mut Value,
    container: &Pointer,
    keys: &HashSet<String>,
    additions: &mut Additions,
) {
    match document.pointer_mut(container.as_str()) {
        Some(Value::Object(members)) => {
            match only_item(keys) {
                Some(key) => _ = members.shift_remove(key),
                None => members.retain(|key, _| !keys.contains(key)),
            }
            for key in keys {
                forget(additions, &container.child(key));
            }
        }
        Some(Value::Array(items)) => {
            let indices: HashSet<usize> = keys.iter().filter_map(|key| key.parse().ok()).collect();
            match only_item(&indices) {
                Some(index) if *index < items.len() => _ = items.remove(*index),
                _ => {
                    let mut index = 0..;
                    items.retain(|_| !index.next().is_some_and(|index| indices.contains(&index)));
                }
            }
            forget(additions, container);
        }
        _ => {}
    }
}

/// Removes the additions in the value at `pointer`.
fn forget(additions: &mut Additions, pointer: &Pointer) {
    additions.remove(pointer);
    // The pointers into a value are adjacent in the map.
    let start = Pointer::from(format!("{}/", pointer.as_str()));
    let inner = additions.range(start..).map(|(inner, _)| inner);
    let inner: Vec<Pointer> = inner.take_while(|it| it.is_in(pointer)).cloned().collect();
    for pointer in inner {
        additions.remove(&pointer);
    }
}

/// Returns the item of a set with one item. Removing one value is faster than testing every value.
fn only_item<T>(set: &HashSet<T>) -> Option<&T> {
    set.iter().next().filter(|_| set.len() == 1)
}
