use std::ops::RangeInclusive;
use std::time::Duration;

use crate::runtime::retry::{Decision, FailedAttempt, FailureCause, Retries, RetryPolicy};

/// The maximum wait before a retry, unless [`base_delay_ms`](OperationRetries::base_delay_ms) is longer.
const MAX_WAIT: Duration = Duration::from_secs(8);

/// The default retry policy of an operation: [`Retries`] with other statuses, attempts or waits.
#[derive(Debug)]
pub struct OperationRetries {
    /// The statuses after which a request with any method is retried. Default: the statuses of [`Retries`].
    pub statuses: Option<&'static [RangeInclusive<u16>]>,
    /// The maximum number of attempts, including the first.
    pub attempts: Option<u32>,
    /// The maximum of the random wait before the first retry, in milliseconds.
    pub base_delay_ms: Option<u64>,
}

impl RetryPolicy for OperationRetries {
    fn decide(&self, attempt: &FailedAttempt<'_>) -> Decision {
        let mut retries = Retries::new();
        if let Some(attempts) = self.attempts {
            retries = retries.max_retries(attempts.saturating_sub(1));
        }
        if let Some(base_delay) = self.base_delay_ms.map(Duration::from_millis) {
            retries = retries.backoff(base_delay, MAX_WAIT.max(base_delay));
        }
        match (attempt.cause, self.statuses) {
            (FailureCause::Status(status), Some(statuses)) => {
                let is_retryable = statuses.iter().any(|it| it.contains(&status.as_u16()));
                retries.decide_if(is_retryable, attempt)
            }
            _ => retries.decide(attempt),
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use reqwest::{Method, StatusCode};

    use super::*;
    use crate::runtime::retry::Wait;

    const POLICY: OperationRetries = OperationRetries {
        statuses: Some(&[409..=409, 500..=599]),
        attempts: Some(4),
        base_delay_ms: Some(200),
    };

    fn decide(
        policy: &OperationRetries,
        number: u32,
        cause: FailureCause,
        headers: &HeaderMap,
    ) -> Decision {
        policy.decide(&FailedAttempt {
            method: &Method::POST,
            is_idempotent: false,
            ..FailedAttempt::for_tests(number, cause, headers)
        })
    }

    fn status(code: u16) -> FailureCause {
        FailureCause::Status(StatusCode::from_u16(code).unwrap())
    }

    #[test]
    fn decide_retries_only_listed_statuses_and_unsent_requests() {
        let none = HeaderMap::new();
        for (cause, expected) in [
            (status(409), true),
            (status(500), true),
            (status(501), true),
            (status(408), false),
            (status(429), false),
            (FailureCause::NotSent, true),
            (FailureCause::TimedOut, false),
            (FailureCause::Interrupted, false),
        ] {
            let is_retried = decide(&POLICY, 1, cause, &none) != Decision::Stop;
            assert_eq!(is_retried, expected, "{cause:?}");
        }
    }

    #[test]
    fn decide_waits_up_to_doubled_base_delay_until_last_attempt() {
        let after = |number| decide(&POLICY, number, status(500), &HeaderMap::new());
        let wait = |millis| Decision::Retry(Wait::UpTo(Duration::from_millis(millis)));
        assert_eq!(after(1), wait(200));
        assert_eq!(after(3), wait(800));
        assert_eq!(after(4), Decision::Stop);
    }

    #[test]
    fn decide_without_settings_equals_default_policy() {
        let policy = OperationRetries {
            statuses: None,
            attempts: None,
            base_delay_ms: None,
        };
        let none = HeaderMap::new();
        assert_eq!(decide(&policy, 1, status(500), &none), Decision::Stop);
        let half_a_second = Wait::UpTo(Duration::from_millis(500));
        let retried = decide(&policy, 1, status(429), &none);
        assert_eq!(retried, Decision::Retry(half_a_second));
        assert_eq!(decide(&policy, 3, status(429), &none), Decision::Stop);
    }

    #[test]
    fn decide_follows_x_should_retry() {
        let headers = |value| {
            let name = HeaderName::from_static("x-should-retry");
            HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
        };
        let stopped = decide(&POLICY, 1, status(500), &headers("false"));
        assert_eq!(stopped, Decision::Stop);
        let retried = decide(&POLICY, 1, status(400), &headers("true"));
        assert_ne!(retried, Decision::Stop);
    }
}
