//! The values that a target selects, and the references on the way to them.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use crate::diagnostics::Pointer;

/// The values that the first segments of a target select.
///
/// For each value, only its direct predecessors are stored. A list of all references on the way to each value could be
/// much larger than the document, because many references and values may share an object.
#[derive(Debug, Default)]
pub(in super::super) struct Selection {
    /// Every value that the target reaches, with its predecessors.
    reached: IndexMap<Reached, Vec<Predecessor>>,
    /// The selected values, as indices in `reached`.
    selected: IndexSet<usize>,
    /// The values whose reference is followed, as indices in `reached`.
    referring: HashSet<usize>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Reached {
    /// The number of segments from the document to the value.
    depth: usize,
    pointer: Pointer,
}

/// The predecessor of a value, as an index in `reached`.
#[derive(Clone, Copy, Debug)]
enum Predecessor {
    /// The object or array that contains the value.
    Container(usize),
    /// The object whose reference refers to the value.
    Reference(usize),
}

/// The references to `object` that a target follows.
#[derive(Debug)]
pub(in super::super) struct FollowedReferences {
    pub(in super::super) object: Pointer,
    /// The number of segments from the document to the references.
    pub(in super::super) depth: usize,
    /// The locations of the objects with the `$ref`.
    pub(in super::super) locations: HashSet<Pointer>,
}

impl Selection {
    /// Selects values without following references.
    pub(super) fn new(pointers: Vec<Pointer>) -> Self {
        let mut selection = Self::default();
        for pointer in pointers {
            let index = selection.reach(0, pointer, None);
            selection.selected.insert(index);
        }
        selection
    }

    pub(in super::super) fn len(&self) -> usize {
        self.selected.len()
    }

    pub(in super::super) fn pointers(&self) -> impl Iterator<Item = &Pointer> {
        self.selected
            .iter()
            .filter_map(|index| self.pointer(*index))
    }

    pub(super) fn pointer(&self, index: usize) -> Option<&Pointer> {
        let (reached, _) = self.reached.get_index(index)?;
        Some(&reached.pointer)
    }

    /// Removes the values from the selection, for the next segment.
    pub(super) fn take(&mut self) -> IndexSet<usize> {
        std::mem::take(&mut self.selected)
    }

    /// Selects the value at `pointer` in `container`.
    pub(super) fn select(&mut self, container: usize, pointer: Pointer) {
        let index = self.enter(container, pointer);
        self.selected.insert(index);
    }

    /// Selects the last of `objects`, a chain of references that starts at the value at `pointer` in `container`.
    pub(super) fn select_referenced(
        &mut self,
        container: usize,
        pointer: Pointer,
        objects: impl IntoIterator<Item = Pointer>,
    ) {
        let start = self.enter(container, pointer);
        let follow = |referring, object| self.follow(referring, object);
        let last = objects.into_iter().fold(start, follow);
        self.selected.insert(last);
    }

    /// Adds the object to which the value `referring` refers, and returns its index.
    pub(super) fn follow(&mut self, referring: usize, object: Pointer) -> usize {
        let is_new = self.referring.insert(referring);
        let predecessor = is_new.then_some(Predecessor::Reference(referring));
        self.reach(self.depth(referring), object, predecessor)
    }

    fn enter(&mut self, container: usize, pointer: Pointer) -> usize {
        let depth = self.depth(container) + 1;
        self.reach(depth, pointer, Some(Predecessor::Container(container)))
    }

    fn reach(&mut self, depth: usize, pointer: Pointer, predecessor: Option<Predecessor>) -> usize {
        let entry = self.reached.entry(Reached { depth, pointer });
        let index = entry.index();
        entry.or_default().extend(predecessor);
        index
    }

    fn depth(&self, index: usize) -> usize {
        let reached = self.reached.get_index(index);
        reached.map_or(0, |(reached, _)| reached.depth)
    }

    /// Returns the references that the target follows to the selected values, in the order of the values. A reference
    /// on the way to several values comes with the last of them.
    pub(in super::super) fn followed(&self) -> impl Iterator<Item = FollowedReferences> {
        let mut followed = Vec::new();
        let mut visited = HashSet::new();
        // The indices of values, from the selected values back to the document. The last value is visited first.
        let mut stack: Vec<usize> = self.selected.iter().copied().collect();
        while let Some(index) = stack.pop() {
            let reached = self.reached.get_index(index);
            let Some((reached, predecessors)) = reached.filter(|_| visited.insert(index)) else {
                continue;
            };
            for predecessor in predecessors {
                let (Predecessor::Container(from) | Predecessor::Reference(from)) = *predecessor;
                if let (Predecessor::Reference(_), Some(location)) =
                    (predecessor, self.pointer(from))
                {
                    followed.push((location, reached));
                }
                stack.push(from);
            }
        }
        let mut groups = IndexMap::<&Pointer, FollowedReferences>::new();
        for (location, Reached { pointer, depth }) in followed.into_iter().rev() {
            let group = groups.entry(pointer).or_insert_with(|| FollowedReferences {
                object: pointer.clone(),
                depth: *depth,
                locations: HashSet::new(),
            });
            group.locations.insert(location.clone());
        }
        groups.into_values()
    }
}
