//! A fault, and then success.

use std::sync::Arc;

use telnyx_video::ErrorKind;

use super::operations::{OPERATIONS, Operation, ROOM, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server};

fn success() -> Answer {
    Answer::json(200, SUCCESS)
}

fn busy() -> Answer {
    Answer::new(429, &[], "")
}

/// Faults after which the server may have acted.
fn ambiguous() -> Vec<Answer> {
    vec![
        Answer::close(),
        Answer::reset(),
        Answer::head(200, &[("content-length", "9")]).then_close(),
        Answer::new(408, &[], ""),
        Answer::new(409, &[], ""),
        Answer::new(500, &[], ""),
        Answer::new(502, &[], "<html>"),
        Answer::new(503, &[], ""),
        Answer::new(504, &[], ""),
    ]
}

#[tokio::test]
async fn the_second_attempt_succeeds() {
    for operation in OPERATIONS {
        let mut faults = vec![busy(), Answer::new(503, &[("retry-after", "0")], "")];
        // The other retries depend only on whether a repeat is safe.
        if operation == Operation::Retrieve {
            faults.extend(ambiguous());
        }
        for fault in faults {
            let server = Server::answering([fault.clone(), success()]);
            let timer = RecordingTimer::new();
            let client = server.builder().timer(timer.clone()).build().unwrap();
            let attempts = operation.call(&client).await.unwrap();
            assert_eq!(attempts, 2, "{operation:?}: {fault:?}");
            assert_eq!(server.attempts(), ["1", "2"]);
            assert_eq!(timer.waits().len(), 1);
        }
    }
}

#[tokio::test]
async fn the_third_attempt_succeeds() {
    for operation in OPERATIONS {
        let faults = match operation.is_idempotent() {
            true => [Answer::close(), Answer::new(500, &[], "")],
            false => [busy(), Answer::new(503, &[("retry-after-ms", "1")], "")],
        };
        let server = Server::answering(faults.into_iter().chain([success()]));
        let timer = RecordingTimer::new();
        let client = server.builder().timer(timer.clone()).build().unwrap();
        assert_eq!(operation.call(&client).await.unwrap(), 3, "{operation:?}");
        assert_eq!(server.attempts(), ["1", "2", "3"]);
        assert_eq!(timer.waits().len(), 2);
    }
}

#[tokio::test]
async fn a_failure_that_is_final_ends_the_attempts() {
    let server = Server::answering([Answer::close(), Answer::new(404, &[], ""), success()]);
    let client = server.builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.attempts(), ["1", "2"]);
}

#[tokio::test]
async fn a_server_that_comes_up_during_a_wait_is_reached() {
    for operation in OPERATIONS {
        let server = Arc::new(Server::refusing(|_| success()));
        let opened = Arc::clone(&server);
        let timer = RecordingTimer::doing(move || opened.open());
        let client = server.builder().timer(timer.clone()).build().unwrap();
        assert_eq!(operation.call(&client).await.unwrap(), 2, "{operation:?}");
        assert_eq!(server.attempts(), ["2"]);
        assert_eq!(timer.milliseconds(), [250]);
    }
}

#[tokio::test]
async fn every_attempt_is_the_same_request() {
    let server = Server::answering([busy(), busy(), success()]);
    let client = server.builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    let request = client.rooms().update(ROOM).unique_name("a b");
    request.send().await.unwrap();
    let arrived = server.requests();
    let mut heads = arrived
        .iter()
        .zip(["1", "2", "3"])
        .map(|(request, number)| {
            assert_eq!(request.header("x-attempt"), Some(number));
            assert_eq!(request.body, br#"{"unique_name":"a b"}"#);
            let head = &request.head;
            head.replace(&format!("x-attempt: {number}"), "x-attempt: n")
        });
    let first = heads.next().unwrap();
    assert!(heads.all(|head| head == first), "{arrived:?}");
}

/// A connection that was kept open is no licence to send a request twice.
#[tokio::test]
async fn a_kept_connection_that_breaks_counts_as_an_attempt() {
    for operation in [Operation::Create, Operation::Kick] {
        let server = Server::answering([success(), Answer::close(), success()]);
        let client = server.builder().timer(RecordingTimer::new());
        let client = client.build().unwrap();
        assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 1);
        let error = operation.call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1", "1"]);
    }
}

#[tokio::test]
async fn each_call_counts_its_own_attempts() {
    let server = Server::answering([busy(), success(), success(), busy(), success()]);
    let client = server.builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    for attempts in [2, 1, 2] {
        assert_eq!(Operation::Kick.call(&client).await.unwrap(), attempts);
    }
    assert_eq!(server.attempts(), ["1", "2", "1", "1", "2"]);
}
