//! A call that is dropped ends there and then.

use std::time::Duration;

use telnyx_video::Client;

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{Answer, RecordingTimer, Server};

/// Begins the call, lets it get as far as `until`, and drops it.
async fn begin_and_drop(operation: Operation, client: &Client, until: impl Future<Output = ()>) {
    tokio::select! {
        outcome = operation.call(client) => panic!("{outcome:?}"),
        () = until => {}
    }
}

#[tokio::test]
async fn during_an_attempt_the_connection_is_closed() {
    let half_a_body = || Answer::head(200, &[("content-length", "9")]).write("{");
    let chunked = || Answer::head(200, &[("transfer-encoding", "chunked")]);
    for fault in [
        Answer::stall(),
        half_a_body().then_stall(),
        chunked().then_drip_forever("1\r\n \r\n"),
        Answer::raw("HTTP/1.1 200 OK\r\nx-long: ").then_drip_forever("a"),
    ] {
        for operation in OPERATIONS {
            let server = Server::answering([fault.clone(), Answer::json(200, SUCCESS)]);
            let client = server.builder().timer(RecordingTimer::new());
            let client = client.build().unwrap();
            begin_and_drop(operation, &client, server.has_stalled(1)).await;
            server.was_hung_up_on(1).await;

            // Nothing is left behind that would send another: the next request is the next call.
            assert_eq!(operation.call(&client).await.unwrap(), 1);
            assert_eq!(server.attempts(), ["1", "1"]);
        }
    }
}

#[tokio::test]
async fn during_a_wait_no_further_request_arrives() {
    for operation in OPERATIONS {
        let server = Server::answering([
            Answer::new(429, &[("retry-after", "9")], ""),
            Answer::json(200, SUCCESS),
        ]);
        let timer = RecordingTimer::endless();
        let client = server.builder().timer(timer.clone()).build().unwrap();
        begin_and_drop(operation, &client, timer.has_begun(1)).await;
        assert_eq!(timer.waits(), [Duration::from_secs(9)]);

        assert_eq!(operation.call(&client).await.unwrap(), 1);
        assert_eq!(server.attempts(), ["1", "1"]);
    }
}

#[tokio::test]
async fn a_call_that_is_never_awaited_sends_nothing() {
    let server = Server::always(Answer::json(200, SUCCESS));
    let client = server.builder().build().unwrap();
    drop(Operation::Create.call(&client));
    assert_eq!(Operation::Retrieve.call(&client).await.unwrap(), 1);
    assert_eq!(server.attempts(), ["1"]);
}
