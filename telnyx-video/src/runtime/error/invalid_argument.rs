//! Invalid arguments of a client or a request.

use std::error::Error as StdError;
use std::fmt::Display;
use std::sync::Arc;

/// The cause of an error, shared so that a builder with an error can be cloned.
pub(crate) type Cause = Arc<dyn StdError + Send + Sync>;

/// The reason why an argument is invalid.
///
/// It doesn't know the operation; [`Error`](crate::Error) adds that.
#[derive(Clone, Debug)]
pub struct InvalidArgument {
    pub(crate) reason: String,
    pub(crate) cause: Option<Cause>,
}

impl InvalidArgument {
    /// Creates an error with this message.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cause: None,
        }
    }

    /// Creates an error from another one, whose message follows `reason`.
    pub fn caused_by(reason: impl Display, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            reason: format!("{reason}: {cause}"),
            cause: Some(Arc::new(cause)),
        }
    }

    /// Prefixes the message with a location.
    pub(crate) fn in_context(mut self, context: impl Display) -> Self {
        self.reason = format!("{context}: {}", self.reason);
        self
    }
}

/// The first error of a chain of setters.
///
/// Setters return `Self`, so their errors are reported when the request is sent. Later errors are
/// often caused by the first one.
#[derive(Clone, Debug, Default)]
pub struct FirstError(Option<InvalidArgument>);

impl FirstError {
    /// Returns the value of a success, and keeps an error unless there is an earlier one.
    pub(crate) fn keep<T>(&mut self, result: Result<T, InvalidArgument>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.get_or_insert(error);
                None
            }
        }
    }

    /// Returns the first error, if there is one.
    pub(crate) fn check(&self) -> Result<(), InvalidArgument> {
        self.0.clone().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keep_ignores_later_errors() {
        let mut first = FirstError::default();
        assert!(first.check().is_ok());
        assert_eq!(first.keep(Ok(1)), Some(1));
        assert_eq!(first.keep::<()>(Err(InvalidArgument::new("one"))), None);
        assert_eq!(first.keep::<()>(Err(InvalidArgument::new("two"))), None);
        assert_eq!(first.check().unwrap_err().reason, "one");
    }
}
