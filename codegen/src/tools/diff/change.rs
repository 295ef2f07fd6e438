//! A change, and the list of changes.

use std::fmt;
use std::hash::Hash;

use serde::Serialize;

use super::matching;
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
    /// The changed item.
    pub item: Item,
    /// The value in the old API; `None` if it was added.
    pub old: Option<String>,
    /// The value in the new API; `None` if it was removed.
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

#[cfg(test)]
impl Change {
    pub(super) fn for_tests(kind: Kind) -> Self {
        Self {
            kind,
            item: Item::new("models::Room", &Pointer::root()),
            old: None,
            new: None,
        }
    }
}

/// A compared part of an API, such as an operation, an argument, a type or a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The item as callers write it: `client.rooms().list()`.
    pub label: String,
    /// The location of the item in the new document, or in the old one if the item was removed.
    pub pointer: Pointer,
    /// Whether the item is sent or received.
    pub direction: Direction,
}

impl Item {
    pub(super) fn new(label: impl Into<String>, pointer: &Pointer) -> Self {
        Self {
            label: label.into(),
            pointer: pointer.clone(),
            direction: Direction::Both,
        }
    }

    pub(super) fn with_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Creates an item inside this item, with the same direction.
    pub(super) fn part(&self, label: String, pointer: &Pointer) -> Self {
        Self::new(label, pointer).with_direction(self.direction)
    }

    /// Returns `in_response` if the item is only received.
    pub(super) fn kind_by_direction(&self, in_request: Kind, in_response: Kind) -> Kind {
        match self.direction {
            Direction::Request | Direction::Both => in_request,
            Direction::Response => in_response,
        }
    }
}

#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    fn push(&mut self, kind: Kind, item: &Item, [old, new]: [Option<String>; 2]) {
        self.0.push(Change {
            kind,
            item: item.clone(),
            old,
            new,
        });
    }

    pub(super) fn added(&mut self, kind: Kind, item: &Item, new: impl Into<String>) {
        self.push(kind, item, [None, Some(new.into())]);
    }

    pub(super) fn removed(&mut self, kind: Kind, item: &Item, old: impl Into<String>) {
        self.push(kind, item, [Some(old.into()), None]);
    }

    /// Adds a change unless the values are equal.
    pub(super) fn changed(&mut self, kind: Kind, item: &Item, values: [impl Into<String>; 2]) {
        let [old, new] = values.map(Into::into);
        if old != new {
            self.push(kind, item, [Some(old), Some(new)]);
        }
    }

    /// Adds a change of the kind `added` or `removed` if only the new or only the old item has the property.
    pub(super) fn toggled(
        &mut self,
        [added, removed]: [Kind; 2],
        item: &Item,
        has_property: [bool; 2],
        property: &str,
    ) {
        let values = has_property.map(|has| has.then_some(property));
        self.optional_changed([added, removed, added], item, values);
    }

    /// Adds a change of the kind `added`, `removed` or `changed`, unless the values are equal.
    pub(super) fn optional_changed(
        &mut self,
        [added, removed, changed]: [Kind; 3],
        item: &Item,
        values: [Option<impl Into<String>>; 2],
    ) {
        match values {
            [None, Some(new)] => self.added(added, item, new),
            [Some(old), None] => self.removed(removed, item, old),
            [Some(old), Some(new)] => self.changed(changed, item, [old, new]),
            [None, None] => {}
        }
    }

    /// Adds a change if the names that both lists contain have different orders.
    pub(super) fn reordered(&mut self, kind: Kind, item: &Item, names: [Vec<String>; 2]) {
        let [old, new] = &names;
        if !matching::same_order(old, new) {
            self.changed(kind, item, names.map(|names| names.join(", ")));
        }
    }

    /// Adds a change with the names of the texts that differ. `texts` has the name of each text and whether it differs.
    pub(super) fn documentation_changed(&mut self, item: &Item, texts: &[(&str, bool)]) {
        let differing = texts.iter().filter(|(_, differs)| *differs);
        let names: Vec<&str> = differing.map(|(name, _)| *name).collect();
        if !names.is_empty() {
            self.added(Kind::DocumentationChanged, item, names.join(", "));
        }
    }

    /// Matches the elements of two lists by key, and returns the pairs. Adds a change for each other element.
    /// `describe` returns the item of an element, the kinds of the change if the element was added and if it was
    /// removed, and the value.
    pub(super) fn compare_lists<T: Copy, K: Clone + Eq + Hash>(
        &mut self,
        lists: [impl IntoIterator<Item = T>; 2],
        key: impl Fn(T) -> K,
        describe: impl Fn(T) -> (Item, [Kind; 2], String),
    ) -> Vec<(Item, [T; 2])> {
        let matches = matching::by_key(lists, key);
        for (item, [added, _], new) in matches.added.into_iter().map(&describe) {
            self.added(added, &item, new);
        }
        for (item, [_, removed], old) in matches.removed.into_iter().map(&describe) {
            self.removed(removed, &item, old);
        }
        let pairs = matches.both.into_iter().map(|[old, new]| {
            let (item, ..) = describe(new);
            (item, [old, new])
        });
        pairs.collect()
    }

    /// Returns the changes, major ones first.
    pub(super) fn sorted(mut self) -> Vec<Change> {
        self.0
            .sort_by_key(|change| std::cmp::Reverse(change.verdict()));
        self.0
    }
}

impl Direction {
    /// Returns the direction of a type, which is sent or received if either definition is.
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
