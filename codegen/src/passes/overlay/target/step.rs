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
use crate::openapi::walk::{Path, children, string};

/// Applies a segment to the values that the earlier segments select.
pub(super) struct Step<'a> {
    pub(super) document: &'a Value,
    pub(super) segment: &'a Segment,
    /// The number of earlier segments.
    pub(super) depth: usize,
    /// Whether to select a Reference Object instead of the referenced object.
    pub(super) selects_references: bool,
    pub(super) selection: &'a mut Selection,
    /// By value: whether the segment selects anything in it. A cache, because many references may refer to one value.
    pub(super) applied: HashMap<Pointer, bool>,
    /// The members or items that the filter selects, by object or array. A cache, too.
    pub(super) filtered: HashMap<Pointer, HashSet<Pointer>>,
}

impl Step<'_> {
    /// Applies the segment to the value at `pointer` or, if nothing is selected, to the object that the value refers
    /// to.
    pub(super) fn select(&mut self, pointer: &Pointer) {
        for (location, object) in reference_chain(self.document, pointer) {
            // Only a name selects members next to a `$ref`. Wildcards and filters apply to the referenced object.
            let is_applicable =
                object.is_none() || matches!(self.segment.kind, SegmentKind::Names(_));
            if is_applicable && self.select_in(&location) {
                return;
            }
            if let Some(object) = object {
                self.selection.follow(self.depth, location, object);
            }
        }
    }

    /// Applies the segment to the value at `pointer`. Returns whether anything is selected.
    fn select_in(&mut self, pointer: &Pointer) -> bool {
        if let Some(selects) = self.applied.get(pointer) {
            return *selects;
        }
        let selected = match self.segment.kind {
            SegmentKind::Filter => self.filter(pointer),
            _ => self.query(pointer),
        };
        let selects = !selected.is_empty();
        self.selection.values.extend(selected);
        self.applied.insert(pointer.clone(), selects);
        selects
    }

    /// Applies a filter to the members or items of the value at `pointer`, and to the objects that they refer to.
    fn filter(&mut self, pointer: &Pointer) -> Vec<Pointer> {
        let container = self.document.pointer(pointer.as_str());
        let path = Path::Start(pointer);
        let children = container.into_iter().flat_map(|it| children(it, &path));
        children
            .filter_map(|(_, child, _)| self.filter_child(child.pointer()))
            .collect()
    }

    /// Returns the value at `child` if the filter matches it. If the filter matches only the object that the value
    /// refers to, returns this object or, if the step selects references, the value.
    fn filter_child(&mut self, child: Pointer) -> Option<Pointer> {
        if self.matches_filter(&child) {
            return Some(child);
        }
        let chain = Vec::from_iter(reference_chain(self.document, &child));
        // If the chain is circular or too long, its last object is a Reference Object, too.
        let (object, None) = chain.last()?.clone() else {
            return None;
        };
        if !self.matches_filter(&object) {
            return None;
        }
        if self.selects_references {
            return Some(child);
        }
        for (location, next) in chain {
            if let Some(next) = next {
                self.selection.follow(self.depth + 1, location, next);
            }
        }
        Some(object)
    }

    /// Whether the filter matches the value at `pointer`. Queries its parent, since a filter applies to the children of
    /// a value.
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

/// Iterates over the chain of references from `pointer`: each location and, if it has a Reference Object, the location
/// of the referenced object.
pub(super) fn reference_chain(
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
