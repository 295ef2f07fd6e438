//! The time that a whole call has.

use std::time::Duration;

use telnyx_video::{Client, ErrorKind, RequestOptions, Retries};

use crate::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::clock::StoppedClock;
use crate::support::fault::Fault;
use crate::support::fault_server::FaultServer;
use crate::support::timer::RecordingTimer;

const SECOND: Duration = Duration::from_secs(1);

/// A client whose calls have ten seconds.
fn hasty(server: &FaultServer, timer: &RecordingTimer) -> Client {
    let builder = server.builder().timer(timer.clone());
    builder.deadline(10 * SECOND).build().unwrap()
}

#[tokio::test]
async fn a_wait_that_is_asked_for_and_exceeds_the_deadline_is_not_begun() {
    let _clock = StoppedClock::new();
    for operation in OPERATIONS {
        let server = FaultServer::always(Fault::answer(429, &[("retry-after", "30")], ""));
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
    let server = FaultServer::always(Fault::answer(500, &[], ""));
    // Half of sixteen seconds, which there are; half of thirty-two, which there are not.
    let retries = Retries::new().most(9).backoff(16 * SECOND, 3600 * SECOND);
    let timer = RecordingTimer::new();
    let builder = server.builder().timer(timer.clone()).retry_policy(retries);
    let client = builder.deadline(12 * SECOND).build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.attempts(), ["1", "2"]);
    assert_eq!(timer.milliseconds(), [8_000]);
}

#[tokio::test]
async fn a_deadline_that_is_long_enough_changes_nothing() {
    let _clock = StoppedClock::new();
    let server = FaultServer::playing([
        Fault::answer(429, &[("retry-after", "9")], ""),
        Fault::json(200, SUCCESS),
    ]);
    let timer = RecordingTimer::new();
    let attempts = Operation::Kick.call(&hasty(&server, &timer)).await.unwrap();
    assert_eq!(attempts, 2);
    assert_eq!(timer.milliseconds(), [9_000]);
}

#[tokio::test]
async fn a_deadline_that_passes_during_an_attempt_is_a_timeout() {
    let clock = StoppedClock::new();
    let half_a_body = Fault::head(200, &[("content-length", "9")]).write("{");
    for stall in [Fault::stall(), half_a_body.then_stall()] {
        let server = FaultServer::playing([Fault::close(), stall, Fault::json(200, SUCCESS)]);
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
        assert!(
            line.ends_with(": the deadline of 10s for the whole call passed"),
            "{line}"
        );
        server.was_hung_up_on(1).await;
        assert_eq!(server.attempts(), ["1", "2"]);
    }
}

/// A timer may be anybody's, and oversleep.
#[tokio::test]
async fn a_deadline_that_passes_during_a_wait_is_a_timeout() {
    let clock = StoppedClock::new();
    let server = FaultServer::always(Fault::answer(429, &[("retry-after", "9")], ""));
    let timer = RecordingTimer::endless();
    let client = hasty(&server, &timer);
    let call = tokio::spawn(async move { Operation::Kick.call(&client).await });
    timer.has_begun(1).await;
    clock.advance(10 * SECOND).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.attempts(), ["1"]);
}

#[tokio::test]
async fn a_request_can_have_a_deadline_of_its_own() {
    let clock = StoppedClock::new();
    let server = FaultServer::always(Fault::stall());
    let client = hasty(&server, &RecordingTimer::new());
    let options = RequestOptions::new().deadline(40 * SECOND);
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
    assert!(error.to_string().contains("the deadline of 40s"), "{error}");
}

#[tokio::test]
async fn the_timeout_of_an_attempt_is_no_deadline() {
    let clock = StoppedClock::new();
    let server = FaultServer::playing([Fault::stall(), Fault::stall(), Fault::json(200, SUCCESS)]);
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
    let server = FaultServer::always(Fault::stall());
    let options = RequestOptions::new().deadline(Duration::ZERO);
    let client = server.builder().build().unwrap();
    let error = Operation::Retrieve.call_with(&client, options).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
}
