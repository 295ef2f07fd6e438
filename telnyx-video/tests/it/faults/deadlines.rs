//! The time that a whole call has.

use std::error::Error as _;
use std::time::Duration;

use telnyx_video::{Client, Error, ErrorKind, RequestOptions, Retries};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server, StoppedClock};

const SECOND: Duration = Duration::from_secs(1);

/// A client whose calls have ten seconds.
fn hasty(server: &Server, timer: &RecordingTimer) -> Client {
    let builder = server.builder().timer(timer.clone());
    builder.total_timeout(10 * SECOND).build().unwrap()
}

#[tokio::test]
async fn a_wait_that_is_asked_for_and_exceeds_the_deadline_is_not_begun() {
    let _clock = StoppedClock::new();
    for operation in OPERATIONS {
        let server = Server::always(Answer::new(429, &[("retry-after", "30")], ""));
        let timer = RecordingTimer::new();
        let error = operation.call(&hasty(&server, &timer)).await.unwrap_err();
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.retry_after(), Some(30 * SECOND));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1"]);
        assert_eq!(timer.waits(), [Duration::ZERO; 0]);
    }
}

#[tokio::test]
async fn a_wait_of_the_crate_that_exceeds_the_deadline_is_not_begun() {
    let _clock = StoppedClock::new();
    let server = Server::always(Answer::new(500, &[], ""));
    // Half of sixteen seconds, which there are; half of thirty-two, which there are not.
    let retries = Retries::new()
        .max_retries(9)
        .backoff(16 * SECOND, 3600 * SECOND);
    let timer = RecordingTimer::new();
    let builder = server.builder().timer(timer.clone()).retry_policy(retries);
    let client = builder.total_timeout(12 * SECOND).build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.attempts(), ["1", "2"]);
    assert_eq!(timer.milliseconds(), [8_000]);
}

#[tokio::test]
async fn a_deadline_that_is_long_enough_changes_nothing() {
    let _clock = StoppedClock::new();
    let server = Server::answering([
        Answer::new(429, &[("retry-after", "9")], ""),
        Answer::json(200, SUCCESS),
    ]);
    let timer = RecordingTimer::new();
    let attempts = Operation::Kick.call(&hasty(&server, &timer)).await.unwrap();
    assert_eq!(attempts, 2);
    assert_eq!(timer.milliseconds(), [9_000]);
}

#[tokio::test]
async fn a_deadline_that_passes_during_an_attempt_is_a_timeout() {
    let clock = StoppedClock::new();
    let half_a_body = Answer::head(200, &[("content-length", "9")]).write("{");
    for stall in [Answer::stall(), half_a_body.then_stall()] {
        let server = Server::answering([Answer::close(), stall, Answer::json(200, SUCCESS)]);
        let timer = RecordingTimer::new();
        let client = hasty(&server, &timer);
        let call = tokio::spawn(async move { Operation::Update.call(&client).await });
        server.has_stalled(1).await;
        clock.advance(10 * SECOND).await;
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.attempts(), 2);
        assert_eq!(error.status(), None);
        let line = error.to_string();
        let expected = ": the whole call took longer than 10s; \
            attempt 1: the connection failed: connection closed before message completed";
        assert!(line.ends_with(expected), "{line}");
        let previous = error.previous().unwrap();
        assert_eq!(previous.kind(), ErrorKind::Transport);
        assert_eq!(previous.attempts(), 1);
        server.was_hung_up_on(1).await;
        assert_eq!(server.attempts(), ["1", "2"]);
    }
}

/// A timer may be anybody's, and oversleep.
#[tokio::test]
async fn a_deadline_that_passes_during_a_wait_is_a_timeout() {
    let clock = StoppedClock::new();
    let server = Server::always(Answer::new(429, &[("retry-after", "9")], ""));
    let timer = RecordingTimer::endless();
    let client = hasty(&server, &timer);
    let call = tokio::spawn(async move { Operation::Kick.call(&client).await });
    timer.has_begun(1).await;
    clock.advance(10 * SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
    assert!(error.previous().unwrap().is_rate_limited());
    assert_eq!(server.attempts(), ["1"]);
}

#[tokio::test]
async fn a_deadline_that_passes_tells_of_the_last_failure_before() {
    let clock = StoppedClock::new();
    let failure = |status, id| {
        let headers = [("retry-after", "1"), ("x-request-id", id)];
        Answer::new(status, &headers, r#"{"message":"busy"}"#)
    };
    let server = Server::answering([failure(429, "8f2a"), failure(503, "9a3b"), Answer::stall()]);
    let client = hasty(&server, &RecordingTimer::new());
    let call = tokio::spawn(async move { Operation::Kick.call(&client).await });
    server.has_stalled(1).await;
    clock.advance(10 * SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    // What is its own is that of the attempt that was cut short.
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

/// Attempts take time as well, by the clock that the deadline goes by.
#[tokio::test]
async fn a_wait_has_only_what_the_attempts_have_left() {
    for (spent, attempts) in [(4, 2), (6, 1)] {
        let clock = StoppedClock::new();
        let server = Server::answering([
            Answer::head(503, &[("retry-after", "5"), ("content-length", "9")]).then_stall(),
            Answer::new(404, &[], ""),
        ]);
        let timer = RecordingTimer::new();
        let client = hasty(&server, &timer);
        let options = RequestOptions::new().timeout(spent * SECOND);
        let call =
            tokio::spawn(async move { Operation::Retrieve.call_with(&client, options).await });
        timer.has_seen_heads(1).await;
        clock.advance(spent * SECOND).await;
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(error.attempts(), attempts, "{error}");
        assert!(error.previous().is_none());
    }
}

#[tokio::test]
async fn a_deadline_beyond_what_a_clock_can_tell_is_none() {
    let server = Server::answering([Answer::close(), Answer::json(200, SUCCESS)]);
    let builder = server.builder().timer(RecordingTimer::new());
    let client = builder.total_timeout(Duration::MAX).build().unwrap();
    assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 2);
}

#[tokio::test]
async fn a_request_can_have_a_deadline_of_its_own() {
    let clock = StoppedClock::new();
    let server = Server::always(Answer::stall());
    let client = hasty(&server, &RecordingTimer::new());
    let options = RequestOptions::new().total_timeout(40 * SECOND);
    let mut call = tokio::spawn(async move { Operation::Kick.call_with(&client, options).await });
    server.has_stalled(1).await;
    clock.advance(39 * SECOND).await;
    tokio::select! {
        biased;
        outcome = &mut call => panic!("{outcome:?}"),
        () = tokio::task::yield_now() => {}
    }
    clock.advance(SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert!(
        error.to_string().contains("took longer than 40s"),
        "{error}"
    );
}

#[tokio::test]
async fn the_timeout_of_an_attempt_is_no_deadline() {
    let clock = StoppedClock::new();
    let server = Server::answering([Answer::stall(), Answer::stall(), Answer::json(200, SUCCESS)]);
    let timer = RecordingTimer::new();
    let client = hasty(&server, &timer);
    let options = RequestOptions::new().timeout(4 * SECOND);
    let call = tokio::spawn(async move { Operation::Retrieve.call_with(&client, options).await });
    for stalls in [1, 2] {
        server.has_stalled(stalls).await;
        clock.advance(4 * SECOND).await;
    }
    assert_eq!(call.await.unwrap().unwrap(), 3);
    assert_eq!(server.attempts(), ["1", "2", "3"]);
    assert_eq!(timer.milliseconds(), [250, 500]);
}

#[tokio::test]
async fn no_time_at_all_is_a_timeout() {
    let server = Server::always(Answer::stall());
    let options = RequestOptions::new().total_timeout(Duration::ZERO);
    let client = server.builder().build().unwrap();
    let error = Operation::Retrieve.call_with(&client, options).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
}
