//! Applies one segment of a target, and follows references.

use std::collections::{HashMap, HashSet};
use std::iter;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::json_path;
use super::segments::{Segment, SegmentKind};
use super::selection::Selection;
use crate::diagnostics::Pointer;
use crate::openapi::references::{MAX_CHAIN_LENGTH, find_local};
use crate::openapi::walk::{children, string};

/// The application of a segment to the values that the segments before it select.
pub(super) struct Step<'a> {
    pub(super) document: &'a Value,
    pub(super) segment: &'a Segment,
    /// Whether a Reference Object is selected instead of the object that it refers to.
    pub(super) selects_references: bool,
    pub(super) selection: &'a mut Selection,
    /// Whether the segment selects anything in a value, by the index of the value. Many references may refer to it.
    pub(super) applied: HashMap<usize, bool>,
    /// The values that a filter selects, by container.
    pub(super) filtered: HashMap<Pointer, HashSet<Pointer>>,
}

impl Step<'_> {
    /// Applies the segment to the value with this index, or else to the object that it refers to.
    pub(super) fn select(&mut self, start: usize) {
        let Some(pointer) = self.selection.pointer(start).cloned() else {
            return;
        };
        let mut index = start;
        for (location, object) in chain(self.document, &pointer) {
            // Only a name selects a member next to a `$ref`; wildcards and filters select in the referenced object.
            let is_applicable =
                object.is_none() || matches!(self.segment.kind, SegmentKind::Named(_));
            if is_applicable && self.select_in(index, &location) {
                return;
            }
            if let Some(object) = object {
                index = self.selection.follow(index, object);
            }
        }
    }

    /// Applies the segment to the value with this index, at `pointer`. Returns whether it selects anything.
    fn select_in(&mut self, index: usize, pointer: &Pointer) -> bool {
        if let Some(selects) = self.applied.get(&index) {
            return *selects;
        }
        let selected = self.query(pointer);
        let mut selects = !selected.is_empty();
        for pointer in &selected {
            self.selection.select(index, pointer.clone());
        }
        if self.segment.kind == SegmentKind::Filter {
            let selected: HashSet<Pointer> = selected.into_iter().collect();
            selects |= self.filter_references(index, pointer, &selected);
        }
        self.applied.insert(index, selects);
        selects
    }

    /// Applies a filter to the objects that the members or items of the value at `pointer` refer to. Returns whether it
    /// selects anything.
    fn filter_references(
        &mut self,
        index: usize,
        pointer: &Pointer,
        selected: &HashSet<Pointer>,
    ) -> bool {
        let document = self.document;
        let Some(container) = document.pointer(pointer.as_str()) else {
            return false;
        };
        let mut selects = false;
        for (_, child, _) in
            children(container, pointer).filter(|(_, it, _)| !selected.contains(it))
        {
            let objects = referenced(document, &child);
            if !objects
                .last()
                .is_some_and(|object| self.matches_filter(object))
            {
                continue;
            }
            selects = true;
            match self.selects_references {
                true => self.selection.select(index, child),
                false => self.selection.select_referenced(index, child, objects),
            }
        }
        selects
    }

    /// Whether the filter matches the object at `pointer`. A filter applies to the children of a value, so this queries
    /// the parent of the object.
    fn matches_filter(&mut self, pointer: &Pointer) -> bool {
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
    iter::successors(Some(first), next).take(MAX_CHAIN_LENGTH + 1)
}

/// Returns the objects to which the value at `pointer` refers, one after another, or nothing if the references have no
/// end.
fn referenced(document: &Value, pointer: &Pointer) -> Vec<Pointer> {
    let mut objects: Vec<Option<Pointer>> =
        chain(document, pointer).map(|(_, object)| object).collect();
    match objects.pop() {
        Some(None) => objects.into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}
