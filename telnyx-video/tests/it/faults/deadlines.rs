//! Deadlines of whole calls.

use std::error::Error as _;
use std::time::Duration;

use telnyx_video::{Client, Error, ErrorKind, RequestOptions, Retries};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{PausedClock, RecordingTimer, Reply, Server};

const SECOND: Duration = Duration::from_secs(1);

/// Returns a client with a deadline of ten seconds.
fn client(server: &Server, timer: &RecordingTimer) -> Client {
    let builder = server.client_builder().timer(timer.clone());
    builder.total_timeout(10 * SECOND).build().unwrap()
}

#[tokio::test]
async fn requested_wait_beyond_deadline_fails_at_once() {
    let _clock = PausedClock::new();
    for operation in OPERATIONS {
        let server = Server::always(Reply::new(429, &[("retry-after", "30")], ""));
        let timer = RecordingTimer::new();
        let error = operation.call(&client(&server, &timer)).await.unwrap_err();
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.retry_after(), Some(30 * SECOND));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1"]);
        assert_eq!(timer.sleeps(), [Duration::ZERO; 0]);
    }
}

#[tokio::test]
async fn backoff_beyond_deadline_fails_at_once() {
    let _clock = PausedClock::new();
    let server = Server::always(Reply::new(500, &[], ""));
    // With a jitter of 0.5, the waits are 8 s, which is within the deadline, and 16 s, which is not.
    let retries = Retries::new()
        .max_retries(9)
        .backoff(16 * SECOND, 3600 * SECOND);
    let timer = RecordingTimer::new();
    let builder = server
        .client_builder()
        .timer(timer.clone())
        .retry_policy(retries);
    let client = builder.total_timeout(12 * SECOND).build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.attempts(), ["1", "2"]);
    assert_eq!(timer.sleep_millis(), [8_000]);
}

#[tokio::test]
async fn retries_within_deadline_succeed() {
    let _clock = PausedClock::new();
    let server = Server::sequence([
        Reply::new(429, &[("retry-after", "9")], ""),
        Reply::json(200, SUCCESS),
    ]);
    let timer = RecordingTimer::new();
    let attempts = Operation::Kick
        .call(&client(&server, &timer))
        .await
        .unwrap();
    assert_eq!(attempts, 2);
    assert_eq!(timer.sleep_millis(), [9_000]);
}

#[tokio::test]
async fn deadline_during_attempt_is_timeout() {
    let clock = PausedClock::new();
    let half_a_body = Reply::head(200, &[("content-length", "9")]).write("{");
    for stall in [Reply::stall(), half_a_body.then_stall()] {
        let server = Server::sequence([Reply::close(), stall, Reply::json(200, SUCCESS)]);
        let timer = RecordingTimer::new();
        let client = client(&server, &timer);
        let call = tokio::spawn(async move { Operation::Update.call(&client).await });
        server.wait_for_stalls(1).await;
        clock.advance(10 * SECOND).await;
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.attempts(), 2);
        assert_eq!(error.status(), None);
        let line = error.to_string();
        let expected = ": the whole call took longer than 10s; \
            attempt 1: the transfer was interrupted: connection closed before message completed";
        assert!(line.ends_with(expected), "{line}");
        let previous = error.previous().unwrap();
        assert_eq!(previous.kind(), ErrorKind::Transport);
        assert_eq!(previous.attempts(), 1);
        server.wait_for_disconnects(1).await;
        assert_eq!(server.attempts(), ["1", "2"]);
    }
}

/// Custom timers may sleep too long.
#[tokio::test]
async fn deadline_during_wait_is_timeout() {
    let clock = PausedClock::new();
    let server = Server::always(Reply::new(429, &[("retry-after", "9")], ""));
    let timer = RecordingTimer::never_ending();
    let client = client(&server, &timer);
    let call = tokio::spawn(async move { Operation::Kick.call(&client).await });
    timer.wait_for_sleeps(1).await;
    clock.advance(10 * SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert!(!error.may_have_succeeded());
    assert_eq!(error.attempts(), 1);
    assert!(error.previous().unwrap().is_rate_limited());
    assert_eq!(server.attempts(), ["1"]);
}

#[tokio::test]
async fn deadline_error_has_previous_error() {
    let clock = PausedClock::new();
    let failure = |status, id| {
        let headers = [("retry-after", "1"), ("x-request-id", id)];
        Reply::new(status, &headers, r#"{"message":"busy"}"#)
    };
    let server = Server::sequence([failure(429, "8f2a"), failure(503, "9a3b"), Reply::stall()]);
    let client = client(&server, &RecordingTimer::new());
    let call = tokio::spawn(async move { Operation::Kick.call(&client).await });
    server.wait_for_stalls(1).await;
    clock.advance(10 * SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    // The error itself is about the attempt during which the deadline passed.
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts(), 3);
    assert_eq!(error.status(), None);
    assert_eq!(error.request_id(), None);
    let line = error.to_string();
    let expected = ": the whole call took longer than 10s; \
        attempt 2 returned 503 Service Unavailable: busy (request id 9a3b)";
    assert!(line.ends_with(expected), "{line}");

    let previous = error.previous().unwrap();
    assert_eq!(previous.status().unwrap(), 503);
    assert_eq!(previous.request_id(), Some("9a3b"));
    assert_eq!(previous.retry_after(), Some(SECOND));
    assert_eq!(previous.attempts(), 2);
    assert!(previous.previous().is_none());
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.request_id(), Some("9a3b"));
}

/// The deadline also includes the time of the attempts.
#[tokio::test]
async fn wait_after_slow_attempt_must_be_within_deadline() {
    for (spent, attempts) in [(4, 2), (6, 1)] {
        let clock = PausedClock::new();
        let server = Server::sequence([
            Reply::head(503, &[("retry-after", "5"), ("content-length", "9")]).then_stall(),
            Reply::new(404, &[], ""),
        ]);
        let timer = RecordingTimer::new();
        let client = client(&server, &timer);
        let options = RequestOptions::new().timeout(spent * SECOND);
        let call =
            tokio::spawn(async move { Operation::Retrieve.call_with(&client, options).await });
        timer.wait_for_heads(1).await;
        clock.advance(spent * SECOND).await;
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.attempts(), attempts, "{error}");
        assert!(error.previous().is_none());
    }
}

#[tokio::test]
async fn deadline_of_max_duration_has_no_effect() {
    let server = Server::sequence([Reply::close(), Reply::json(200, SUCCESS)]);
    let builder = server.client_builder().timer(RecordingTimer::new());
    let client = builder.total_timeout(Duration::MAX).build().unwrap();
    assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 2);
}

#[tokio::test]
async fn deadline_option_replaces_deadline_of_client() {
    let clock = PausedClock::new();
    let server = Server::always(Reply::stall());
    let client = client(&server, &RecordingTimer::new());
    let options = RequestOptions::new().total_timeout(40 * SECOND);
    let mut call = tokio::spawn(async move { Operation::Kick.call_with(&client, options).await });
    server.wait_for_stalls(1).await;
    clock.advance(39 * SECOND).await;
    tokio::select! {
        biased;
        result = &mut call => panic!("{result:?}"),
        () = tokio::task::yield_now() => {}
    }
    clock.advance(SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert!(
        error
            .to_string()
            .contains("the whole call took longer than 40s"),
        "{error}"
    );
}

#[tokio::test]
async fn timeout_applies_to_each_attempt() {
    let clock = PausedClock::new();
    let server = Server::sequence([Reply::stall(), Reply::stall(), Reply::json(200, SUCCESS)]);
    let timer = RecordingTimer::new();
    let client = client(&server, &timer);
    let options = RequestOptions::new().timeout(4 * SECOND);
    let call = tokio::spawn(async move { Operation::Retrieve.call_with(&client, options).await });
    for stalls in [1, 2] {
        server.wait_for_stalls(stalls).await;
        clock.advance(4 * SECOND).await;
    }
    assert_eq!(call.await.unwrap().unwrap(), 3);
    assert_eq!(server.attempts(), ["1", "2", "3"]);
    assert_eq!(timer.sleep_millis(), [250, 500]);
}

#[tokio::test]
async fn deadline_of_zero_is_timeout() {
    let server = Server::always(Reply::stall());
    let options = RequestOptions::new().total_timeout(Duration::ZERO);
    let client = server.client_builder().build().unwrap();
    let error = Operation::Retrieve.call_with(&client, options).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
}
