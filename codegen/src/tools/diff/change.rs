//! One change, and the list in which the comparisons gather them.

use serde::Serialize;

use super::verdict::{Kind, Verdict};
use crate::diagnostics::Pointer;
use crate::ir::TypeDefinition;

/// Which way what has changed travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// Either way.
    Both,
}

/// A difference that callers of the SDK may feel.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What has happened.
    pub kind: Kind,
    /// What it has happened to, as a caller writes it.
    pub item: String,
    /// Where that stands in the new document, or in the old one if it is gone.
    pub pointer: Pointer,
    /// Which way it travels.
    pub direction: Direction,
    /// What was there.
    pub was: Option<String>,
    /// What is there now.
    pub is: Option<String>,
}

impl Change {
    /// What the change asks of the SDK's version.
    pub fn verdict(&self) -> Verdict {
        self.kind.rule().verdict
    }

    /// Why it asks for that.
    pub fn reason(&self) -> &'static str {
        self.kind.rule().reason
    }
}

/// An item that a comparison is looking at.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) label: &'a str,
    pub(super) pointer: &'a Pointer,
    pub(super) direction: Direction,
}

/// The changes found so far.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn add(
        &mut self,
        kind: Kind,
        item: Item<'_>,
        was: Option<String>,
        is: Option<String>,
    ) {
        self.0.push(Change {
            kind,
            item: item.label.to_owned(),
            pointer: item.pointer.clone(),
            direction: item.direction,
            was,
            is,
        });
    }

    /// Something that is there now.
    pub(super) fn added(&mut self, kind: Kind, item: Item<'_>, is: impl Into<String>) {
        self.add(kind, item, None, Some(is.into()));
    }

    /// Something that was there.
    pub(super) fn gone(&mut self, kind: Kind, item: Item<'_>, was: impl Into<String>) {
        self.add(kind, item, Some(was.into()), None);
    }

    /// Something that was one thing and is another; nothing if it was the same.
    pub(super) fn replaced(
        &mut self,
        kind: Kind,
        item: Item<'_>,
        was: impl Into<String>,
        is: impl Into<String>,
    ) {
        let (was, is) = (was.into(), is.into());
        if was != is {
            self.add(kind, item, Some(was), Some(is));
        }
    }

    /// Other words for one item: the names of those of its texts that differ.
    pub(super) fn reworded(&mut self, item: Item<'_>, texts: &[(&str, bool)]) {
        let changed = texts.iter().filter(|(_, differs)| *differs);
        let changed: Vec<&str> = changed.map(|(name, _)| *name).collect();
        if !changed.is_empty() {
            self.added(Kind::Reworded, item, changed.join(", "));
        }
    }

    /// What weighs most comes first; what weighs the same stays in order.
    pub(super) fn sorted(mut self) -> Vec<Change> {
        self.0
            .sort_by_key(|change| std::cmp::Reverse(change.verdict()));
        self.0
    }
}

impl Direction {
    /// Which way a type travels, in one of two versions of an API or in both.
    pub(super) fn of(old: &TypeDefinition, new: &TypeDefinition) -> Self {
        let sent = old.in_requests || new.in_requests;
        let received = old.in_responses || new.in_responses;
        match (sent, received) {
            (true, false) => Self::Request,
            (false, true) => Self::Response,
            _ => Self::Both,
        }
    }
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
        })
    }
}
