//! Retry policies: decide whether and when to retry a failed attempt.

mod default_policy;
#[cfg(test)]
mod property_tests;
mod timer;

use std::fmt::Debug;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

pub use self::default_policy::Retries;
pub(crate) use self::timer::SystemTimer;
pub use self::timer::Timer;

use crate::runtime::call::has_retry_after;

/// Decides after a failed attempt whether to retry.
///
/// A policy isn't asked if a successful response is too long or can't be decoded, after an error of the kind
/// [`Redirect`](crate::ErrorKind::Redirect), after a 401 if the client sends the request once more with a new API key,
/// if the [`ApiKeyProvider`](crate::ApiKeyProvider) fails, or if the total timeout elapses.
///
/// The default policy is [`Retries`], unless the API description declares another one for an
/// operation. A policy only makes the decision; the client waits and sends the request again.
///
/// ```
/// use telnyx_video::{Decision, FailedAttempt, FailureCause, RetryPolicy};
///
/// /// Retries like the default policy, except after a 503.
/// #[derive(Debug)]
/// struct NoRetryOn503;
///
/// impl RetryPolicy for NoRetryOn503 {
///     fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
///         match attempt.cause {
///             FailureCause::Status(status) if status.as_u16() == 503 => {
///                 Decision::Stop
///             }
///             _ => attempt.default_decision(),
///         }
///     }
/// }
///
/// let builder = telnyx_video::Client::builder().retry_policy(NoRetryOn503);
/// ```
pub trait RetryPolicy: Debug + Send + Sync {
    /// Decides whether and when to retry.
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision;
}

/// A failed attempt, about which a [`RetryPolicy`] decides.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The name of the operation, such as `rooms.retrieve` for `client.rooms().retrieve(…)`.
    /// `request` for [`Client::request`](crate::Client::request).
    pub operation: &'a str,
    /// The operationId in the OpenAPI description, such as `ViewRoom`, if there is one.
    pub operation_id: Option<&'a str>,
    /// The path of the request with its placeholders, such as `/rooms/{room_id}`.
    pub path_template: Option<&'a str>,
    /// The method of the request.
    pub method: &'a Method,
    /// The number of the attempt, starting at 1. Doesn't count an attempt that was rejected with 401, and repeated with
    /// a new key from the [`ApiKeyProvider`](crate::ApiKeyProvider).
    pub number: u32,
    /// Whether sending the request twice has the same effect as sending it once, because of its method or because the
    /// operation is known to be idempotent. `false` for a bulk operation on one page of objects: other objects may move
    /// to this page after the first attempt, and a retry would affect them; see [`Selection`](crate::Selection).
    pub is_idempotent: bool,
    /// Why the attempt failed.
    pub cause: FailureCause,
    /// The headers of the response; empty if there was none.
    pub headers: &'a HeaderMap,
    /// How long the server asked to wait, in `Retry-After-Ms` or `Retry-After`. `None` if the value
    /// is missing, invalid or in the past.
    pub retry_after: Option<Duration>,
    pub(crate) default_policy: &'a dyn RetryPolicy,
}

impl FailedAttempt<'_> {
    /// Returns the decision of the default policy: [`Retries::new`], unless the API description declares
    /// another one for the operation.
    pub fn default_decision(&self) -> Decision {
        self.default_policy.decide(self)
    }

    /// Returns the value of the header `x-should-retry`: `true` if the server advises to retry. Returns
    /// `None` if the header is missing or neither `true` nor `false`.
    pub fn server_advice(&self) -> Option<bool> {
        match self.headers.get("x-should-retry")?.as_bytes() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Returns whether the response has a `Retry-After` or `Retry-After-Ms` header, valid or not.
    pub fn has_retry_after_header(&self) -> bool {
        has_retry_after(self.headers)
    }
}

#[cfg(test)]
impl<'a> FailedAttempt<'a> {
    /// Creates an attempt of an idempotent GET request, without a requested wait.
    pub(crate) fn for_tests(number: u32, cause: FailureCause, headers: &'a HeaderMap) -> Self {
        Self {
            operation: "rooms.list",
            operation_id: None,
            path_template: None,
            method: &Method::GET,
            number,
            is_idempotent: true,
            cause,
            headers,
            retry_after: None,
            default_policy: &Retries::DEFAULT,
        }
    }
}

/// Why an attempt failed: the value of [`FailedAttempt::cause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureCause {
    /// The connection failed, and nothing was sent.
    NotSent,
    /// The attempt timed out. The server may have processed the request.
    TimedOut,
    /// The connection failed before the response was complete. The server may have processed the request.
    Interrupted,
    /// The server returned a non-success status.
    Status(StatusCode),
}

/// Whether to retry, returned by [`RetryPolicy::decide`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Return the error to the caller.
    Stop,
    /// Send the request again after a wait.
    Retry(Wait),
}

/// How long to wait before a retry, in a [`Decision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wait {
    /// Exactly this duration.
    Exactly(Duration),
    /// A random duration up to this one, so that many clients don't retry at the same time.
    UpTo(Duration),
}

impl Wait {
    /// Returns the duration to wait. `jitter` is at least 0 and less than 1.
    pub(crate) fn with_jitter(self, jitter: f64) -> Duration {
        match self {
            Self::Exactly(wait) => wait,
            Self::UpTo(max) => {
                // A custom timer may return NaN, which `f64::max` turns into 0.
                #[allow(clippy::manual_clamp, reason = "`clamp` returns NaN for NaN")]
                let fraction = jitter.max(0.0).min(1.0);
                // An `f64` has fewer digits than a `Duration`, so rounding may exceed the maximum.
                let wait = Duration::try_from_secs_f64(max.as_secs_f64() * fraction);
                wait.map_or(max, |wait| wait.min(max))
            }
        }
    }
}
