use std::time::Duration;

use super::{Decision, FailedAttempt, FailureCause, RetryPolicy, Wait};
use crate::runtime::error::is_transient;

/// The default retry policy: retries requests that can't take effect twice.
///
/// | failure | retried |
/// |---|---|
/// | the connection failed before anything was sent | always |
/// | 429; 503 with `Retry-After` | always: the server did not process the request |
/// | the connection failed later; a timeout; 408, 409, any other 5xx except 501, 505 and 507 | GET, HEAD, OPTIONS, PUT, DELETE and operations known to be idempotent |
/// | any other status | never |
///
/// The header `x-should-retry` of a response overrides the table. `Retry-After-Ms`, in milliseconds, counts as
/// `Retry-After` and takes precedence. There are up to two retries.
///
/// If the server asks for a wait, the client waits that long. If the requested wait exceeds a minute, the client
/// returns the error at once, and [`Error::retry_after`](crate::Error::retry_after) returns the requested wait.
///
/// If the server doesn't ask for a wait, the client waits for a random time of at most half a second before the first
/// retry; the maximum doubles with each retry, up to eight seconds. From the second retry on, a `Retry-After`
/// of zero is ignored, to avoid a tight loop.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::{Client, Retries};
///
/// let retries = Retries::new()
///     .max_retries(4)
///     .max_retry_after(Duration::from_secs(10));
/// let builder = Client::builder().retry_policy(retries);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retries {
    pub(super) max_retries: u32,
    pub(super) first_wait: Duration,
    pub(super) max_wait: Duration,
    pub(super) max_retry_after: Duration,
    pub(super) retry_non_idempotent: bool,
}

impl Default for Retries {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Retries {
    pub(crate) const DEFAULT: Self = Self {
        max_retries: 2,
        first_wait: Duration::from_millis(500),
        max_wait: Duration::from_secs(8),
        max_retry_after: Duration::from_secs(60),
        retry_non_idempotent: false,
    };

    /// Creates the default policy: up to two retries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a policy that never retries.
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the maximum number of retries. Default: 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the maximum of the random wait before the first retry to `first`. The maximum doubles
    /// with each further retry, up to `max`. Default: half a second and eight seconds.
    pub fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_wait = first;
        self.max_wait = max;
        self
    }

    /// Sets the maximum wait that a server may request. Default: one minute. If a server asks for more, the error is
    /// returned at once.
    pub fn max_retry_after(mut self, max: Duration) -> Self {
        self.max_retry_after = max;
        self
    }

    /// Retries every method as if it were idempotent. Default: `false`.
    ///
    /// The server may have processed a POST that timed out: a retry can create a second room, or a
    /// second composition that is charged.
    pub fn retry_non_idempotent(mut self, retry: bool) -> Self {
        self.retry_non_idempotent = retry;
        self
    }

    fn is_retryable(&self, attempt: &FailedAttempt<'_>) -> bool {
        let is_safe = attempt.is_idempotent || self.retry_non_idempotent;
        match attempt.cause {
            FailureCause::NotSent => true,
            FailureCause::TimedOut | FailureCause::Interrupted => is_safe,
            FailureCause::Status(status) => match status.as_u16() {
                429 => true,
                503 if attempt.has_retry_after_header() => true,
                _ => is_safe && is_transient(status),
            },
        }
    }

    /// Returns the maximum of the random wait after attempt `number`.
    fn max_wait_after(&self, number: u32) -> Duration {
        let doublings = number.saturating_sub(1);
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        self.first_wait.saturating_mul(factor).min(self.max_wait)
    }

    /// Decides whether and when to retry. `is_retryable` is whether the policy retries this failure; the server's
    /// advice (`x-should-retry`) overrides it.
    pub(crate) fn decide_if(&self, is_retryable: bool, attempt: &FailedAttempt<'_>) -> Decision {
        let may_retry = attempt.server_advice().unwrap_or(is_retryable);
        if attempt.number > self.max_retries || !may_retry {
            return Decision::Stop;
        }
        match attempt.retry_after {
            Some(wait) if wait > self.max_retry_after => Decision::Stop,
            // From the second retry on, a wait of zero would make the client retry in a tight loop.
            Some(wait) if attempt.number == 1 || !wait.is_zero() => {
                Decision::Retry(Wait::Exactly(wait))
            }
            _ => Decision::Retry(Wait::UpTo(self.max_wait_after(attempt.number))),
        }
    }
}

impl RetryPolicy for Retries {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        self.decide_if(self.is_retryable(attempt), attempt)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use reqwest::{Method, StatusCode};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        let name = HeaderName::from_static(name);
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    /// Returns whether the first attempt of an idempotent and of another method is retried.
    fn is_retried(retries: &Retries, cause: FailureCause, headers: &HeaderMap) -> [bool; 2] {
        [(Method::GET, true), (Method::POST, false)].map(|(method, is_idempotent)| {
            let attempt = FailedAttempt {
                method: &method,
                is_idempotent,
                ..FailedAttempt::for_tests(1, cause, headers)
            };
            retries.decide(&attempt) != Decision::Stop
        })
    }

    fn status(code: u16) -> FailureCause {
        FailureCause::Status(StatusCode::from_u16(code).unwrap())
    }

    fn after(number: u32, retry_after: Option<Duration>) -> Decision {
        Retries::new().max_retries(100).decide(&FailedAttempt {
            method: &Method::POST,
            is_idempotent: false,
            retry_after,
            ..FailedAttempt::for_tests(number, status(429), &HeaderMap::new())
        })
    }

    #[test]
    fn decide_not_processed_always_retries() {
        let none = HeaderMap::new();
        assert_eq!(
            is_retried(&Retries::new(), FailureCause::NotSent, &none),
            [true, true]
        );
        assert_eq!(
            is_retried(&Retries::new(), status(429), &none),
            [true, true]
        );
        for header in [
            headers("retry-after", "1"),
            headers("retry-after-ms", "soon"),
        ] {
            assert_eq!(
                is_retried(&Retries::new(), status(503), &header),
                [true, true]
            );
        }
    }

    #[test]
    fn decide_possibly_processed_retries_idempotent_only() {
        let none = HeaderMap::new();
        let causes = [408, 409, 500, 502, 503, 504, 599].map(status);
        for cause in causes
            .into_iter()
            .chain([FailureCause::TimedOut, FailureCause::Interrupted])
        {
            assert_eq!(
                is_retried(&Retries::new(), cause, &none),
                [true, false],
                "{cause:?}"
            );
            let everything = Retries::new().retry_non_idempotent(true);
            assert_eq!(
                is_retried(&everything, cause, &none),
                [true, true],
                "{cause:?}"
            );
        }
    }

    #[test]
    fn decide_other_statuses_never_retries() {
        for code in [
            300, 301, 307, 400, 401, 403, 404, 410, 422, 451, 501, 505, 507,
        ] {
            let everything = Retries::new().retry_non_idempotent(true);
            assert_eq!(
                is_retried(&everything, status(code), &HeaderMap::new()),
                [false, false]
            );
        }
    }

    #[test]
    fn decide_follows_x_should_retry_up_to_maximum() {
        let yes = headers("x-should-retry", "true");
        let no = headers("x-should-retry", "false");
        let other = headers("x-should-retry", "perhaps");
        assert_eq!(is_retried(&Retries::new(), status(400), &yes), [true, true]);
        assert_eq!(is_retried(&Retries::new(), status(500), &yes), [true, true]);
        assert_eq!(
            is_retried(&Retries::new(), status(429), &no),
            [false, false]
        );
        assert_eq!(
            is_retried(&Retries::new(), status(500), &other),
            [true, false]
        );
        assert_eq!(
            is_retried(&Retries::none(), status(500), &yes),
            [false, false]
        );
    }

    #[test]
    fn decide_backoff_doubles_up_to_maximum() {
        let waits: Vec<u128> = [1, 2, 3, 4, 5, 6, 40, 99]
            .into_iter()
            .map(|number| match after(number, None) {
                Decision::Retry(Wait::UpTo(wait)) => wait.as_millis(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            waits,
            [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000]
        );
    }

    #[test]
    fn decide_requested_wait_is_used_up_to_limit() {
        assert_eq!(
            after(1, Some(60 * SECOND)),
            Decision::Retry(Wait::Exactly(60 * SECOND))
        );
        assert_eq!(
            after(1, Some(60 * SECOND + Duration::from_nanos(1))),
            Decision::Stop
        );
        assert_eq!(
            after(1, Some(Duration::ZERO)),
            Decision::Retry(Wait::Exactly(Duration::ZERO))
        );
        assert_eq!(
            after(2, Some(Duration::ZERO)),
            Decision::Retry(Wait::UpTo(SECOND))
        );
    }

    #[test]
    fn decide_stops_after_maximum() {
        let decide = |number| {
            let headers = HeaderMap::new();
            let attempt = FailedAttempt::for_tests(number, FailureCause::NotSent, &headers);
            Retries::new().decide(&attempt)
        };
        assert_ne!(decide(2), Decision::Stop);
        assert_eq!(decide(3), Decision::Stop);
    }

    #[test]
    fn with_jitter_scales_wait() {
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(0.0), Duration::ZERO);
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(0.25), 2 * SECOND);
        assert_eq!(Wait::UpTo(8 * SECOND).with_jitter(f64::NAN), Duration::ZERO);
        assert_eq!(
            Wait::UpTo(8 * SECOND).with_jitter(f64::INFINITY),
            8 * SECOND
        );
        assert_eq!(Wait::UpTo(Duration::MAX).with_jitter(1.0), Duration::MAX);
        assert_eq!(Wait::Exactly(SECOND).with_jitter(0.0), SECOND);
    }
}
