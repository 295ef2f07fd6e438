use std::time::Duration;

use super::{ArgumentResult, InvalidArgument};

/// The first error of a chain of setters, kept until the request is sent, because setters return `Self`. Later errors
/// are dropped, because the first error often causes them.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstError(Option<InvalidArgument>);

impl FirstError {
    /// Returns the value, or stores the error unless there is an earlier error.
    pub(crate) fn keep<T>(&mut self, result: ArgumentResult<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.get_or_insert(error);
                None
            }
        }
    }

    /// Rejects a timeout of zero, which would elapse at once. The error starts with `subject`, such as `the timeout`.
    pub(crate) fn reject_zero(&mut self, subject: &str, timeout: Duration) {
        if timeout.is_zero() {
            let reason = format!("{subject} must be longer than zero");
            self.0.get_or_insert(InvalidArgument::new(reason));
        }
    }

    pub(crate) fn check(&self) -> ArgumentResult<()> {
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
