//! A call, which may take several attempts.

use std::pin::pin;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use super::request_body::RequestBody;
use super::{AttemptSender, telemetry};
use crate::runtime::call::CallInfo;
use crate::runtime::client::{Settings, headers};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::retry::{Decision, FailedAttempt, FailureCause, RetryPolicy};

/// A call that is ready to be sent.
pub struct Call<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    pub(crate) redaction: Redaction<'a>,
    /// The timeout of each attempt.
    pub(crate) timeout: Duration,
    /// The timeout of the whole call, including the waits between attempts.
    pub(crate) total_timeout: Option<Duration>,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(crate) is_idempotent: bool,
    pub(crate) body: Option<&'a dyn RequestBody>,
}

/// A function that creates the request of each attempt.
pub type NextRequest<'a> = &'a mut (dyn FnMut() -> Result<Request, Error> + Send);

impl Call<'_> {
    /// Sends requests until one succeeds, or until the policy or the total timeout ends the call.
    ///
    /// Counts the attempts in `info`.
    pub async fn send<S: AttemptSender>(
        self,
        sender: S,
        info: &mut CallInfo,
        next_request: NextRequest<'_>,
    ) -> Result<S::Output, Error> {
        let mut last_error = None;
        // A timeout that exceeds the range of the clock never elapses.
        let limit = self.total_timeout.and_then(|total_timeout| {
            let deadline = Instant::now().checked_add(total_timeout)?;
            Some((total_timeout, deadline))
        });
        let Some((total_timeout, deadline)) = limit else {
            return self
                .send_attempts(sender, info, next_request, None, &mut last_error)
                .await;
        };
        let http_client = self.settings.http_client.current();
        let attempts =
            self.send_attempts(sender, info, next_request, Some(deadline), &mut last_error);
        match tokio::time::timeout_at(deadline, attempts).await {
            Ok(result) => result,
            Err(_) => {
                // Has no effect if an attempt has timed out before and replaced it.
                self.settings.http_client.retire(&http_client);
                Err(Error::total_timeout(
                    info.clone(),
                    total_timeout,
                    last_error,
                ))
            }
        }
    }

    /// Sends attempts. The caller enforces the deadline; here, it only prevents longer waits.
    ///
    /// `last_error` receives the error of the last attempt that was retried.
    async fn send_attempts<S: AttemptSender>(
        &self,
        sender: S,
        info: &mut CallInfo,
        next_request: NextRequest<'_>,
        deadline: Option<Instant>,
        last_error: &mut Option<Error>,
    ) -> Result<S::Output, Error> {
        let mut may_have_succeeded = false;
        loop {
            let mut request = next_request()?;
            if !self.is_idempotent {
                // Lets Tokio run the tasks of idle connections, which notice that the server has
                // closed them. A request sent on one fails, and this one can't be retried.
                tokio::task::yield_now().await;
            }
            info.attempts += 1;
            let number = match info.attempts {
                // Allocates nothing.
                1 => HeaderValue::from_static("1"),
                number => HeaderValue::from(number),
            };
            request.headers_mut().insert(headers::ATTEMPT, number);
            // Pinned here, because the future is large and would be moved.
            let sent = pin!(sender.send(self, info, request));
            let error = match telemetry::in_attempt_span(info, sent).await {
                Ok(output) => return Ok(output),
                Err(error) if may_have_succeeded => error.after_ambiguous_attempt(),
                Err(error) => error,
            };
            may_have_succeeded = error.may_have_succeeded();
            let Some(wait) = self.wait_after(info, &error) else {
                return Err(error);
            };
            if self.body.is_some_and(RequestBody::is_consumed) {
                return Err(error.not_retried());
            }
            // The deadline would interrupt the wait.
            if deadline.is_some_and(|end| wait >= end.saturating_duration_since(Instant::now())) {
                return Err(error);
            }
            *last_error = Some(error);
            telemetry::waiting(wait);
            self.settings.timer.sleep(wait).await;
        }
    }

    /// Returns how long to wait before the next attempt, or `None` to stop.
    fn wait_after(&self, info: &CallInfo, error: &Error) -> Option<Duration> {
        let no_headers = HeaderMap::new();
        let attempt = FailedAttempt {
            method: &info.method,
            number: info.attempts,
            is_idempotent: self.is_idempotent,
            cause: failure_cause(error)?,
            headers: error.headers().unwrap_or(&no_headers),
            retry_after: error.retry_after(),
        };
        match self.policy.decide(&attempt) {
            Decision::Stop => None,
            Decision::Retry(wait) => Some(wait.with_jitter(self.settings.timer.jitter())),
        }
    }
}

/// Returns why an attempt failed, or `None` if every attempt would fail in the same way.
fn failure_cause(error: &Error) -> Option<FailureCause> {
    match error.kind() {
        ErrorKind::Connect => Some(FailureCause::NotSent),
        ErrorKind::Timeout => Some(FailureCause::TimedOut),
        ErrorKind::Transport => Some(FailureCause::Interrupted),
        ErrorKind::Status => error.status().map(FailureCause::Status),
        _ => None,
    }
}
