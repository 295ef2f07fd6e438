//! Timeouts that callers set.

use std::time::Duration;

use crate::runtime::error::invalid_argument::InvalidArgument;

/// Rejects a timeout that always elapses. `subject` names it in the error.
pub(crate) fn check(subject: &str, timeout: Duration) -> Result<(), InvalidArgument> {
    if timeout.is_zero() {
        return Err(InvalidArgument::new(format!(
            "{subject} must be longer than zero"
        )));
    }
    Ok(())
}
