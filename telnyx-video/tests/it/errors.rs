//! Errors of `Client::request`, for each way to fail.

use std::error::Error as _;
use std::time::Duration;

use telnyx_video::reqwest::{self, Method};
use telnyx_video::{Client, Error, ErrorKind, Retries};

use crate::support::{Reply, Server};

/// Returns the error of a call after this reply.
async fn error_of(reply: Reply) -> Error {
    let server = Server::sequence([reply]);
    failing_call(&server.client()).await
}

/// Returns the error of `GET /rooms/1?secret=in-query`.
async fn failing_call(client: &Client) -> Error {
    client
        .request(Method::GET, "/rooms/1")
        .query("secret", "in-query")
        .send::<Vec<u64>>()
        .await
        .unwrap_err()
}

/// Returns the message of an error without the port of the server, which differs in each run.
fn message(error: &Error) -> String {
    let message = error.to_string();
    match error.url().and_then(reqwest::Url::port) {
        Some(port) => message.replace(&format!(":{port}/"), "/"),
        None => message,
    }
}

#[tokio::test]
async fn error_status_has_details_of_response() {
    let body = r#"{"errors":[{"code":"10015","title":"Invalid value","detail":"Is taken.",
        "source":{"pointer":"/unique_name","parameter":"x"},"meta":{"url":"https://a.example"}}]}"#;
    let error = error_of(Reply::json(422, body).header("x-request-id", "8f2a")).await;
    assert_eq!(
        message(&error),
        "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 422 Unprocessable Entity: \
         Invalid value (10015): Is taken. [field /unique_name] [parameter x] (request id 8f2a)"
    );
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(error.is_unprocessable());
    assert_eq!(error.operation(), Some("request"));
    assert_eq!(error.operation_id(), None);
    assert_eq!(error.path_template(), Some("/rooms/1"));
    assert_eq!(error.method(), Some(&Method::GET));
    assert_eq!(error.url().unwrap().path(), "/v2/rooms/1");
    assert_eq!(error.url().unwrap().query(), None);
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.request_id(), Some("8f2a"));
    assert_eq!(error.headers().unwrap()["x-request-id"], "8f2a");
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(error.code(), Some("10015"));
    assert_eq!(error.title(), Some("Invalid value"));
    assert_eq!(error.detail(), Some("Is taken."));
    assert_eq!(error.pointer(), Some("/unique_name"));
    assert_eq!(error.parameter(), Some("x"));
    assert_eq!(error.problems().len(), 1);
}

#[tokio::test]
async fn error_body_without_problems_is_kept() {
    for body in [
        "",
        "<html>",
        "null",
        "[1,null]",
        r#"{"errors":[null,{"code":{}}]}"#,
        "\u{1b}[2J",
    ] {
        let error = error_of(Reply::new(502, &[], body)).await;
        assert_eq!(
            message(&error),
            "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 502 Bad Gateway"
        );
        assert_eq!(error.problems(), []);
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn control_characters_in_error_body_are_replaced() {
    let body = r#"{"message":"a\nINFO all is well\u001b[2J","success":false}"#;
    let error = error_of(Reply::json(500, body)).await;
    assert_eq!(
        message(&error),
        "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 500 Internal Server Error: \
         a INFO all is well\u{fffd}[2J"
    );
}

#[tokio::test]
async fn decode_error_has_path_and_body() {
    let error = error_of(Reply::json(200, r#"[1,"x"]"#).header("x-request-id", "8f2a")).await;
    assert_eq!(
        message(&error),
        "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 200 OK: can't decode the body \
         at [1]: invalid type: string \"x\", expected u64 at line 1 column 6, near `[1,\"x\"]` (request id 8f2a)"
    );
    assert!(error.is_decode());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body(), Some(br#"[1,"x"]"#.as_slice()));
    assert!(error.source().unwrap().is::<serde_json::Error>());
}

#[tokio::test]
async fn refused_connection_is_connect_error() {
    let server = Server::not_listening(|_| Reply::close());
    let error = failing_call(&server.client()).await;
    assert!(error.is_connect());
    assert_eq!(error.status(), None);
    assert_eq!(error.body(), None);
    let message = message(&error);
    let expected = "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1: could not connect to the server: ";
    assert!(message.starts_with(expected), "{message}");
    assert!(!message.contains("in-query"), "{message}");
    assert!(error.source().unwrap().is::<reqwest::Error>());
}

#[tokio::test]
async fn timeout_of_attempt_is_timeout_error() {
    let server = Server::always(Reply::stall());
    let builder = server.client_builder().retry_policy(Retries::none());
    let client = builder.timeout(Duration::ZERO).build().unwrap();
    let error = failing_call(&client).await;
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn truncated_body_is_transport_error() {
    let error = error_of(Reply::truncated(200).header("x-request-id", "8f2a")).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.request_id(), Some("8f2a"));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn errors_hide_key_and_query() {
    let server = Server::sequence([
        Reply::json(401, r#"{"errors":[{"title":"Authentication failed"}]}"#),
        Reply::json(200, "{}"),
        Reply::truncated(200),
    ]);
    let client = server.client();
    for _ in 0..3 {
        let error = failing_call(&client).await;
        let mut output = format!("{error} {error:?} {error:#?}");
        let mut source = error.source();
        while let Some(cause) = source {
            output += &format!(" {cause} {cause:?}");
            source = cause.source();
        }
        assert!(!output.contains("KEY0123456789"), "{output}");
        assert!(!output.contains("in-query"), "{output}");
    }
    assert_eq!(server.requests().len(), 3);
}
