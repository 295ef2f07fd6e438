use std::error::Error as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use super::{AttemptSender, RequestBody};
use crate::runtime::call::CallInfo;
use crate::runtime::client::authentication::Credentials;
use crate::runtime::client::{ApiKeyCache, ProvidedKey, Settings, headers};
use crate::runtime::error::{Error, ErrorKind, Redaction};
use crate::runtime::retry::{Decision, FailedAttempt, FailureCause, RetryPolicy};
use crate::runtime::telemetry;

/// How to send a call: timeouts, retry policy, and the other inputs of its attempts.
pub struct CallPlan<'a> {
    pub(crate) settings: &'a Arc<Settings>,
    /// The cache of API keys, if a provider supplies the API key and the operation requires it.
    pub(crate) api_key_cache: Option<&'a Arc<ApiKeyCache>>,
    /// The policy that decides about retries: the caller's, or else `default_policy`.
    pub(crate) policy: &'a dyn RetryPolicy,
    /// The policy of the operation, which the caller's policy can ask with [`FailedAttempt::default_decision`].
    pub(crate) default_policy: &'a dyn RetryPolicy,
    pub(crate) redaction: Redaction<'a>,
    /// The timeout of each attempt.
    pub(crate) timeout: Duration,
    /// The timeout of the whole call, including the waits between attempts. `Duration::MAX` if there is none.
    pub(crate) total_timeout: Duration,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(crate) is_idempotent: bool,
    /// Whether a redirect is a success.
    pub(crate) accepts_redirects: bool,
    pub(crate) body: Option<&'a dyn RequestBody>,
}

/// Builds the HTTP request of an attempt, with these credentials.
type BuildRequest<'a> = &'a (dyn Fn(&Credentials) -> Result<Request, Error> + Sync);

impl CallPlan<'_> {
    /// Sends attempts until one succeeds, or until the policy or the total timeout ends the call. Counts the attempts
    /// in `call`. Returns instead of waiting past the total timeout.
    pub(crate) async fn send<S: AttemptSender>(
        self,
        call: &mut CallInfo,
        build: BuildRequest<'_>,
    ) -> Result<S::Output, Error> {
        // `None` if there is no timeout, or if the deadline exceeds the range of the clock.
        let deadline = Instant::now().checked_add(self.total_timeout);
        let mut wait = None;
        let mut previous_error = None;
        let mut earlier_attempt_may_have_succeeded = false;
        let mut is_key_replaced = false;
        // The HTTP client of the last attempt.
        let mut http_client = self.settings.http_client.current();
        loop {
            let mut key = None;
            // Pinned here, because the future is large and would be moved.
            let result = before(
                deadline,
                pin!(async {
                    if let Some(wait) = wait {
                        telemetry::waiting(wait);
                        self.settings.timer.sleep(wait).await;
                    }
                    key = self.provided_key(call).await?;
                    let fixed = &self.settings.credentials;
                    let request = build(key.as_ref().map_or(fixed, |key| &key.credentials))?;
                    http_client = self.settings.http_client.current();
                    self.send_attempt::<S>(call, request).await
                }),
            )
            .await;
            let Some(result) = result else {
                self.settings.http_client.replace(&http_client);
                return Err(Error::total_timeout(
                    call.clone(),
                    self.total_timeout,
                    previous_error,
                ));
            };
            let error = match result {
                Ok(output) => return Ok(output),
                Err(error) if earlier_attempt_may_have_succeeded => error.after_possible_success(),
                Err(error) => error,
            };
            // A status error has a timeout as its cause if reading the body timed out. Other kinds don't count: an API
            // key provider may fail with a timeout of its own connection.
            let may_be_of_connection =
                matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Status(_));
            let source = error.source();
            let cause = source.and_then(|source| source.downcast_ref::<reqwest::Error>());
            if may_be_of_connection && cause.is_some_and(reqwest::Error::is_timeout) {
                // The connection may be dead. Does nothing if `http_client` is no longer the current one.
                self.settings.http_client.replace(&http_client);
            }
            // Covers all attempts so far: the error records whether an earlier attempt may have succeeded.
            earlier_attempt_may_have_succeeded = error.may_have_succeeded();
            let is_consumed = self.body.is_some_and(RequestBody::is_consumed);
            if !is_key_replaced
                && error.is_unauthorized()
                && let Some(key) = key
            {
                key.reject();
                if !is_consumed {
                    // The server has not processed the request, so a retry is safe.
                    is_key_replaced = true;
                    wait = None;
                    previous_error = Some(error);
                    continue;
                }
            }
            // The policy doesn't count the attempt whose API key was rejected.
            let number = call.attempts - u32::from(is_key_replaced);
            let Some(requested_wait) = self.wait_after(call, number, &error) else {
                return Err(error);
            };
            if is_consumed {
                let reason = "not retried, because a streamed body can be sent only once";
                return Err(error.append_reason(reason));
            }
            // The deadline would interrupt the wait: return the error at once.
            let remaining = deadline.map(|end| end.saturating_duration_since(Instant::now()));
            if remaining.is_some_and(|remaining| requested_wait >= remaining) {
                return Err(error);
            }
            wait = Some(requested_wait);
            previous_error = Some(error);
        }
    }

    /// Sends one attempt, and records it in `call` and in a span.
    async fn send_attempt<S: AttemptSender>(
        &self,
        call: &mut CallInfo,
        mut request: Request,
    ) -> Result<S::Output, Error> {
        call.set_url(request.url());
        if !self.is_idempotent {
            // Lets Tokio run the tasks of idle connections, which drop closed ones. An attempt on a closed connection
            // would fail, and not be retried.
            tokio::task::yield_now().await;
        }
        call.attempts += 1;
        let number = match call.attempts {
            // Avoids an allocation in most calls.
            1 => HeaderValue::from_static("1"),
            number => HeaderValue::from(number),
        };
        request.headers_mut().insert(headers::ATTEMPT, number);
        // Pinned here, because the future is large and would be moved.
        let sent = pin!(S::send(self, call, request));
        let result = async { (call.attempts, sent.await) };
        telemetry::attempt_span(call).record(result).await
    }

    /// Returns a key from the provider, or `None` if the call needs no provider.
    async fn provided_key(&self, call: &CallInfo) -> Result<Option<Arc<ProvidedKey>>, Error> {
        let Some(cache) = self.api_key_cache else {
            return Ok(None);
        };
        let key = cache.key(self.settings).await;
        key.map(Some).map_err(|failure| {
            Error::api_key_provider_failed(call.clone(), failure, self.redaction)
        })
    }

    /// Returns the wait before the next attempt, or `None` to stop. `number` is the number of the failed attempt.
    fn wait_after(&self, call: &CallInfo, number: u32, error: &Error) -> Option<Duration> {
        let no_headers = HeaderMap::new();
        let attempt = FailedAttempt {
            operation: call.operation,
            operation_id: call.operation_id,
            path_template: call.path_template.as_deref(),
            method: &call.method,
            number,
            is_idempotent: self.is_idempotent,
            cause: failure_cause(error)?,
            headers: error.headers().unwrap_or(&no_headers),
            retry_after: error.retry_after(),
            default_policy: self.default_policy,
        };
        match self.policy.decide(&attempt) {
            Decision::Stop => None,
            Decision::Retry(wait) => Some(wait.with_jitter(self.settings.timer.jitter())),
        }
    }
}

/// Awaits a future. Returns `None` if the deadline passes first.
async fn before<T>(deadline: Option<Instant>, future: impl Future<Output = T>) -> Option<T> {
    match deadline {
        Some(deadline) => tokio::time::timeout_at(deadline, future).await.ok(),
        None => Some(future.await),
    }
}

/// Returns why an attempt failed, or `None` if every attempt would fail in the same way.
fn failure_cause(error: &Error) -> Option<FailureCause> {
    match error.kind() {
        ErrorKind::Connect => Some(FailureCause::NotSent),
        ErrorKind::Timeout => Some(FailureCause::TimedOut),
        ErrorKind::Transport => Some(FailureCause::Interrupted),
        ErrorKind::Status(status) => Some(FailureCause::Status(status)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use reqwest::Method;

    use super::*;
    use crate::runtime::call::RawResponse;
    use crate::runtime::client::ClientBuilder;
    use crate::runtime::request::Request as ApiRequest;
    use crate::runtime::response::NoContent;

    /// Times out in the first attempt, and never completes the second.
    struct Stall;

    impl AttemptSender for Stall {
        type Output = RawResponse;

        async fn send(
            plan: &CallPlan<'_>,
            call: &CallInfo,
            _: Request,
        ) -> Result<RawResponse, Error> {
            let http_client = &plan.settings.http_client;
            if call.attempts > 1 {
                pending::<()>().await;
            }
            http_client.replace(&http_client.current());
            Err(Error::new(
                ErrorKind::Timeout,
                call.clone(),
                None,
                String::new(),
            ))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn total_timeout_replaces_http_client_of_last_attempt() {
        let second = Duration::from_secs(1);
        let builder = ClientBuilder::for_tests().with_api_key("KEY0123".into());
        let client = builder.total_timeout(10 * second).build().unwrap();
        let request = ApiRequest::<NoContent>::new(&client, Method::GET, "/rooms");
        let parts = request.into_parts();
        let call = parts.send::<Stall, _>(|_, response| Ok(response));
        let used = async {
            // The wait before the second attempt is shorter.
            tokio::time::sleep(5 * second).await;
            client.settings.http_client.current()
        };
        let (result, used) = tokio::join!(call, used);
        assert_eq!(result.err().unwrap().attempts(), 2);
        assert!(!Arc::ptr_eq(&used, &client.settings.http_client.current()));
    }
}
