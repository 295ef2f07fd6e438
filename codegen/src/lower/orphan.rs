//! Decisions about what the document does not have.

use crate::diagnostics::error::Error;
use crate::diagnostics::pointer::Pointer;

/// A decision about something that the document does not have, or no longer.
#[derive(Debug)]
pub struct Orphan {
    /// Where the decision stands.
    pub pointer: Pointer,
    /// What it is about.
    pub name: String,
    /// What that would be.
    kind: &'static str,
    /// What to do about it.
    help: &'static str,
}

impl Orphan {
    pub(super) fn resource(path: &str) -> Self {
        Self {
            pointer: Pointer::root().child("x-sdk-resources").child(path),
            name: path.to_owned(),
            kind: "resource",
            help: "name a resource that an operation belongs to, or delete the description",
        }
    }

    pub(super) fn event(name: &str, place: Pointer) -> Self {
        Self {
            pointer: place,
            name: name.to_owned(),
            kind: "schema",
            help: "name one that stands under `components`",
        }
    }

    /// The decision as a fault of the document.
    pub fn into_error(self) -> Error {
        let cause = format!("there is no {} `{}`", self.kind, self.name);
        Error::at(&self.pointer, cause, self.help)
    }
}
