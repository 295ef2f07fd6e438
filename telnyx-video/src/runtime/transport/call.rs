//! A call, which may take several attempts.

use std::pin::pin;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

use super::body::RequestBody;
use super::{SendAttempt, telemetry};
use crate::runtime::client::Settings;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, ErrorKind};
use crate::runtime::retry::{Attempt, Decision, Outcome, RetryPolicy};

/// The header with the number of the attempt, starting at 1.
const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// The settings of a call.
pub struct CallPlan<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    pub(crate) redaction: Redaction<'a>,
    /// The time limit of the whole call, waits included.
    pub(crate) deadline: Option<Duration>,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(crate) is_idempotent: bool,
    pub(crate) body: Option<&'a dyn RequestBody>,
}

/// A function that creates the request of each attempt.
pub type NextRequest<'a> = &'a mut (dyn FnMut() -> Result<Request, Error> + Send);

impl CallPlan<'_> {
    /// Sends requests until one succeeds, or until the policy or the deadline ends the call.
    ///
    /// Counts the attempts in `call`.
    pub async fn send<A: SendAttempt>(
        self,
        attempt: A,
        call: &mut CallInfo,
        next_request: NextRequest<'_>,
    ) -> Result<A::Output, Error> {
        let mut failure = None;
        // A deadline that exceeds the range of the clock is no deadline.
        let limit = self.deadline.and_then(|deadline| {
            let end = Instant::now().checked_add(deadline)?;
            Some((deadline, end))
        });
        let Some((deadline, end)) = limit else {
            return self
                .retry(attempt, call, next_request, None, &mut failure)
                .await;
        };
        let attempts = self.retry(attempt, call, next_request, Some(end), &mut failure);
        match tokio::time::timeout_at(end, attempts).await {
            Ok(result) => result,
            Err(_) => Err(Error::deadline_passed(call.clone(), deadline, failure)),
        }
    }

    /// Sends requests without regard to the deadline, except that no wait exceeds it.
    ///
    /// Stores the error of the last attempt that is retried in `failure`.
    async fn retry<A: SendAttempt>(
        &self,
        attempt: A,
        call: &mut CallInfo,
        next_request: NextRequest<'_>,
        end: Option<Instant>,
        failure: &mut Option<Error>,
    ) -> Result<A::Output, Error> {
        loop {
            let mut request = next_request()?;
            call.attempts += 1;
            let number = HeaderValue::from(call.attempts);
            request.headers_mut().insert(ATTEMPT, number);
            // Pinned here, because the future is large and would be moved.
            let sent = pin!(attempt.send(self.settings, call, request, &self.redaction));
            let error = match telemetry::attempt(call, sent).await {
                Ok(output) => return Ok(output),
                Err(error) => error,
            };
            let Some(wait) = self.wait_after(call, &error) else {
                return Err(error);
            };
            if self.body.is_some_and(RequestBody::is_consumed) {
                return Err(error.not_retried());
            }
            // The deadline would interrupt the wait.
            if end.is_some_and(|end| wait >= end.saturating_duration_since(Instant::now())) {
                return Err(error);
            }
            *failure = Some(error);
            telemetry::waiting(wait);
            self.settings.timer.sleep(wait).await;
        }
    }

    /// Returns how long to wait before the next attempt, or `None` to stop.
    fn wait_after(&self, call: &CallInfo, error: &Error) -> Option<Duration> {
        let no_headers = HeaderMap::new();
        let attempt = Attempt {
            method: &call.method,
            number: call.attempts,
            is_idempotent: self.is_idempotent,
            outcome: outcome(error)?,
            headers: error.headers().unwrap_or(&no_headers),
            requested_wait: error.retry_after(),
        };
        match self.policy.decide(&attempt) {
            Decision::Stop => None,
            Decision::Repeat(wait) => Some(wait.with_jitter(self.settings.timer.jitter())),
        }
    }
}

/// Returns the outcome of a failed attempt, or `None` if every attempt would fail in the same way.
fn outcome(error: &Error) -> Option<Outcome> {
    match error.kind() {
        ErrorKind::Connect => Some(Outcome::NotSent),
        ErrorKind::Timeout => Some(Outcome::TimedOut),
        ErrorKind::Transport => Some(Outcome::BrokenOff),
        ErrorKind::Status => error.status().map(Outcome::Answered),
        _ => None,
    }
}
