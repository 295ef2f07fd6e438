//! Timeouts that callers set.

use std::time::Duration;

use crate::runtime::error::InvalidArgument;

/// Rejects a timeout of zero, which would elapse immediately. The error starts with `subject`, such as `the timeout`.
pub(crate) fn reject_zero(subject: &str, timeout: Duration) -> Result<(), InvalidArgument> {
    if timeout.is_zero() {
        return Err(InvalidArgument::new(format!(
            "{subject} must be longer than zero"
        )));
    }
    Ok(())
}
