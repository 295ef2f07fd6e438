//! When a request is repeated: the decision, and what it is made of. No I/O here.

#[cfg(test)]
mod properties;
mod standard;
pub(crate) mod timer;
mod wait;

use std::fmt::Debug;
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

pub use standard::Retries;
pub(crate) use wait::requested_wait;

/// Decides after every failed attempt whether there is another.
///
/// [`Retries`] is the one that clients have unless they are given another. A policy of one's own
/// only decides; the crate waits and repeats.
///
/// ```
/// use telnyx_video::{Attempt, Decision, Outcome, Retries, RetryPolicy, Wait};
///
/// /// Repeats as usual, but leaves a server alone that says it is being serviced.
/// #[derive(Debug)]
/// struct Patient(Retries);
///
/// impl RetryPolicy for Patient {
///     fn decide(&self, attempt: &Attempt<'_>) -> Decision {
///         match attempt.outcome {
///             Outcome::Answered(status) if status.as_u16() == 503 => Decision::Stop,
///             _ => self.0.decide(attempt),
///         }
///     }
/// }
///
/// let client = telnyx_video::Client::builder()
///     .api_key("KEY0123")
///     .retry_policy(Patient(Retries::new()))
///     .build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
pub trait RetryPolicy: Debug + Send + Sync {
    /// Whether there is another attempt, and when. The same attempt has to get the same decision.
    fn decide(&self, attempt: &Attempt<'_>) -> Decision;
}

/// An attempt that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The method of the request.
    pub method: &'a Method,
    /// Which attempt it was; the first is 1.
    pub number: u32,
    /// Whether the request can be repeated without doing the thing twice: by its method, or because
    /// the operation is known to be so.
    pub is_idempotent: bool,
    /// What became of it.
    pub outcome: Outcome,
    /// The header fields of the answer; empty if there was none.
    pub headers: &'a HeaderMap,
    /// How long the server asked to wait, in `Retry-After-Ms` or `Retry-After`, if it did in a form
    /// that can be read and that does not lie in the past.
    pub requested_wait: Option<Duration>,
}

/// What became of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// There was no connection, so the server has not seen the request.
    NotSent,
    /// The answer was not complete in time. The server may have acted.
    TimedOut,
    /// The exchange broke off. The server may have acted.
    BrokenOff,
    /// The server answered with a status that is not success.
    Answered(StatusCode),
}

/// Whether there is another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// There is not: the failure goes to the caller.
    Stop,
    /// There is, after a wait.
    Repeat(Wait),
}

/// How long to wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wait {
    /// Just so long.
    Exactly(Duration),
    /// A random time of at most so long, so that many clients do not come back at once.
    UpTo(Duration),
}

impl Wait {
    /// The wait that `jitter`, at least 0 and below 1, makes of this one.
    pub(crate) fn with_jitter(self, jitter: f64) -> Duration {
        match self {
            Self::Exactly(wait) => wait,
            Self::UpTo(longest) => {
                // A timer may be anybody's; this order makes 0 of what is not a number.
                #[allow(
                    clippy::manual_clamp,
                    reason = "`clamp` would keep what is not a number"
                )]
                let part = jitter.max(0.0).min(1.0);
                // Beyond what a double can tell apart, rounding could make more of it.
                let wait = Duration::try_from_secs_f64(longest.as_secs_f64() * part);
                wait.map_or(longest, |wait| wait.min(longest))
            }
        }
    }
}

impl Attempt<'_> {
    /// What the server says about repeating the request (`x-should-retry`), if it says anything.
    pub fn server_advice(&self) -> Option<bool> {
        match self.headers.get("x-should-retry")?.as_bytes() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Whether the answer has a header that says when to come back, readable or not.
    pub fn has_requested_wait(&self) -> bool {
        self.headers.contains_key(RETRY_AFTER) || self.headers.contains_key(wait::RETRY_AFTER_MS)
    }
}
