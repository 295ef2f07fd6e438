//! Decisions about an SDK that match nothing in the document, for instance after an API was changed.

use super::{Diagnostic, Pointer};

/// An overlay action whose target matches nothing, or an entry of a document-level `x-sdk-…` key, such as
/// `x-sdk-resources`, about something that the document doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedDecision {
    /// The JSONPath of the overlay action, or the name of the entry.
    pub target: String,
    /// The error about the decision, at its location in the overlay or document.
    pub error: Diagnostic,
}

impl UnmatchedDecision {
    pub(crate) fn new(
        pointer: Pointer,
        target: &str,
        message: String,
        help: impl Into<String>,
    ) -> Self {
        Self {
            error: Diagnostic::at(&pointer, message, help),
            target: target.to_owned(),
        }
    }

    #[must_use]
    pub(crate) fn located(mut self, locate: impl FnOnce(Diagnostic) -> Diagnostic) -> Self {
        self.error = locate(self.error);
        self
    }

    /// Returns one error about all decisions, or `None` if the list is empty.
    pub fn error(decisions: Vec<Self>) -> Option<Diagnostic> {
        let mut errors = decisions.into_iter().map(|it| it.error);
        let first = errors.next()?;
        Some(first.with_others(errors.collect()))
    }
}
