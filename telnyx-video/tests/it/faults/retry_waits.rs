//! The waits between attempts.

use std::time::Duration;

use telnyx_video::{Client, Error, Retries};

use super::operations::{OPERATIONS, Operation};
use crate::support::{RecordingTimer, Reply, Server};

type Headers = &'static [(&'static str, &'static str)];

/// Makes a call to a server that always returns this status with these headers. Returns the error,
/// the number of requests and the waits in milliseconds.
async fn failing_call(
    operation: Operation,
    status: u16,
    headers: Headers,
) -> (Error, usize, Vec<u128>) {
    let server = Server::always(Reply::new(status, headers, ""));
    let timer = RecordingTimer::new();
    let client = server.client_with_timer(&timer);
    let error = operation.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), status);
    (error, server.requests().len(), timer.sleep_millis())
}

const BACKOFF: [u128; 2] = [250, 500];

#[tokio::test]
async fn requested_wait_is_used() {
    let cases: [(Headers, u64); 15] = [
        (&[("retry-after", "7")], 7_000),
        (&[("retry-after", "007")], 7_000),
        (&[("retry-after", "1.5")], 1_500),
        (&[("retry-after", "0.001")], 1),
        (&[("retry-after", "60")], 60_000),
        (&[("retry-after", "Sun, 14 Mar 2027 09:30:20 GMT")], 20_000),
        (&[("retry-after", "Sun, 14 Mar 2027 09:31:00 GMT")], 60_000),
        // The clock of the server is one hour ahead.
        (
            &[
                ("retry-after", "Sun, 14 Mar 2027 10:30:20 GMT"),
                ("date", "Sun, 14 Mar 2027 10:30:00 GMT"),
            ],
            20_000,
        ),
        // Recipients must also accept the two obsolete date formats (RFC 9110, section 5.6.7).
        (&[("retry-after", "Sunday, 14-Mar-27 09:30:20 GMT")], 20_000),
        (&[("retry-after", "Sun Mar 14 09:30:20 2027")], 20_000),
        (&[("retry-after-ms", "250")], 250),
        (&[("retry-after-ms", "60000")], 60_000),
        (&[("Retry-After-Ms", "20"), ("Retry-After", "7")], 20),
        (&[("retry-after", "7"), ("retry-after-ms", "20")], 20),
        (&[("retry-after", "7"), ("retry-after-ms", "soon")], 7_000),
    ];
    let cases = cases.map(|(headers, wait)| (429, Operation::Kick, headers, wait));
    let seconds: Headers = &[("retry-after", "7")];
    let operations = OPERATIONS.map(|operation| (503, operation, seconds, 7_000));
    for (status, operation, headers, milliseconds) in cases.into_iter().chain(operations) {
        let (error, requests, waits) = failing_call(operation, status, headers).await;
        let wait = Duration::from_millis(milliseconds);
        assert_eq!(error.retry_after(), Some(wait), "{headers:?}");
        assert_eq!((error.attempts(), requests), (3, 3), "{headers:?}");
        assert_eq!(waits, [wait.as_millis(); 2], "{headers:?}");
    }
}

#[tokio::test]
async fn repeated_requested_wait_of_zero_uses_backoff() {
    let zeros: [Headers; 2] = [
        &[("retry-after", "0")],
        &[("retry-after", "Sun, 14 Mar 2027 09:30:00 GMT")],
    ];
    for headers in zeros {
        let (error, _, waits) = failing_call(Operation::Kick, 429, headers).await;
        assert_eq!(error.retry_after(), Some(Duration::ZERO));
        assert_eq!(waits, [0, BACKOFF[1]], "{headers:?}");
    }
}

#[tokio::test]
async fn invalid_requested_wait_uses_backoff() {
    let cases: [Headers; 11] = [
        &[],
        &[("retry-after", "")],
        &[("retry-after", "-1")],
        &[("retry-after", "soon")],
        &[("retry-after", "1e1")],
        &[("retry-after", "NaN")],
        &[("retry-after", "Sun, 14 Mar 2027 09:29:59 GMT")],
        &[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")],
        &[("retry-after", "2027-03-14T09:30:20Z")],
        &[("retry-after-ms", "-20")],
        &[("retry-after-ms", "\u{fffd}")],
    ];
    for headers in cases {
        let (error, requests, waits) = failing_call(Operation::Kick, 429, headers).await;
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), None, "{headers:?}");
        assert_eq!((error.attempts(), requests), (3, 3), "{headers:?}");
        assert_eq!(waits, BACKOFF, "{headers:?}");
    }
}

#[tokio::test]
async fn requested_wait_above_one_minute_is_returned_to_caller() {
    let seconds = Duration::from_secs;
    let milliseconds = Duration::from_millis;
    let cases: [(Headers, Duration); 10] = [
        (&[("retry-after", "61")], seconds(61)),
        (&[("retry-after", "60.001")], milliseconds(60_001)),
        (&[("retry-after", "86400")], seconds(86_400)),
        (&[("retry-after", "18446744073")], seconds(18_446_744_073)),
        (&[("retry-after-ms", "60001")], milliseconds(60_001)),
        (
            &[("retry-after", "Sun, 14 Mar 2027 09:31:01 GMT")],
            seconds(61),
        ),
        (
            &[("retry-after", "Mon, 15 Mar 2027 09:30:00 GMT")],
            seconds(86_400),
        ),
        // Too large for a `Duration`.
        (&[("retry-after", "99999999999999999999")], Duration::MAX),
        (
            &[("retry-after", "999999999999999999999999999999.5")],
            Duration::MAX,
        ),
        (
            &[("retry-after-ms", "99999999999999999999999")],
            Duration::MAX,
        ),
    ];
    for (headers, wait) in cases {
        let (error, requests, waits) = failing_call(Operation::Kick, 429, headers).await;
        assert!(error.is_rate_limited(), "{headers:?}");
        assert_eq!(error.retry_after(), Some(wait), "{headers:?}");
        assert_eq!((error.attempts(), requests), (1, 1), "{headers:?}");
        assert_eq!(waits, [0; 0], "{headers:?}");
    }
}

#[tokio::test]
async fn requested_wait_does_not_make_error_retryable() {
    for (operation, status) in [
        (Operation::Retrieve, 404),
        (Operation::Retrieve, 301),
        (Operation::Kick, 500),
        (Operation::Create, 409),
    ] {
        let (error, requests, waits) =
            failing_call(operation, status, &[("retry-after", "7")]).await;
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!((error.attempts(), requests), (1, 1), "{status}");
        assert_eq!(waits, [0; 0]);
    }
    let (error, requests, waits) =
        failing_call(Operation::Update, 500, &[("retry-after", "7")]).await;
    assert_eq!((error.attempts(), requests), (3, 3));
    assert_eq!(waits, [7_000, 7_000]);
}

/// Returns the error and the waits in microseconds of a GET that always fails.
async fn waits_with(
    retries: Retries,
    jitters: impl IntoIterator<Item = f64>,
) -> (Error, Vec<u128>) {
    let server = Server::always(Reply::new(500, &[], ""));
    let timer = RecordingTimer::with_jitters(jitters);
    let builder = server.client_builder().timer(timer.clone());
    let client: Client = builder.retry_policy(retries).build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    let waits = timer.sleeps();
    assert_eq!(server.requests().len(), waits.len() + 1);
    (error, waits.iter().map(Duration::as_micros).collect())
}

#[tokio::test]
async fn backoff_doubles_and_is_multiplied_by_jitter() {
    let (_, waits) = waits_with(Retries::new(), [0.0, 0.999]).await;
    assert_eq!(waits, [0, 999_000]);
    let (_, waits) = waits_with(Retries::new(), [0.75, 0.125]).await;
    assert_eq!(waits, [375_000, 125_000]);

    let (error, waits) = waits_with(Retries::new().max_retries(7), []).await;
    assert_eq!(error.attempts(), 8);
    assert_eq!(
        waits,
        [
            250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 4_000_000, 4_000_000
        ]
    );
}

#[tokio::test]
async fn jitter_out_of_range_is_clamped() {
    let (_, waits) = waits_with(Retries::new(), [f64::NAN, -7.0]).await;
    assert_eq!(waits, [0, 0]);
    let (_, waits) = waits_with(Retries::new(), [f64::INFINITY, 1e300]).await;
    assert_eq!(waits, [500_000, 1_000_000]);
}

#[tokio::test]
async fn backoff_and_max_retry_after_can_be_set() {
    let second = Duration::from_secs(1);
    let retries = Retries::new().max_retries(4).backoff(second, 3 * second);
    let (_, waits) = waits_with(retries, []).await;
    assert_eq!(waits, [500_000, 1_000_000, 1_500_000, 1_500_000]);

    let retries = Retries::new().backoff(2 * second, second);
    let (_, waits) = waits_with(retries, []).await;
    assert_eq!(waits, [500_000, 500_000]);

    for (longest, attempts) in [(6, 1), (7, 3)] {
        let server = Server::always(Reply::new(429, &[("retry-after", "7")], ""));
        let retries = Retries::new().max_retry_after(longest * second);
        let builder = server.client_builder().timer(RecordingTimer::new());
        let client = builder.retry_policy(retries).build().unwrap();
        let error = Operation::Kick.call(&client).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(error.retry_after(), Some(7 * second));
    }
}
