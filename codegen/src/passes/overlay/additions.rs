//! The locations of the values that an overlay adds.

use std::collections::BTreeMap;

use super::Additions;
use crate::diagnostics::Pointer;

/// The location in the overlay of each value that was added or replaced, by its location in the document.
#[derive(Debug, Default)]
pub(super) struct AdditionMap(BTreeMap<Pointer, Pointer>);

impl AdditionMap {
    pub(super) fn add(&mut self, pointer: Pointer, origin: Pointer) {
        self.0.insert(pointer, origin);
    }

    /// Removes the locations of the value at `pointer` and of everything in it.
    pub(super) fn remove_in(&mut self, pointer: &Pointer) {
        self.0.remove(pointer);
        // The pointers into a value are adjacent in the map, so this doesn't search the others.
        let start = Pointer::from(format!("{}/", pointer.as_str()));
        let inner = self.0.range(start..).map(|(inner, _)| inner);
        let inner: Vec<Pointer> = inner.take_while(|it| it.is_in(pointer)).cloned().collect();
        for pointer in inner {
            self.0.remove(&pointer);
        }
    }

    pub(super) fn into_list(self) -> Additions {
        self.0.into_iter().collect()
    }
}
