//! The outcome and the number of attempts of every operation after every fault.

use std::error::Error as _;
use std::future;
use std::time::Duration;

use telnyx_video::{Error, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{PausedClock, RecordingTimer, Reply, Server};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Success,
    Status(u16),
    Kind(ErrorKind),
}

use ErrorKind::{Connect, Decode, Timeout, TooLong, Transport};
use Outcome::{Kind, Status, Success};

/// The attempts of the operations, in the order of [`OPERATIONS`], if the server has not processed the
/// request.
const RETRY_ALL: [u32; 6] = [3; 6];
/// The attempts if the server may have processed the request: idempotent operations are retried.
const RETRY_IDEMPOTENT: [u32; 6] = [3, 1, 1, 3, 3, 1];
/// The attempts if the fault is permanent.
const RETRY_NONE: [u32; 6] = [1; 6];

/// The outcomes of a success response without fields: the rooms have no id, the results of kick and
/// of the deletion of a page are optional, and delete ignores the body.
const WITHOUT_FIELDS: [Outcome; 6] = [
    Kind(Decode),
    Kind(Decode),
    Success,
    Kind(Decode),
    Success,
    Success,
];
/// The outcomes of a body that cannot be decoded: delete ignores it.
const NOT_DECODABLE: [Outcome; 6] = [
    Kind(Decode),
    Kind(Decode),
    Kind(Decode),
    Kind(Decode),
    Success,
    Kind(Decode),
];

const JSON: (&str, &str) = ("content-type", "application/json");
const CHUNKED: (&str, &str) = ("transfer-encoding", "chunked");

/// When the default timeout of one minute passes.
#[derive(Clone, Copy)]
enum TimesOut {
    Never,
    /// When the server stalls.
    BeforeHead,
    /// When the client has read the head.
    AfterHead,
}

/// Asserts the outcomes of all operations after a fault, without a timeout.
async fn assert_outcomes(name: &str, fault: Reply, outcomes: [Outcome; 6], attempts: [u32; 6]) {
    assert_outcomes_with(TimesOut::Never, name, fault, outcomes, attempts).await;
}

/// Asserts the outcomes of all operations after a fault.
async fn assert_outcomes_with(
    times_out: TimesOut,
    name: &str,
    fault: Reply,
    outcomes: [Outcome; 6],
    attempts: [u32; 6],
) {
    for ((operation, outcome), attempts) in OPERATIONS.into_iter().zip(outcomes).zip(attempts) {
        let server = Server::always(fault.clone());
        let case = format!("{name}, {operation:?}");
        let timer = RecordingTimer::new();
        let client = server.client_with_timer(&timer);
        let result = tokio::select! {
            result = operation.call(&client) => result,
            () = pass_timeouts(times_out, &server, &timer) => unreachable!("never returns"),
        };
        assert_outcome(&case, operation, result, outcome, attempts);

        let methods: Vec<_> = server
            .requests()
            .iter()
            .map(|request| request.method().to_owned())
            .collect();
        let (numbers, waits) = match attempts {
            1 => (vec!["1"], vec![]),
            // Backoffs of 0.5 s and 1 s with a jitter of 0.5.
            3 => (vec!["1", "2", "3"], vec![250, 500]),
            other => panic!("{other} attempts"),
        };
        assert_eq!(server.attempts(), numbers, "{case}");
        assert_eq!(
            methods,
            vec![operation.method(); usize::try_from(attempts).unwrap()],
            "{case}"
        );
        assert_eq!(timer.sleep_millis(), waits, "{case}");
    }
}

/// Advances the clock by a minute in every attempt. Never returns.
async fn pass_timeouts(times_out: TimesOut, server: &Server, timer: &RecordingTimer) {
    let clock = PausedClock::new();
    for attempt in 1.. {
        match times_out {
            TimesOut::Never => future::pending().await,
            TimesOut::BeforeHead => server.wait_for_stalls(attempt).await,
            TimesOut::AfterHead => timer.wait_for_heads(attempt).await,
        }
        clock.advance(Duration::from_secs(60)).await;
    }
}

#[track_caller]
fn assert_outcome(
    case: &str,
    operation: Operation,
    result: Result<u32, Error>,
    outcome: Outcome,
    attempts: u32,
) {
    match result {
        Ok(actual_attempts) => {
            assert_eq!((Success, actual_attempts), (outcome, attempts), "{case}");
        }
        Err(error) => {
            let actual = match error.kind() {
                ErrorKind::Status(status) => Status(status.as_u16()),
                kind => Kind(kind),
            };
            assert_eq!(
                (actual, error.attempts()),
                (outcome, attempts),
                "{case}: {error}"
            );
            assert_eq!(error.method().unwrap().as_str(), operation.method());
        }
    }
}

#[tokio::test]
async fn refused_connection_is_connect_error() {
    for operation in OPERATIONS {
        let server = Server::not_listening(|_| Reply::close());
        let timer = RecordingTimer::new();
        let client = server.client_with_timer(&timer);
        let result = operation.call(&client).await;
        assert_outcome("refused", operation, result, Kind(Connect), 3);
        assert_eq!(timer.sleep_millis(), [250, 500]);
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn incomplete_or_invalid_head_is_transport_error() {
    let half_a_head = || Reply::raw("HTTP/1.1 200 OK\r\ncontent-le");
    for (name, fault) in [
        ("closed before the head", Reply::close()),
        ("reset before the head", Reply::reset()),
        ("closed inside the head", half_a_head().then_close()),
        ("reset inside the head", half_a_head().then_reset()),
        (
            "not HTTP",
            Reply::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n").then_close(),
        ),
        (
            "invalid status",
            Reply::raw("HTTP/1.1 2x0 OK\r\n\r\n").then_close(),
        ),
        (
            "invalid content-length",
            Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n{}").then_close(),
        ),
    ] {
        assert_outcomes(name, fault, [Kind(Transport); 6], RETRY_IDEMPOTENT).await;
    }
}

#[tokio::test]
async fn incomplete_body_is_transport_error() {
    let announced = || Reply::head(200, &[JSON, ("content-length", "100")]);
    let chunked = || Reply::head(200, &[JSON, CHUNKED]);
    for (name, fault) in [
        ("closed after the head", announced().then_close()),
        ("reset after the head", announced().then_reset()),
        (
            "closed inside the body",
            announced().write(SUCCESS).then_close(),
        ),
        (
            "reset inside the body",
            announced().write(SUCCESS).then_reset(),
        ),
        ("closed before a chunk", chunked().then_close()),
        (
            "closed after a chunk",
            chunked().write_chunk(SUCCESS).then_close(),
        ),
        (
            "reset after a chunk",
            chunked().write_chunk(SUCCESS).then_reset(),
        ),
        (
            "closed inside a chunk",
            chunked().write("ff\r\n{").then_close(),
        ),
        (
            "chunk without size",
            chunked().write("size\r\n{}\r\n0\r\n\r\n").then_close(),
        ),
    ] {
        assert_outcomes(name, fault, [Kind(Transport); 6], RETRY_IDEMPOTENT).await;
    }
}

#[tokio::test]
async fn stalled_or_endless_response_is_timeout() {
    use TimesOut::{AfterHead, BeforeHead};
    let announced = || Reply::head(200, &[JSON, ("content-length", "100")]);
    let chunked = || Reply::head(200, &[JSON, CHUNKED]);
    let half_a_head = || Reply::raw("HTTP/1.1 200 OK\r\nx-long: ");
    for (name, times_out, fault) in [
        ("stalled before the head", BeforeHead, Reply::stall()),
        (
            "stalled inside the head",
            BeforeHead,
            half_a_head().then_stall(),
        ),
        (
            "endless head",
            BeforeHead,
            half_a_head().then_drip_forever("a"),
        ),
        (
            "stalled after the head",
            AfterHead,
            announced().then_stall(),
        ),
        (
            "stalled inside the body",
            AfterHead,
            announced().write(SUCCESS).then_stall(),
        ),
        (
            "stalled after a chunk",
            AfterHead,
            chunked().write_chunk(SUCCESS).then_stall(),
        ),
        (
            "endless body",
            AfterHead,
            chunked().then_drip_forever("1\r\n \r\n"),
        ),
    ] {
        assert_outcomes_with(times_out, name, fault, [Kind(Timeout); 6], RETRY_IDEMPOTENT).await;
    }
}

#[tokio::test]
async fn slow_response_is_success() {
    let fault = Reply::json(200, SUCCESS).dripping();
    assert_outcomes("byte by byte", fault, [Success; 6], RETRY_NONE).await;
}

#[tokio::test]
async fn body_above_default_limit_is_too_long_error() {
    // One byte more than 64 MiB, and nearly `u64::MAX`.
    for length in ["67108865", "18446744073709551612"] {
        let fault = Reply::head(200, &[JSON, ("content-length", length)]).then_stall();
        assert_outcomes(length, fault, [Kind(TooLong); 6], RETRY_NONE).await;
    }
}

#[tokio::test]
async fn body_that_violates_contract_is_decode_error() {
    let html = ("content-type", "text/html");
    for (name, fault) in [
        ("garbage", Reply::json(200, "{\"data\":{\"id\"")),
        ("not Unicode", Reply::json(200, b"\xff\xfe\x00")),
        ("a list", Reply::json(200, "[]")),
        ("HTML", Reply::new(200, &[html], "<html>Welcome</html>")),
        (
            "compressed",
            Reply::new(200, &[JSON, ("content-encoding", "gzip")], b"\x1f\x8b\x08"),
        ),
    ] {
        assert_outcomes(name, fault, NOT_DECODABLE, RETRY_NONE).await;
    }
    for (name, fault) in [
        ("an empty 200", Reply::new(200, &[], "")),
        ("a 204", Reply::new(204, &[], "")),
        ("an empty object", Reply::json(200, "{}")),
    ] {
        assert_outcomes(name, fault, WITHOUT_FIELDS, RETRY_NONE).await;
    }
}

#[tokio::test]
async fn success_in_unusual_encoding_is_success() {
    let plain = ("content-type", "text/plain");
    for (name, fault) in [
        ("another type", Reply::new(200, &[plain], SUCCESS)),
        ("no type", Reply::new(200, &[], SUCCESS)),
        (
            "byte order mark",
            Reply::json(200, format!("\u{feff}{SUCCESS}")),
        ),
        (
            "chunks",
            Reply::head(200, &[JSON, CHUNKED])
                .write_chunk(&SUCCESS[..20])
                .write_chunk(&SUCCESS[20..])
                .write("0\r\n\r\n"),
        ),
        (
            "no length",
            Reply::raw(format!("HTTP/1.0 200 OK\r\n\r\n{SUCCESS}")).then_close(),
        ),
        (
            "early hints",
            Reply::head(103, &[("link", "</a>; rel=preload")]).write(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{SUCCESS}",
                SUCCESS.len()
            )),
        ),
    ] {
        assert_outcomes(name, fault, [Success; 6], RETRY_NONE).await;
    }
}

#[tokio::test]
async fn rate_limit_and_busy_statuses_are_retried_for_all_operations() {
    assert_outcomes("429", Reply::json(429, "{}"), [Status(429); 6], RETRY_ALL).await;
    // The `retry-after` is invalid, so the wait is a backoff.
    let busy = Reply::new(503, &[("retry-after", "soon")], "");
    assert_outcomes("503 with retry-after", busy, [Status(503); 6], RETRY_ALL).await;
}

#[tokio::test]
async fn conflict_and_server_error_statuses_are_retried_for_idempotent_operations() {
    for status in [408, 409, 500, 502, 503, 504, 599] {
        let html = Reply::new(status, &[("content-type", "text/html")], "<html>");
        assert_outcomes(
            &status.to_string(),
            html,
            [Status(status); 6],
            RETRY_IDEMPOTENT,
        )
        .await;
    }
}

#[tokio::test]
async fn other_statuses_are_not_retried() {
    for status in [
        300, 304, 400, 401, 402, 403, 404, 405, 410, 422, 451, 501, 505, 507, 600, 999,
    ] {
        let fault = match status {
            304 => Reply::new(304, &[], ""),
            _ => Reply::json(status, r#"{"errors":[{"title":"No"}]}"#),
        };
        assert_outcomes(&status.to_string(), fault, [Status(status); 6], RETRY_NONE).await;
    }
}

#[tokio::test]
async fn error_status_with_invalid_body_is_status_error() {
    let announced = |status| Reply::head(status, &[JSON, ("content-length", "100")]);
    for (status, attempts) in [(429, RETRY_ALL), (500, RETRY_IDEMPOTENT), (404, RETRY_NONE)] {
        let too_long = Reply::head(status, &[("content-length", "67108865")]).then_stall();
        let closed = announced(status).write("{").then_close();
        let stalled = announced(status).write("{").then_stall();
        for (name, times_out, fault) in [
            ("too long", TimesOut::Never, too_long),
            ("closed", TimesOut::Never, closed),
            ("stalled", TimesOut::AfterHead, stalled),
        ] {
            let name = format!("{status}, {name}");
            assert_outcomes_with(times_out, &name, fault, [Status(status); 6], attempts).await;
        }
    }
    let server = Server::always(announced(404).write("{").then_close());
    let error = Operation::Retrieve.call(&server.client()).await;
    let error = error.unwrap_err();
    assert_eq!(error.body(), Some(b"".as_slice()));
    assert!(error.source().is_some());
}
