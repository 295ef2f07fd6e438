//! The first error of a chain of setters.

use super::invalid_argument::InvalidArgument;

/// The first error of a chain of setters.
///
/// Setters return `Self`, so their errors are reported when the request is sent. Later errors are
/// often caused by the first one.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstError(Option<InvalidArgument>);

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
