//! Calls that are dropped.

use std::time::Duration;

use telnyx_video::Client;

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{RecordingTimer, Reply, Server};

/// Starts a call and drops it once `until` is complete.
async fn start_and_drop(operation: Operation, client: &Client, until: impl Future<Output = ()>) {
    tokio::select! {
        result = operation.call(client) => panic!("{result:?}"),
        () = until => {}
    }
}

#[tokio::test]
async fn call_dropped_during_attempt_closes_connection() {
    let half_a_body = || Reply::head(200, &[("content-length", "9")]).write("{");
    let chunked = || Reply::head(200, &[("transfer-encoding", "chunked")]);
    for fault in [
        Reply::stall(),
        half_a_body().then_stall(),
        chunked().then_drip_forever("1\r\n \r\n"),
        Reply::raw("HTTP/1.1 200 OK\r\nx-long: ").then_drip_forever("a"),
    ] {
        for operation in OPERATIONS {
            let server = Server::sequence([fault.clone(), Reply::json(200, SUCCESS)]);
            let client = server.client_with_timer(&RecordingTimer::new());
            start_and_drop(operation, &client, server.wait_for_stalls(1)).await;
            server.wait_for_disconnects(1).await;

            // No task of the dropped call sends requests: the next one is of the next call.
            assert_eq!(operation.call(&client).await.unwrap(), 1);
            assert_eq!(server.attempts(), ["1", "1"]);
        }
    }
}

#[tokio::test]
async fn call_dropped_during_wait_sends_no_request() {
    for operation in OPERATIONS {
        let server = Server::sequence([
            Reply::new(429, &[("retry-after", "9")], ""),
            Reply::json(200, SUCCESS),
        ]);
        let timer = RecordingTimer::never_ending();
        let client = server.client_with_timer(&timer);
        start_and_drop(operation, &client, timer.wait_for_sleeps(1)).await;
        assert_eq!(timer.sleeps(), [Duration::from_secs(9)]);

        assert_eq!(operation.call(&client).await.unwrap(), 1);
        assert_eq!(server.attempts(), ["1", "1"]);
    }
}

#[tokio::test]
async fn call_that_is_never_awaited_sends_nothing() {
    let server = Server::always(Reply::json(200, SUCCESS));
    let client = server.client_builder().build().unwrap();
    drop(Operation::Create.call(&client));
    assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 1);
    assert_eq!(server.attempts(), ["1"]);
}
