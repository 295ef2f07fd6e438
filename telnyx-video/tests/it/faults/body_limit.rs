//! The limit on the length of response bodies.

use telnyx_video::{Client, Error, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{RecordingTimer, Reply, Server};

const CHUNKED: (&str, &str) = ("transfer-encoding", "chunked");

fn client_with_limit(bytes: usize, server: &Server) -> Client {
    let builder = server.client_builder().timer(RecordingTimer::new());
    builder.longest_body(bytes).build().unwrap()
}

/// Makes a call with this limit, and asserts that it takes one attempt.
async fn call(operation: Operation, bytes: usize, reply: Reply) -> Result<(), Error> {
    let server = Server::always(reply);
    let result = operation.call(&client_with_limit(bytes, &server)).await;
    assert_eq!(server.attempts(), ["1"]);
    match result {
        Ok(attempts) => {
            assert_eq!(attempts, 1);
            Ok(())
        }
        Err(error) => {
            assert_eq!(error.attempts(), 1);
            Err(error)
        }
    }
}

/// Returns replies with the same body in different encodings.
fn encodings(body: &str) -> [Reply; 5] {
    let (first, second) = body.split_at(body.len() / 2);
    [
        Reply::json(200, body),
        Reply::head(200, &[CHUNKED])
            .write_chunk(body)
            .write("0\r\n\r\n"),
        Reply::head(200, &[CHUNKED])
            .write_chunk(first)
            .write_chunk(second)
            .write("0\r\n\r\n")
            .dripping(),
        Reply::raw(format!("HTTP/1.0 200 OK\r\n\r\n{body}")).then_close(),
        Reply::raw(format!("HTTP/1.0 200 OK\r\n\r\n{body}"))
            .dripping()
            .then_close(),
    ]
}

#[tokio::test]
async fn body_may_be_as_long_as_limit() {
    let encodings = encodings(SUCCESS).map(|encoding| (Operation::Retrieve, encoding));
    let operations = OPERATIONS.map(|operation| (operation, Reply::json(200, SUCCESS)));
    for (operation, encoding) in encodings.into_iter().chain(operations) {
        call(operation, SUCCESS.len(), encoding.clone())
            .await
            .unwrap();
        let error = call(operation, SUCCESS.len() - 1, encoding)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.body(), Some(b"".as_slice()));
        assert!(!error.is_retryable());
        let line = error.to_string();
        let reason = format!(": the body is longer than {} bytes", SUCCESS.len() - 1);
        assert!(line.ends_with(&reason), "{line}");
    }
}

#[tokio::test]
async fn empty_body_is_within_limit_of_zero() {
    for reply in [
        Reply::new(204, &[], ""),
        Reply::new(200, &[], ""),
        Reply::head(200, &[CHUNKED]).write("0\r\n\r\n"),
    ] {
        call(Operation::Delete, 0, reply).await.unwrap();
    }
    for encoding in encodings("{}") {
        let error = call(Operation::Delete, 0, encoding).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
    }
}

#[tokio::test]
async fn limit_may_be_usize_max() {
    for encoding in encodings(SUCCESS) {
        call(Operation::Retrieve, usize::MAX, encoding)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn content_length_above_limit_fails_at_once() {
    let server = Server::always(Reply::head(200, &[("content-length", "1001")]).then_stall());
    let client = client_with_limit(1_000, &server);
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    server.wait_for_disconnects(1).await;
    assert_eq!(server.attempts(), ["1"]);
}

#[tokio::test]
async fn endless_body_fails_at_limit() {
    let chunk = format!("100\r\n{}\r\n", " ".repeat(0x100));
    let flood = || Reply::head(200, &[CHUNKED]).then_flood(&chunk);
    let drip = || Reply::head(200, &[CHUNKED]).then_drip_forever("1\r\n \r\n");
    let until_closed = || Reply::raw("HTTP/1.0 200 OK\r\n\r\n").then_flood(&chunk);
    for fault in [flood(), drip(), until_closed()] {
        let server = Server::always(fault);
        let client = client_with_limit(1_000, &server);
        let error = Operation::Retrieve.call(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLong);
        assert_eq!(error.attempts(), 1);
        server.wait_for_disconnects(1).await;
        assert_eq!(server.attempts(), ["1"]);
    }
}

#[tokio::test]
async fn error_status_with_body_above_limit_is_reported() {
    let body = format!(r#"{{"errors":[{{"title":"{}"}}]}}"#, "x".repeat(1_000));
    let chunk = format!("100\r\n{}\r\n", " ".repeat(0x100));
    for reply in [
        Reply::json(404, &body),
        Reply::head(404, &[("content-length", "99999999999")]).then_stall(),
        Reply::head(404, &[CHUNKED]).then_flood(&chunk),
    ] {
        let error = call(Operation::Retrieve, 1_000, reply).await;
        let error = error.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(error.body(), Some(b"".as_slice()));
        assert_eq!(error.problems(), []);
    }
}
