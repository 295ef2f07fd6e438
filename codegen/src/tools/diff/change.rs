//! One change, and the list in which the comparisons collect them.

use std::fmt;
use std::hash::Hash;

use serde::Serialize;

use super::matching::{self, Match};
use super::verdict::{Kind, Verdict};
use crate::diagnostics::Pointer;
use crate::ir::TypeDefinition;

/// Whether the changed item is sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Part of requests.
    Request,
    /// Part of responses.
    Response,
    /// Part of requests and responses.
    Both,
}

/// A difference between two versions of an API.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of the change.
    pub kind: Kind,
    /// The changed item as callers write it: `client.rooms().list()`.
    pub item: String,
    /// The location of the item in the new document, or in the old one if the item was removed.
    pub pointer: Pointer,
    /// Whether the item is sent or received.
    pub direction: Direction,
    /// The value in the old API, unless it was added.
    pub old: Option<String>,
    /// The value in the new API, unless it was removed.
    pub new: Option<String>,
}

impl Change {
    /// Returns the part of the SDK's version that the change increments.
    pub fn verdict(&self) -> Verdict {
        self.kind.rule().verdict
    }

    /// Returns how the change affects callers.
    pub fn reason(&self) -> &'static str {
        self.kind.rule().reason
    }
}

/// An item that is compared.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub(super) label: String,
    pub(super) pointer: &'a Pointer,
    pub(super) direction: Direction,
}

impl<'a> Item<'a> {
    pub(super) fn new(label: impl Into<String>, pointer: &'a Pointer) -> Self {
        Self {
            label: label.into(),
            pointer,
            direction: Direction::Both,
        }
    }

    pub(super) fn with_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Returns a part of the item, which is sent or received like the item.
    pub(super) fn part(&self, label: String, pointer: &'a Pointer) -> Self {
        Self::new(label, pointer).with_direction(self.direction)
    }
}

/// The changes found so far.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    fn push(&mut self, kind: Kind, item: &Item<'_>, [old, new]: [Option<String>; 2]) {
        self.0.push(Change {
            kind,
            item: item.label.clone(),
            pointer: item.pointer.clone(),
            direction: item.direction,
            old,
            new,
        });
    }

    /// Adds a change from nothing to a value.
    pub(super) fn added(&mut self, kind: Kind, item: &Item<'_>, new: impl Into<String>) {
        self.push(kind, item, [None, Some(new.into())]);
    }

    /// Adds a change from a value to nothing.
    pub(super) fn removed(&mut self, kind: Kind, item: &Item<'_>, old: impl Into<String>) {
        self.push(kind, item, [Some(old.into()), None]);
    }

    /// Adds a change from one value to another, unless they are equal.
    pub(super) fn changed(&mut self, kind: Kind, item: &Item<'_>, values: [impl Into<String>; 2]) {
        let [old, new] = values.map(Into::into);
        if old != new {
            self.push(kind, item, [Some(old), Some(new)]);
        }
    }

    /// Adds a change of one of two kinds if a property of the item was added or removed.
    pub(super) fn toggled(
        &mut self,
        [added, removed]: [Kind; 2],
        item: &Item<'_>,
        has_property: [bool; 2],
        property: &str,
    ) {
        match has_property {
            [false, true] => self.added(added, item, property),
            [true, false] => self.removed(removed, item, property),
            _ => {}
        }
    }

    /// Adds a change if the names that both lists have are in another order.
    pub(super) fn reordered(&mut self, kind: Kind, item: &Item<'_>, names: [Vec<String>; 2]) {
        let [old, new] = &names;
        if !matching::same_order(old, new) {
            self.changed(kind, item, names.map(|names| names.join(", ")));
        }
    }

    /// Adds a change that lists the texts of an item that differ.
    pub(super) fn documentation(&mut self, item: &Item<'_>, texts: &[(&str, bool)]) {
        let differing = texts.iter().filter(|(_, differs)| *differs);
        let names: Vec<&str> = differing.map(|(name, _)| *name).collect();
        if !names.is_empty() {
            self.added(Kind::DocumentationChanged, item, names.join(", "));
        }
    }

    /// Compares two lists whose items have unique keys. Items of only one list are reported with the kind and value
    /// that `added` or `removed` returns; `compare` is called for the others.
    pub(super) fn list<'a, T, K: Eq + Hash>(
        &mut self,
        [old, new]: [&'a [T]; 2],
        key: impl Fn(&T) -> K,
        item: impl Fn(&'a T) -> Item<'a>,
        added: impl Fn(&'a T) -> (Kind, String),
        removed: impl Fn(&'a T) -> (Kind, String),
        mut compare: impl FnMut(&mut Self, Item<'a>, [&'a T; 2]),
    ) {
        for found in matching::by_key(old, new, key) {
            match found {
                Match::Added(new) => {
                    let (kind, value) = added(new);
                    self.added(kind, &item(new), value);
                }
                Match::Removed(old) => {
                    let (kind, value) = removed(old);
                    self.removed(kind, &item(old), value);
                }
                Match::Both(old, new) => compare(self, item(new), [old, new]),
            }
        }
    }

    /// Returns the changes, major ones first.
    pub(super) fn sorted(mut self) -> Vec<Change> {
        self.0
            .sort_by_key(|change| std::cmp::Reverse(change.verdict()));
        self.0
    }
}

impl Direction {
    /// Returns where a type is used in either version of an API.
    pub(super) fn of_type([old, new]: [&TypeDefinition; 2]) -> Self {
        let is_sent = old.in_requests || new.in_requests;
        let is_received = old.in_responses || new.in_responses;
        match (is_sent, is_received) {
            (true, false) => Self::Request,
            (false, true) => Self::Response,
            _ => Self::Both,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}
