//! Removes values.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::Value;

use super::Additions;
use crate::diagnostics::Pointer;

/// Removes the values at the pointers and forgets the additions to them. Removing an item changes the indices in its
/// array, so all additions to the array are forgotten. Visits each container once, to remove many values fast.
pub(super) fn remove_all(
    document: &mut Value,
    pointers: &IndexSet<Pointer>,
    additions: &mut Additions,
) {
    let mut keys_by_container = HashMap::<Pointer, HashSet<String>>::new();
    for pointer in pointers {
        if let (Some(container), Some(key)) = (pointer.parent(), pointer.key()) {
            keys_by_container.entry(container).or_default().insert(key);
        }
    }
    let mut containers = Vec::from_iter(keys_by_container);
    // Removing an item changes the pointers into later items, so the deepest containers come first.
    containers.sort_by_cached_key(|(container, _)| Reverse(container.depth()));
    for (container, keys) in containers {
        match document.pointer_mut(container.as_str()) {
            Some(Value::Object(members)) => {
                members.retain(|key, _| !keys.contains(key));
                for key in keys {
                    forget(additions, &container.child(key));
                }
            }
            Some(Value::Array(items)) => {
                let indices: HashSet<usize> =
                    keys.iter().filter_map(|key| key.parse().ok()).collect();
                let mut index = 0..;
                items.retain(|_| !index.next().is_some_and(|index| indices.contains(&index)));
                forget(additions, &container);
            }
            _ => {}
        }
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
