//! Every fault on every kind of operation: what comes of it, and after how many attempts.

use std::error::Error as _;
use std::future;
use std::time::Duration;

use telnyx_video::{Error, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server, StoppedClock};

/// What comes of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Value,
    Status(u16),
    Kind(ErrorKind),
}

use End::{Kind, Status, Value};
use ErrorKind::{Connect, Decode, Timeout, TooLong, Transport};

/// Attempts of retrieve, create, kick, update and delete, where the server can't have acted.
const ALWAYS: [u32; 5] = [3, 3, 3, 3, 3];
/// Where it may have acted: only what is idempotent is repeated.
const WHERE_SAFE: [u32; 5] = [3, 1, 1, 3, 3];
/// Where another attempt would be no better.
const NEVER: [u32; 5] = [1, 1, 1, 1, 1];

/// What the five operations make of an answer of success that says nothing: a room is missing its
/// id, a result need not be there, and a deletion has nothing to say.
const NOTHING_SAID: [End; 5] = [Kind(Decode), Kind(Decode), Value, Kind(Decode), Value];
/// What they make of a body that can't be read: a deletion does not read it.
const UNREADABLE: [End; 5] = [
    Kind(Decode),
    Kind(Decode),
    Kind(Decode),
    Kind(Decode),
    Value,
];

const JSON: (&str, &str) = ("content-type", "application/json");
const CHUNKED: (&str, &str) = ("transfer-encoding", "chunked");

/// When the minute passes that is the default timeout.
#[derive(Clone, Copy)]
enum TimeOut {
    Never,
    /// As soon as the server stalls.
    BeforeHead,
    /// As soon as the client has read the head.
    AfterHead,
}

/// Puts every operation through the fault, and no time passes.
async fn assert_ends(name: &str, fault: Answer, ends: [End; 5], attempts: [u32; 5]) {
    assert_ends_as(TimeOut::Never, name, fault, ends, attempts).await;
}

/// Puts every operation through the fault.
async fn assert_ends_as(
    time_out: TimeOut,
    name: &str,
    fault: Answer,
    ends: [End; 5],
    attempts: [u32; 5],
) {
    for ((operation, end), attempts) in OPERATIONS.into_iter().zip(ends).zip(attempts) {
        let server = Server::always(fault.clone());
        let cell = format!("{name}, {operation:?}");
        let timer = RecordingTimer::new();
        let builder = server.builder().timer(timer.clone());
        let client = builder.build().unwrap();
        let outcome = tokio::select! {
            outcome = operation.call(&client) => outcome,
            () = pass_time(time_out, &server, &timer) => unreachable!("time passes for ever"),
        };
        assert_cell(&cell, operation, outcome, end, attempts);

        let methods: Vec<_> = server
            .requests()
            .iter()
            .map(|request| request.method().to_owned())
            .collect();
        let (numbers, waits) = match attempts {
            1 => (vec!["1"], vec![]),
            // Half of half a second, and half of a second.
            3 => (vec!["1", "2", "3"], vec![250, 500]),
            other => panic!("{other} attempts"),
        };
        assert_eq!(server.attempts(), numbers, "{cell}");
        assert_eq!(
            methods,
            vec![operation.method(); usize::try_from(attempts).unwrap()],
            "{cell}"
        );
        assert_eq!(timer.milliseconds(), waits, "{cell}");
    }
}

/// Lets a minute pass for every attempt, when it is time. Never ends.
async fn pass_time(time_out: TimeOut, server: &Server, timer: &RecordingTimer) {
    let clock = StoppedClock::new();
    for attempt in 1.. {
        match time_out {
            TimeOut::Never => future::pending().await,
            TimeOut::BeforeHead => server.has_stalled(attempt).await,
            TimeOut::AfterHead => timer.has_seen_heads(attempt).await,
        }
        clock.advance(Duration::from_secs(60)).await;
    }
}

#[track_caller]
fn assert_cell(
    cell: &str,
    operation: Operation,
    outcome: Result<u32, Error>,
    end: End,
    attempts: u32,
) {
    match outcome {
        Ok(told) => assert_eq!((Value, told), (end, attempts), "{cell}"),
        Err(error) => {
            let found = match error.kind() {
                ErrorKind::Status => Status(error.status().unwrap().as_u16()),
                kind => Kind(kind),
            };
            assert_eq!(
                (found, error.attempts()),
                (end, attempts),
                "{cell}: {error}"
            );
            assert_eq!(error.method().unwrap().as_str(), operation.method());
        }
    }
}

#[tokio::test]
async fn no_connection() {
    for operation in OPERATIONS {
        let server = Server::refusing(|_| Answer::close());
        let timer = RecordingTimer::new();
        let client = server.builder().timer(timer.clone()).build().unwrap();
        let outcome = operation.call(&client).await;
        assert_cell("refused", operation, outcome, Kind(Connect), 3);
        assert_eq!(timer.milliseconds(), [250, 500]);
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn no_head() {
    let half_a_head = || Answer::raw("HTTP/1.1 200 OK\r\ncontent-le");
    for (name, fault) in [
        ("closed before the head", Answer::close()),
        ("reset before the head", Answer::reset()),
        ("closed inside the head", half_a_head().then_close()),
        ("reset inside the head", half_a_head().then_reset()),
        (
            "not HTTP",
            Answer::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n").then_close(),
        ),
        (
            "a status that is none",
            Answer::raw("HTTP/1.1 2x0 OK\r\n\r\n").then_close(),
        ),
        (
            "a length that is none",
            Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n{}").then_close(),
        ),
    ] {
        assert_ends(name, fault, [Kind(Transport); 5], WHERE_SAFE).await;
    }
}

#[tokio::test]
async fn half_a_body() {
    let announced = || Answer::head(200, &[JSON, ("content-length", "100")]);
    let chunked = || Answer::head(200, &[JSON, CHUNKED]);
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
            "a chunk of no size",
            chunked().write("size\r\n{}\r\n0\r\n\r\n").then_close(),
        ),
    ] {
        assert_ends(name, fault, [Kind(Transport); 5], WHERE_SAFE).await;
    }
}

#[tokio::test]
async fn stalls_and_endless_drips() {
    use TimeOut::{AfterHead, BeforeHead};
    let announced = || Answer::head(200, &[JSON, ("content-length", "100")]);
    let chunked = || Answer::head(200, &[JSON, CHUNKED]);
    let half_a_head = || Answer::raw("HTTP/1.1 200 OK\r\nx-long: ");
    for (name, time_out, fault) in [
        ("stalled before the head", BeforeHead, Answer::stall()),
        (
            "stalled inside the head",
            BeforeHead,
            half_a_head().then_stall(),
        ),
        (
            "a head without end",
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
            "a body without end",
            AfterHead,
            chunked().then_drip_forever("1\r\n \r\n"),
        ),
    ] {
        assert_ends_as(time_out, name, fault, [Kind(Timeout); 5], WHERE_SAFE).await;
    }
}

#[tokio::test]
async fn a_slow_answer_is_an_answer() {
    let fault = Answer::json(200, SUCCESS).dripping();
    assert_ends("byte by byte", fault, [Value; 5], NEVER).await;
}

#[tokio::test]
async fn a_body_too_long_to_read() {
    // One byte more than 64 MiB, and the most that a length can say.
    for length in ["67108865", "18446744073709551612"] {
        let fault = Answer::head(200, &[JSON, ("content-length", length)]).then_stall();
        assert_ends(length, fault, [Kind(TooLong); 5], NEVER).await;
    }
}

#[tokio::test]
async fn a_body_that_is_something_else() {
    let html = ("content-type", "text/html");
    for (name, fault) in [
        ("garbage", Answer::json(200, "{\"data\":{\"id\"")),
        ("not Unicode", Answer::json(200, b"\xff\xfe\x00")),
        ("a list", Answer::json(200, "[]")),
        ("HTML", Answer::new(200, &[html], "<html>Welcome</html>")),
    ] {
        assert_ends(name, fault, UNREADABLE, NEVER).await;
    }
    for (name, fault) in [
        ("an empty 200", Answer::new(200, &[], "")),
        ("a 204", Answer::new(204, &[], "")),
        ("an empty object", Answer::json(200, "{}")),
    ] {
        assert_ends(name, fault, NOTHING_SAID, NEVER).await;
    }
}

#[tokio::test]
async fn success_in_an_unusual_form() {
    let plain = ("content-type", "text/plain");
    for (name, fault) in [
        ("another type", Answer::new(200, &[plain], SUCCESS)),
        ("no type", Answer::new(200, &[], SUCCESS)),
        (
            "chunks",
            Answer::head(200, &[JSON, CHUNKED])
                .write_chunk(&SUCCESS[..20])
                .write_chunk(&SUCCESS[20..])
                .write("0\r\n\r\n"),
        ),
        (
            "no length",
            Answer::raw(format!("HTTP/1.0 200 OK\r\n\r\n{SUCCESS}")).then_close(),
        ),
        (
            "early hints",
            Answer::head(103, &[("link", "</a>; rel=preload")]).write(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{SUCCESS}",
                SUCCESS.len()
            )),
        ),
    ] {
        assert_ends(name, fault, [Value; 5], NEVER).await;
    }
}

#[tokio::test]
async fn statuses_after_which_the_server_has_not_acted() {
    assert_ends("429", Answer::json(429, "{}"), [Status(429); 5], ALWAYS).await;
    // It can't be read, so the wait is the crate's own.
    let busy = Answer::new(503, &[("retry-after", "soon")], "");
    assert_ends("503, told when", busy, [Status(503); 5], ALWAYS).await;
}

#[tokio::test]
async fn statuses_after_which_the_server_may_have_acted() {
    for status in [408, 409, 500, 501, 502, 503, 504, 599] {
        let html = Answer::new(status, &[("content-type", "text/html")], "<html>");
        assert_ends(&status.to_string(), html, [Status(status); 5], WHERE_SAFE).await;
    }
}

#[tokio::test]
async fn statuses_that_are_final() {
    for status in [
        300, 304, 400, 401, 402, 403, 404, 405, 410, 422, 451, 600, 999,
    ] {
        let fault = Answer::json(status, r#"{"errors":[{"title":"No"}]}"#);
        let fault = if status == 304 {
            Answer::new(304, &[], "")
        } else {
            fault
        };
        assert_ends(&status.to_string(), fault, [Status(status); 5], NEVER).await;
    }
}

#[tokio::test]
async fn the_status_of_a_failure_outweighs_its_body() {
    let announced = |status| Answer::head(status, &[JSON, ("content-length", "100")]);
    for (status, attempts) in [(429, ALWAYS), (500, WHERE_SAFE), (404, NEVER)] {
        let too_long = Answer::head(status, &[("content-length", "67108865")]).then_stall();
        let closed = announced(status).write("{").then_close();
        let stalled = announced(status).write("{").then_stall();
        for (name, time_out, fault) in [
            ("too long", TimeOut::Never, too_long),
            ("closed", TimeOut::Never, closed),
            ("stalled", TimeOut::AfterHead, stalled),
        ] {
            let name = format!("{status}, {name}");
            assert_ends_as(time_out, &name, fault, [Status(status); 5], attempts).await;
        }
    }
    let server = Server::always(announced(404).write("{").then_close());
    let error = Operation::Retrieve.call(&server.client()).await;
    let error = error.unwrap_err();
    assert_eq!(error.body(), Some(b"".as_slice()));
    assert!(error.source().is_some());
}
