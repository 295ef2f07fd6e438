//! One call, which may take several attempts.

use std::pin::pin;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

use crate::runtime::client::Settings;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, Error, ErrorKind};
use crate::runtime::retry::{Attempt, Decision, Outcome, RetryPolicy};
use crate::runtime::transport::SendAttempt;
use crate::runtime::transport::telemetry;

/// The header that tells the server which attempt a request is; the first is 1.
const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// How a call is carried out.
pub(crate) struct CallPlan<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    /// What the request carries that no error may show.
    pub(crate) redaction: Redaction<'a>,
    /// How long the whole call may take, waits included.
    pub(crate) deadline: Option<Duration>,
    /// Whether repeating the request can't do the thing twice.
    pub(crate) is_idempotent: bool,
    pub(crate) body: Option<&'a dyn Replayable>,
}

/// What may be gone after an attempt, so that there can't be another.
pub(crate) trait Replayable: Sync {
    /// Whether it can't be sent again.
    fn is_consumed(&self) -> bool;
}

/// Gives the request of each attempt.
type NextRequest<'a> = &'a mut (dyn FnMut() -> Result<Request, Error> + Send);

impl CallPlan<'_> {
    /// Sends requests until there is an answer of success, or the policy or the deadline ends it.
    ///
    /// `call` counts the attempts.
    pub(crate) async fn carry_out<E: SendAttempt>(
        self,
        exchange: E,
        call: &mut CallInfo,
        next_request: NextRequest<'_>,
    ) -> Result<E::Outcome, Error> {
        let mut failure = None;
        // A deadline too far away for the clock is none.
        let limit = self.deadline.and_then(|deadline| {
            let end = Instant::now().checked_add(deadline)?;
            Some((deadline, end))
        });
        let Some((deadline, end)) = limit else {
            return self
                .repeat(exchange, call, next_request, None, &mut failure)
                .await;
        };
        let attempts = self.repeat(exchange, call, next_request, Some(end), &mut failure);
        match tokio::time::timeout_at(end, attempts).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::deadline_passed(call.clone(), deadline, failure)),
        }
    }

    /// `failure` is the last one that was followed by another attempt, or by the wait for it.
    async fn repeat<E: SendAttempt>(
        &self,
        exchange: E,
        call: &mut CallInfo,
        next_request: NextRequest<'_>,
        end: Option<Instant>,
        failure: &mut Option<Error>,
    ) -> Result<E::Outcome, Error> {
        loop {
            let request = next_request()?;
            call.attempts += 1;
            let request = numbered(request, call.attempts);
            let outcome = exchange.carry_out(self.settings, call, request, &self.redaction);
            // Pinned here, since it is large and would be handed on.
            let outcome = pin!(outcome);
            let error = match telemetry::attempt(call, outcome).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let Some(wait) = self.wait_after(call, &error) else {
                return Err(error);
            };
            if self.body.is_some_and(|body| body.is_consumed()) {
                return Err(error.unrepeatable());
            }
            // A wait that the deadline would cut short serves nobody.
            if end.is_some_and(|end| wait >= end.saturating_duration_since(Instant::now())) {
                return Err(error);
            }
            *failure = Some(error);
            telemetry::waiting(wait);
            self.settings.timer.sleep(wait).await;
        }
    }

    /// How long to wait before the next attempt, if there is one.
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

/// Returns the outcome of a failed attempt, or `None` if another attempt would fail in the same way.
fn outcome(error: &Error) -> Option<Outcome> {
    match error.kind() {
        ErrorKind::Connect => Some(Outcome::NotSent),
        ErrorKind::Timeout => Some(Outcome::TimedOut),
        ErrorKind::Transport => Some(Outcome::BrokenOff),
        ErrorKind::Status => error.status().map(Outcome::Answered),
        _ => None,
    }
}

fn numbered(mut request: Request, attempt: u32) -> Request {
    let headers = request.headers_mut();
    headers.insert(ATTEMPT, HeaderValue::from(attempt));
    request
}
