//! One call, which may take several attempts.

use std::time::{Duration, Instant};

use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};

use crate::client::Settings;
use crate::error::Error;
use crate::exchange::{Answer, Call};
use crate::observe;
use crate::retry::{Attempt, Decision, RetryPolicy};
use crate::transport;

/// The header that tells the server which attempt a request is; the first is 1.
const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// How a call is carried out.
pub(crate) struct Plan<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) policy: &'a dyn RetryPolicy,
    /// How long the whole call may take, waits included.
    pub(crate) deadline: Option<Duration>,
    /// Whether repeating the request can't do the thing twice.
    pub(crate) is_idempotent: bool,
}

impl Plan<'_> {
    /// Sends the request until there is an answer of success, or the policy or the deadline ends it.
    ///
    /// `call` counts the attempts.
    pub(crate) async fn carry_out(
        &self,
        call: &mut Call,
        request: Request,
    ) -> Result<Answer, Error> {
        let Some(deadline) = self.deadline else {
            return self.repeat(call, request).await;
        };
        match tokio::time::timeout(deadline, self.repeat(call, request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::deadline_passed(call.clone(), deadline)),
        }
    }

    async fn repeat(&self, call: &mut Call, request: Request) -> Result<Answer, Error> {
        let start = Instant::now();
        loop {
            call.attempts += 1;
            // There always is a copy: no body here is a stream.
            let Some(attempt) = request.try_clone() else {
                return self.exchange(call, request).await;
            };
            let error = match self.exchange(call, attempt).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let Some(wait) = self.wait_after(call, &error) else {
                return Err(error);
            };
            // A wait that the deadline would cut short serves nobody.
            if self
                .deadline
                .is_some_and(|deadline| start.elapsed().saturating_add(wait) >= deadline)
            {
                return Err(error);
            }
            observe::waiting(wait);
            self.settings.timer.sleep(wait).await;
        }
    }

    async fn exchange(&self, call: &Call, mut request: Request) -> Result<Answer, Error> {
        request
            .headers_mut()
            .insert(ATTEMPT, HeaderValue::from(call.attempts));
        observe::attempt(call, transport::exchange(self.settings, call, request)).await
    }

    /// How long to wait before the next attempt, if there is one.
    fn wait_after(&self, call: &Call, error: &Error) -> Option<Duration> {
        let headers = error.headers().cloned().unwrap_or_default();
        let attempt = Attempt {
            method: &call.method,
            number: call.attempts,
            is_idempotent: self.is_idempotent,
            outcome: error.outcome()?,
            headers: &headers,
            requested_wait: error.retry_after(),
        };
        match self.policy.decide(&attempt) {
            Decision::Stop => None,
            Decision::Repeat(wait) => Some(wait.with_jitter(self.settings.timer.jitter())),
        }
    }
}
