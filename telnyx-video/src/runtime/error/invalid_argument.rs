//! Why something the caller asked for is not sent.

use std::error::Error as StdError;
use std::fmt::Display;
use std::sync::Arc;

/// The cause of an error, shared so that a builder that met one can still be cloned.
pub(crate) type Cause = Arc<dyn StdError + Send + Sync>;

/// Why something the caller asked for is not sent, without the operation it was asked of.
///
/// The leaf modules answer with this; whoever knows the operation turns it into an
/// [`Error`](crate::Error).
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: String,
    pub(crate) cause: Option<Cause>,
}

impl Refusal {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cause: None,
        }
    }

    /// A refusal that follows from another error, whose message becomes part of the reason.
    pub(crate) fn caused_by(
        reason: impl Display,
        cause: impl StdError + Send + Sync + 'static,
    ) -> Self {
        Self {
            reason: format!("{reason}: {cause}"),
            cause: Some(Arc::new(cause)),
        }
    }

    /// Says where the refused thing came from.
    pub(crate) fn in_context(mut self, context: impl Display) -> Self {
        self.reason = format!("{context}: {}", self.reason);
        self
    }
}

/// The first refusal met by a chain of setters.
///
/// Setters return `Self`, so what is wrong with an argument has to wait until the request is
/// sent. The first problem wins: later ones are often its consequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstRefusal(Option<Refusal>);

impl FirstRefusal {
    /// Passes a success on; keeps a refusal unless there already is one.
    pub(crate) fn keep<T>(&mut self, outcome: Result<T, Refusal>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.0.get_or_insert(refusal);
                None
            }
        }
    }

    pub(crate) fn check(&self) -> Result<(), Refusal> {
        self.0.clone().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_refusal_is_kept() {
        let mut first = FirstRefusal::default();
        assert!(first.check().is_ok());
        assert_eq!(first.keep(Ok(1)), Some(1));
        assert_eq!(first.keep::<()>(Err(Refusal::new("one"))), None);
        assert_eq!(first.keep::<()>(Err(Refusal::new("two"))), None);
        assert_eq!(first.check().unwrap_err().reason, "one");
    }
}
