//! One call, which may take several attempts.

use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

use crate::client::Settings;
use crate::error::Error;
use crate::exchange::{Answer, Call};
use crate::observe;
use crate::redaction::Redaction;
use crate::retry::{Attempt, Decision, RetryPolicy};
use crate::transport;

/// The header that tells the server which attempt a request is; the first is 1.
const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// How a call is carried out.
pub(crate) struct Plan<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    /// What the request carries that no error may show.
    pub(crate) redaction: Redaction<'a>,
    /// How long the whole call may take, waits included.
    pub(crate) deadline: Option<Duration>,
    /// Whether repeating the request can't do the thing twice.
    pub(crate) is_idempotent: bool,
}

/// Builds the request of another attempt.
type Build<'a> = &'a (dyn Fn() -> Result<Request, Error> + Send + Sync);

impl Plan<'_> {
    /// Sends the request until there is an answer of success, or the policy or the deadline ends it.
    ///
    /// `call` counts the attempts.
    pub(crate) async fn carry_out(
        &self,
        call: &mut Call,
        first: Request,
        build: Build<'_>,
    ) -> Result<Answer, Error> {
        let mut failure = None;
        // A deadline too far away for the clock is none.
        let limit = self.deadline.and_then(|deadline| {
            let end = Instant::now().checked_add(deadline)?;
            Some((deadline, end))
        });
        let Some((deadline, end)) = limit else {
            return self.repeat(call, first, build, None, &mut failure).await;
        };
        let attempts = self.repeat(call, first, build, Some(end), &mut failure);
        match tokio::time::timeout_at(end, attempts).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::deadline_passed(call.clone(), deadline, failure)),
        }
    }

    /// `failure` is the last one that was followed by another attempt, or by the wait for it.
    async fn repeat(
        &self,
        call: &mut Call,
        first: Request,
        build: Build<'_>,
        end: Option<Instant>,
        failure: &mut Option<Error>,
    ) -> Result<Answer, Error> {
        let mut request = first;
        loop {
            call.attempts += 1;
            let attempt = HeaderValue::from(call.attempts);
            request.headers_mut().insert(ATTEMPT, attempt);
            let exchange = transport::exchange(self.settings, call, request, self.redaction);
            let error = match observe::attempt(call, exchange).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let Some(wait) = self.wait_after(call, &error) else {
                return Err(error);
            };
            // A wait that the deadline would cut short serves nobody.
            if end.is_some_and(|end| wait >= end.saturating_duration_since(Instant::now())) {
                return Err(error);
            }
            *failure = Some(error);
            observe::waiting(wait);
            self.settings.timer.sleep(wait).await;
            request = build()?;
        }
    }

    /// How long to wait before the next attempt, if there is one.
    fn wait_after(&self, call: &Call, error: &Error) -> Option<Duration> {
        let no_headers = HeaderMap::new();
        let attempt = Attempt {
            method: &call.method,
            number: call.attempts,
            is_idempotent: self.is_idempotent,
            outcome: error.outcome()?,
            headers: error.headers().unwrap_or(&no_headers),
            requested_wait: error.retry_after(),
        };
        match self.policy.decide(&attempt) {
            Decision::Stop => None,
            Decision::Repeat(wait) => Some(wait.with_jitter(self.settings.timer.jitter())),
        }
    }
}
