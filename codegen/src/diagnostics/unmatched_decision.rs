//! A decision about something that the document doesn't have.

use super::{Diagnostic, Pointer};

/// A decision, in an overlay or in the document itself, about something that the document doesn't have (any more).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedDecision {
    /// The location of the decision.
    pub pointer: Pointer,
    /// The subject of the decision: the JSONPath of an overlay action, or a name.
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
        let others: String = others
            .iter()
            .map(|other| format!("\n  also: {}: {}", other.pointer, other.message))
            .collect();
        let message = format!("{}{others}", first.message);
        Some(Diagnostic::at(&first.pointer, message, &*first.help))
    }

    /// Converts the decision to an error about it.
    pub fn into_error(self) -> Diagnostic {
        Diagnostic::at(&self.pointer, self.message, self.help)
    }
}
