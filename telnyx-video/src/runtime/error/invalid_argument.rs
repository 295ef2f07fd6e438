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
pub(crate) struct InvalidArgument {
    pub(crate) reason: String,
    pub(crate) cause: Option<Cause>,
}

impl InvalidArgument {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cause: None,
        }
    }

    /// A error that follows from another error, whose message becomes part of the reason.
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

/// The first error met by a chain of setters.
///
/// Setters return `Self`, so what is wrong with an argument has to wait until the request is
/// sent. The first problem wins: later ones are often its consequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstError(Option<InvalidArgument>);

impl FirstError {
    /// Passes a success on; keeps a error unless there already is one.
    pub(crate) fn keep<T>(&mut self, outcome: Result<T, InvalidArgument>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.get_or_insert(error);
                None
            }
        }
    }

    pub(crate) fn check(&self) -> Result<(), InvalidArgument> {
        self.0.clone().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_refusal_is_kept() {
        let mut first = FirstError::default();
        assert!(first.check().is_ok());
        assert_eq!(first.keep(Ok(1)), Some(1));
        assert_eq!(first.keep::<()>(Err(InvalidArgument::new("one"))), None);
        assert_eq!(first.keep::<()>(Err(InvalidArgument::new("two"))), None);
        assert_eq!(first.check().unwrap_err().reason, "one");
    }
}
