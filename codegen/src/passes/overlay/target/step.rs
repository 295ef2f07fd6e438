//! Applies one segment of a target, and follows references.

use std::collections::{HashMap, HashSet};
use std::iter;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::segments::{Segment, SegmentKind};
use super::{Followed, Selection, json_path};
use crate::diagnostics::Pointer;
use crate::openapi::references::{LONGEST_CHAIN, find_local};
use crate::openapi::walk::{children, string};

/// The application of a segment to the values that the segments before it select.
pub(super) struct Step<'a> {
    document: &'a Value,
    segment: &'a Segment,
    /// The text of this segment and those after it.
    rest: String,
    /// Whether a Reference Object is selected instead of the object that it refers to.
    selects_references: bool,
    selection: Selection,
    /// The values that a filter selects, by container.
    filtered: HashMap<Pointer, HashSet<Pointer>>,
}

impl<'a> Step<'a> {
    pub(super) fn new(
        document: &'a Value,
        segment: &'a Segment,
        rest: String,
        selects_references: bool,
    ) -> Self {
        Self {
            document,
            segment,
            rest,
            selects_references,
            selection: Selection::new(),
            filtered: HashMap::new(),
        }
    }

    pub(super) fn into_selection(self) -> Selection {
        self.selection
    }

    /// Applies the segment to the value at `pointer`, or else to the object that it refers to.
    pub(super) fn select(&mut self, pointer: &Pointer, followed: &[Followed]) {
        let mut followed = followed.to_vec();
        for (location, object) in chain(self.document, pointer) {
            // Members next to a `$ref` can be selected by their names only: the others are those of its object.
            let is_applicable =
                object.is_none() || matches!(self.segment.kind, SegmentKind::Named(_));
            if is_applicable && self.select_in(&location, &followed) {
                return;
            }
            if let Some(object) = object {
                followed.push(self.follow(location, object, &self.rest));
            }
        }
    }

    /// Applies the segment to the value at `pointer`. Returns whether it selects anything.
    fn select_in(&mut self, pointer: &Pointer, followed: &[Followed]) -> bool {
        let selected = self.query(pointer);
        let count = self.selection.len();
        let is_empty = selected.is_empty();
        for pointer in &selected {
            self.add(pointer.clone(), followed.iter().cloned());
        }
        if self.segment.kind == SegmentKind::Filter {
            let selected: HashSet<Pointer> = selected.into_iter().collect();
            self.filter_references(pointer, &selected, followed);
        }
        !is_empty || self.selection.len() > count
    }

    /// Applies a filter to the objects that the members or items of the value at `pointer` refer to.
    fn filter_references(
        &mut self,
        pointer: &Pointer,
        selected: &HashSet<Pointer>,
        followed: &[Followed],
    ) {
        let document = self.document;
        let Some(container) = document.pointer(pointer.as_str()) else {
            return;
        };
        for (_, child, _) in
            children(container, pointer).filter(|(_, it, _)| !selected.contains(it))
        {
            let Some((object, references)) = chain_end(document, &child) else {
                continue;
            };
            if !self.is_filtered(&object) {
                continue;
            }
            if self.selects_references {
                self.add(child, followed.iter().cloned());
                continue;
            }
            let rest = self
                .rest
                .strip_prefix(&self.segment.text)
                .unwrap_or_default();
            let references: Vec<Followed> = references
                .into_iter()
                .map(|(location, object)| self.follow(location, object, rest))
                .collect();
            self.add(object, followed.iter().cloned().chain(references));
        }
    }

    /// Whether the filter matches the object at `pointer`.
    fn is_filtered(&mut self, pointer: &Pointer) -> bool {
        let Some(container) = pointer.parent() else {
            return false;
        };
        if !self.filtered.contains_key(&container) {
            let selected = self.query(&container).into_iter().collect();
            self.filtered.insert(container.clone(), selected);
        }
        self.filtered
            .get(&container)
            .is_some_and(|it| it.contains(pointer))
    }

    /// Applies the segment as the specification says.
    fn query(&self, pointer: &Pointer) -> Vec<Pointer> {
        let path = json_path::from_pointer(self.document, pointer) + &self.segment.text;
        // The path is valid, since it consists of valid segments.
        JsonPath::parse(&path).map_or_else(
            |_| Vec::new(),
            |path| json_path::query(&path, self.document),
        )
    }

    fn follow(&self, location: Pointer, object: Pointer, rest: &str) -> Followed {
        Followed {
            direct_target: json_path::from_pointer(self.document, &object) + rest,
            location,
            object,
        }
    }

    fn add(&mut self, pointer: Pointer, followed: impl Iterator<Item = Followed>) {
        self.selection.entry(pointer).or_default().extend(followed);
    }
}

/// Iterates over the locations from `pointer` along its references: each with the object that it refers to.
pub(super) fn chain(
    document: &Value,
    pointer: &Pointer,
) -> impl Iterator<Item = (Pointer, Option<Pointer>)> {
    let referenced = |pointer: &Pointer| {
        let reference = string(document.pointer(pointer.as_str())?, "$ref")?;
        find_local(document, reference).ok()
    };
    let first = (pointer.clone(), referenced(pointer));
    let next = move |(_, object): &(Pointer, Option<Pointer>)| {
        let location = object.clone()?;
        let object = referenced(&location);
        Some((location, object))
    };
    iter::successors(Some(first), next).take(LONGEST_CHAIN + 1)
}

/// Returns the object at the end of the references at `pointer`, and these references. Returns `None` if there is no
/// reference, or no end.
fn chain_end(document: &Value, pointer: &Pointer) -> Option<(Pointer, Vec<(Pointer, Pointer)>)> {
    let mut references = Vec::new();
    for (location, object) in chain(document, pointer) {
        match object {
            Some(object) => references.push((location, object)),
            None if references.is_empty() => return None,
            None => return Some((location, references)),
        }
    }
    None
}
