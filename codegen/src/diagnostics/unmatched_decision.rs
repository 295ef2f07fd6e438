//! Decisions about an SDK that match nothing in the document, for instance after an API was changed.

use super::{Diagnostic, Pointer};

/// An overlay action whose target matches nothing, or an entry of `x-sdk-resources` or `x-sdk-events` about a resource
/// or schema that doesn't exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedDecision {
    /// The location of the decision.
    pub pointer: Pointer,
    /// The JSONPath of the overlay action, or the name of the resource or schema.
    pub target: String,
    message: String,
    help: String,
}

impl UnmatchedDecision {
    pub(crate) fn new(
        pointer: Pointer,
        target: &str,
        message: String,
        help: impl Into<String>,
    ) -> Self {
        Self {
            pointer,
            target: target.to_owned(),
            message,
            help: help.into(),
        }
    }

    /// Returns one error about all decisions, or `None` if there are none.
    pub(crate) fn error(decisions: Vec<Self>) -> Option<Diagnostic> {
        let (first, others) = decisions.split_first()?;
        let others = others
            .iter()
            .map(|other| format!("{}: {}", other.pointer, other.message));
        let error = Diagnostic::at(&first.pointer, &*first.message, &*first.help);
        Some(error.with_others(others.collect()))
    }

    /// Converts the decision to an error.
    pub fn into_error(self) -> Diagnostic {
        Diagnostic::at(&self.pointer, self.message, self.help)
    }
}
