//! When calls of an operation are retried.

use std::ops::RangeInclusive;

/// The differences from the default retries of the SDK. `None` keeps the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetryRule {
    /// The error statuses that are retried, whatever the HTTP method.
    pub statuses: Option<Vec<RangeInclusive<u16>>>,
    /// The maximum number of attempts, including the first.
    pub attempts: Option<u32>,
    /// The maximum wait before the first retry in milliseconds.
    pub base_delay_ms: Option<u32>,
}
