//! Success after faults.

use std::sync::Arc;

use telnyx_video::ErrorKind;

use super::operations::{OPERATIONS, Operation, ROOM, SUCCESS};
use crate::support::{RecordingTimer, Reply, Server};

fn success() -> Reply {
    Reply::json(200, SUCCESS)
}

fn busy() -> Reply {
    Reply::new(429, &[], "")
}

/// Faults after which the server may have processed the request.
fn ambiguous() -> Vec<Reply> {
    vec![
        Reply::close(),
        Reply::reset(),
        Reply::head(200, &[("content-length", "9")]).then_close(),
        Reply::new(408, &[], ""),
        Reply::new(409, &[], ""),
        Reply::new(500, &[], ""),
        Reply::new(502, &[], "<html>"),
        Reply::new(503, &[], ""),
        Reply::new(504, &[], ""),
    ]
}

#[tokio::test]
async fn second_attempt_succeeds() {
    for operation in OPERATIONS {
        let mut faults = vec![busy(), Reply::new(503, &[("retry-after", "0")], "")];
        // Whether other operations are retried is tested in `outcomes`.
        if operation == Operation::Retrieve {
            faults.extend(ambiguous());
        }
        for fault in faults {
            let server = Server::sequence([fault.clone(), success()]);
            let timer = RecordingTimer::new();
            let client = server.client_with_timer(&timer);
            let attempts = operation.call(&client).await.unwrap();
            assert_eq!(attempts, 2, "{operation:?}: {fault:?}");
            assert_eq!(server.attempts(), ["1", "2"]);
            assert_eq!(timer.sleeps().len(), 1);
        }
    }
}

#[tokio::test]
async fn third_attempt_succeeds() {
    for operation in OPERATIONS {
        let faults = match operation.is_idempotent() {
            true => [Reply::close(), Reply::new(500, &[], "")],
            false => [busy(), Reply::new(503, &[("retry-after-ms", "1")], "")],
        };
        let server = Server::sequence(faults.into_iter().chain([success()]));
        let timer = RecordingTimer::new();
        let client = server
            .client_builder()
            .timer(timer.clone())
            .build()
            .unwrap();
        assert_eq!(operation.call(&client).await.unwrap(), 3, "{operation:?}");
        assert_eq!(server.attempts(), ["1", "2", "3"]);
        assert_eq!(timer.sleeps().len(), 2);
    }
}

#[tokio::test]
async fn permanent_error_ends_retries() {
    let server = Server::sequence([Reply::close(), Reply::new(404, &[], ""), success()]);
    let client = server.client_builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.attempts(), ["1", "2"]);
}

#[tokio::test]
async fn server_that_starts_during_wait_is_reached() {
    for operation in OPERATIONS {
        let server = Arc::new(Server::not_listening(|_| success()));
        let server_to_start = Arc::clone(&server);
        let timer = RecordingTimer::with_action(move || server_to_start.listen());
        let client = server
            .client_builder()
            .timer(timer.clone())
            .build()
            .unwrap();
        assert_eq!(operation.call(&client).await.unwrap(), 2, "{operation:?}");
        assert_eq!(server.attempts(), ["2"]);
        assert_eq!(timer.sleep_millis(), [250]);
    }
}

#[tokio::test]
async fn attempts_differ_only_in_attempt_header() {
    let server = Server::sequence([busy(), busy(), success()]);
    let client = server.client_builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    let request = client.rooms().update(ROOM).unique_name("a b");
    request.send().await.unwrap();
    let requests = server.requests();
    let mut heads = requests
        .iter()
        .zip(["1", "2", "3"])
        .map(|(request, number)| {
            assert_eq!(request.header("x-attempt"), Some(number));
            assert_eq!(request.body, br#"{"unique_name":"a b"}"#);
            let head = &request.head;
            head.replace(&format!("x-attempt: {number}"), "x-attempt: n")
        });
    let first = heads.next().unwrap();
    assert!(heads.all(|head| head == first), "{requests:?}");
}

/// Requests on a connection from the pool are not sent again implicitly.
#[tokio::test]
async fn failure_of_reused_connection_counts_as_attempt() {
    for operation in [Operation::Create, Operation::Kick] {
        let server = Server::sequence([success(), Reply::close(), success()]);
        let client = server.client_builder().timer(RecordingTimer::new());
        let client = client.build().unwrap();
        assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 1);
        let error = operation.call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.attempts(), ["1", "1"]);
    }
}

#[tokio::test]
async fn attempts_are_counted_per_call() {
    let server = Server::sequence([busy(), success(), success(), busy(), success()]);
    let client = server.client_builder().timer(RecordingTimer::new());
    let client = client.build().unwrap();
    for attempts in [2, 1, 2] {
        assert_eq!(Operation::Kick.call(&client).await.unwrap(), attempts);
    }
    assert_eq!(server.attempts(), ["1", "2", "1", "1", "2"]);
}
