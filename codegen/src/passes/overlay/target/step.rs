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

/// Applies a segment to the values that the earlier segments select.
pub(super) struct Step<'a> {
    pub(super) document: &'a Value,
    pub(super) segment: &'a Segment,
    /// Whether to select a Reference Object instead of the referenced object.
    pub(super) selects_references: bool,
    pub(super) selection: &'a mut Selection,
    /// Whether the segment selects anything in a value, by index of the value, to which many references may refer.
    pub(super) applied: HashMap<usize, bool>,
    /// The members or items that the filter selects, by object or array.
    pub(super) filtered: HashMap<Pointer, HashSet<Pointer>>,
}

impl Step<'_> {
    /// Applies the segment to the value with this index or, if nothing is selected, to the object that the value refers
    /// to.
    pub(super) fn select(&mut self, start: usize) {
        let Some(pointer) = self.selection.pointer(start).cloned() else {
            return;
        };
        let mut index = start;
        for (location, object) in chain(self.document, &pointer) {
            // Only a name selects members next to a `$ref`. Wildcards and filters apply to the referenced object.
            let is_applicable =
                object.is_none() || matches!(self.segment.kind, SegmentKind::Names(_));
            if is_applicable && self.select_in(index, &location) {
                return;
            }
            if let Some(object) = object {
                index = self.selection.follow(index, object);
            }
        }
    }

    /// Applies the segment to the value with this index, at `pointer`. Returns whether anything is selected.
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

    /// Applies a filter to the objects that members or items of the value at `pointer` refer to. Returns whether
    /// anything is selected.
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

    /// Whether the filter matches the object at `pointer`. Queries its parent, since a filter applies to the children
    /// of a value.
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

    /// Applies the segment without following references.
    fn query(&self, pointer: &Pointer) -> Vec<Pointer> {
        let path = json_path::from_pointer(self.document, pointer) + &self.segment.text;
        // The path is valid, because its segments are.
        JsonPath::parse(&path).map_or_else(
            |_| Vec::new(),
            |path| json_path::query(&path, self.document),
        )
    }
}

/// Iterates over the chain of references from `pointer`: each location, and the location of the referenced object.
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

/// Returns the objects on the chain of references from `pointer`, or nothing if the chain is endless.
fn referenced(document: &Value, pointer: &Pointer) -> Vec<Pointer> {
    let mut objects: Vec<Option<Pointer>> =
        chain(document, pointer).map(|(_, object)| object).collect();
    match objects.pop() {
        Some(None) => objects.into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}
