//! The values that a target selects, and the references on the way to them.

use std::collections::HashSet;
use std::iter;

use indexmap::{IndexMap, IndexSet};

use crate::diagnostics::Pointer;

/// The values that the first segments of a target select.
#[derive(Debug, Default)]
pub(in super::super) struct Selection {
    pub(in super::super) values: IndexSet<Pointer>,
    /// The references that the segments follow, by the referenced object. Through some of them, the target reaches no
    /// selected value.
    followed: IndexMap<Pointer, FollowedReferences>,
}

/// The references to `object` that a target follows.
#[derive(Debug)]
pub(in super::super) struct FollowedReferences {
    pub(in super::super) object: Pointer,
    /// The number of segments that reach the first of the references.
    pub(in super::super) depth: usize,
    /// The locations of the objects with the `$ref`.
    pub(in super::super) locations: HashSet<Pointer>,
}

impl Selection {
    /// Selects values without following references.
    pub(super) fn new(values: impl IntoIterator<Item = Pointer>) -> Self {
        Self {
            values: values.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Follows the reference from `location` to `object`. `depth` is the number of segments that reach the reference.
    pub(super) fn follow(&mut self, depth: usize, location: Pointer, object: Pointer) {
        let references = self.followed.entry(object.clone());
        let references = references.or_insert_with(|| FollowedReferences {
            object,
            depth,
            locations: HashSet::new(),
        });
        references.locations.insert(location);
    }

    /// Returns the references through which the target reaches selected values, in the order in which it follows them.
    pub(in super::super) fn followed(self) -> impl Iterator<Item = FollowedReferences> {
        // The selected values, and the values that contain or refer to them.
        let mut on_path = HashSet::new();
        let mut stack = Vec::from_iter(self.values);
        while let Some(value) = stack.pop() {
            for container in iter::successors(Some(value), Pointer::parent) {
                let references = self.followed.get(&container);
                if !on_path.insert(container) {
                    break;
                }
                stack.extend(references.into_iter().flat_map(|it| it.locations.clone()));
            }
        }
        let followed = self.followed.into_values();
        followed.filter(move |it| on_path.contains(&it.object))
    }
}
