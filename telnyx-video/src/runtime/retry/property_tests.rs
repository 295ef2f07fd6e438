//! Tests of properties that hold for every failure and all settings.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

use super::*;
use crate::runtime::call::retry_after;
use crate::runtime::property_test::for_all;

/// The number of cases of each property.
const CASES: u32 = 512;

/// An owned [`FailedAttempt`].
#[derive(Clone, Debug)]
struct Failure {
    number: u32,
    is_idempotent: bool,
    cause: FailureCause,
    headers: HeaderMap,
    now: SystemTime,
}

impl Failure {
    fn attempt(&self) -> FailedAttempt<'_> {
        FailedAttempt {
            is_idempotent: self.is_idempotent,
            retry_after: retry_after(&self.headers, self.now),
            ..FailedAttempt::for_tests(self.number, self.cause, &self.headers)
        }
    }

    fn decided_by(&self, retries: &Retries) -> Decision {
        retries.decide(&self.attempt())
    }
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..9, 25_u32..40, any::<u32>(), Just(u32::MAX)]
}

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0_u64..120_000).prop_map(Duration::from_millis),
        any::<u64>().prop_map(Duration::from_nanos),
        (any::<u64>(), 0_u32..1_000_000_000).prop_map(|(secs, nanos)| Duration::new(secs, nanos)),
        Just(Duration::ZERO),
        Just(Duration::MAX),
    ]
}

fn retries() -> impl Strategy<Value = Retries> {
    (number(), duration(), duration(), duration(), any::<bool>()).prop_map(
        |(max_retries, first_wait, max_wait, max_retry_after, retry_non_idempotent)| Retries {
            max_retries,
            first_wait,
            max_wait,
            max_retry_after,
            retry_non_idempotent,
        },
    )
}

fn cause() -> impl Strategy<Value = FailureCause> {
    let status = (100_u16..1_000).prop_map(|status| StatusCode::from_u16(status).unwrap());
    let common = proptest::sample::select(vec![408_u16, 409, 429, 500, 502, 503, 504])
        .prop_map(|status| StatusCode::from_u16(status).unwrap());
    prop_oneof![
        Just(FailureCause::NotSent),
        Just(FailureCause::TimedOut),
        Just(FailureCause::Interrupted),
        status.prop_map(FailureCause::Status),
        common.prop_map(FailureCause::Status),
    ]
}

/// Values of headers: arbitrary valid bytes, numbers and dates of any size.
fn value() -> impl Strategy<Value = HeaderValue> {
    let bytes = proptest::collection::vec(any::<u8>(), 0..40);
    prop_oneof![
        bytes.prop_filter_map("not a header value", |bytes| HeaderValue::from_bytes(&bytes).ok()),
        "[0-9]{0,3}(\\.[0-9]{0,3})?".prop_map(|text| HeaderValue::from_str(&text).unwrap()),
        "-?[0-9.eE+]{1,400}".prop_map(|text| HeaderValue::from_str(&text).unwrap()),
        "(Sun|Mon|Xyz), [0-9]{1,2} (Jan|Mar|Dec) [0-9]{1,6} [0-9]{2}:[0-9]{2}:[0-9]{2} (GMT|UT|[+-][0-9]{4})"
            .prop_map(|text| HeaderValue::from_str(&text).unwrap()),
        (0_i64..253_402_300_799).prop_map(|seconds| {
            let date = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
            HeaderValue::from_str(&date.to_rfc2822()).unwrap()
        }),
        proptest::sample::select(vec!["true", "false", "0", "60", "61", "1.5"])
            .prop_map(HeaderValue::from_static),
    ]
}

fn headers() -> impl Strategy<Value = HeaderMap> {
    let name = proptest::sample::select(vec![
        "retry-after",
        "retry-after-ms",
        "x-should-retry",
        "date",
    ]);
    let name = name.prop_map(HeaderName::from_static);
    proptest::collection::vec((name, value()), 0..4).prop_map(HeaderMap::from_iter)
}

/// Times from 1970 to 9999.
fn now() -> impl Strategy<Value = SystemTime> {
    (0_u64..253_402_300_799).prop_map(|secs| SystemTime::UNIX_EPOCH + Duration::from_secs(secs))
}

fn failure() -> impl Strategy<Value = Failure> {
    // Numbers start at 1.
    let number = number().prop_map(|number| number.max(1));
    (number, any::<bool>(), cause(), headers(), now()).prop_map(
        |(number, is_idempotent, cause, headers, now)| Failure {
            number,
            is_idempotent,
            cause,
            headers,
            now,
        },
    )
}

/// Returns whether the server may have processed the request, independently of the policy.
fn may_be_processed(failure: &Failure) -> bool {
    let has_retry_after = ["retry-after", "retry-after-ms"]
        .iter()
        .any(|name| failure.headers.contains_key(*name));
    match failure.cause {
        FailureCause::NotSent => false,
        FailureCause::TimedOut | FailureCause::Interrupted => true,
        FailureCause::Status(status) => match status.as_u16() {
            429 => false,
            503 => !has_retry_after,
            _ => true,
        },
    }
}

fn advises(failure: &Failure, advice: &str) -> bool {
    failure
        .headers
        .get("x-should-retry")
        .is_some_and(|value| value == advice)
}

#[test]
fn decide_possibly_processed_post_stops() {
    for_all(CASES, (retries(), failure()), |(retries, failure)| {
        let is_requested = retries.retry_non_idempotent || advises(&failure, "true");
        if may_be_processed(&failure) && !failure.is_idempotent && !is_requested {
            assert_eq!(failure.decided_by(&retries), Decision::Stop);
        }
    });
}

#[test]
fn decide_after_maximum_stops() {
    for_all(CASES, (retries(), failure()), |(retries, failure)| {
        if failure.number > retries.max_retries {
            assert_eq!(failure.decided_by(&retries), Decision::Stop);
        }
        assert_eq!(failure.decided_by(&Retries::none()), Decision::Stop);
    });
}

#[test]
fn decide_x_should_retry_false_stops() {
    for_all(CASES, (retries(), failure()), |(retries, failure)| {
        if advises(&failure, "false") {
            assert_eq!(failure.decided_by(&retries), Decision::Stop);
        }
    });
}

#[test]
fn decide_other_status_stops() {
    for_all(CASES, (retries(), failure()), |(retries, failure)| {
        let is_final = match failure.cause {
            FailureCause::Status(status) => !matches!(status.as_u16(), 408 | 409 | 429 | 500..=599),
            _ => false,
        };
        if is_final && !advises(&failure, "true") {
            assert_eq!(failure.decided_by(&retries), Decision::Stop);
        }
    });
}

#[test]
fn decide_wait_is_within_limits() {
    let values = (retries(), failure(), any::<f64>());
    for_all(CASES, values, |(retries, failure, jitter)| {
        let Decision::Retry(wait) = failure.decided_by(&retries) else {
            return;
        };
        match (wait, retry_after(&failure.headers, failure.now)) {
            (Wait::Exactly(wait), Some(requested)) => {
                assert_eq!(wait, requested);
                assert!(wait <= retries.max_retry_after);
            }
            (Wait::UpTo(max), None | Some(Duration::ZERO)) => assert!(max <= retries.max_wait),
            other => panic!("{other:?}"),
        }
        let max = retries.max_wait.max(retries.max_retry_after);
        for jitter in [jitter, jitter.abs().fract(), 0.0, 0.5, 1.0 - f64::EPSILON] {
            assert!(wait.with_jitter(jitter) <= max, "{wait:?} {jitter}");
        }
    });
}

#[test]
fn with_jitter_never_exceeds_wait() {
    for_all(CASES, (duration(), any::<f64>()), |(max, jitter)| {
        for jitter in [jitter, jitter.abs().fract(), 1.0 - f64::EPSILON / 2.0, 1.0] {
            let wait = Wait::UpTo(max).with_jitter(jitter);
            assert!(wait <= max, "{wait:?} of {max:?} by {jitter}");
        }
    });
}

#[test]
fn decide_is_deterministic() {
    for_all(CASES, (retries(), failure()), |(retries, failure)| {
        assert_eq!(failure.decided_by(&retries), failure.decided_by(&retries));
    });
}

#[test]
fn decide_backoff_never_decreases() {
    for_all(CASES, (retries(), 1_u32..u32::MAX), |(retries, number)| {
        let retries = retries.max_retries(u32::MAX);
        let wait_after = |number| {
            let headers = HeaderMap::new();
            let attempt = FailedAttempt::for_tests(number, FailureCause::NotSent, &headers);
            match retries.decide(&attempt) {
                Decision::Retry(Wait::UpTo(max)) => max,
                other => panic!("{other:?}"),
            }
        };
        let (this, next) = (wait_after(number), wait_after(number + 1));
        assert!(this <= next);
        // After attempt 33, the factor is at its maximum, which is less than twice that of attempt 32.
        if number < 32 {
            assert_eq!(next, this.saturating_mul(2).min(retries.max_wait));
        }
    });
}

/// A custom timer may return any time.
#[test]
fn retry_after_extreme_clock_does_not_panic() {
    let date = HeaderValue::from_static("Sun, 14 Mar 2027 09:30:00 GMT");
    let headers = HeaderMap::from_iter([(RETRY_AFTER, date)]);
    let ages = Duration::from_secs(1 << 60);
    for now in [
        SystemTime::UNIX_EPOCH.checked_sub(ages),
        SystemTime::UNIX_EPOCH.checked_add(ages),
    ] {
        let _ = now.map(|now| retry_after(&headers, now));
    }
}
