//! What an error tells of each way to fail.

use std::error::Error as _;
use std::time::Duration;

use telnyx_video::reqwest::{self, Method};
use telnyx_video::{Client, Error, ErrorKind, Retries};

use crate::support::{Answer, Server};

/// The error of `GET /rooms/1?secret=in-query` that this answer leads to.
async fn error_of(answer: Answer) -> Error {
    let server = Server::answering([answer]);
    ask(&server.client()).await
}

async fn ask(client: &Client) -> Error {
    client
        .request(Method::GET, "/rooms/1")
        .query("secret", "in-query")
        .send::<Vec<u64>>()
        .await
        .unwrap_err()
}

/// The line with the port of the server, which differs from run to run, taken out.
fn line(error: &Error) -> String {
    let line = error.to_string();
    match error.url().and_then(reqwest::Url::port) {
        Some(port) => line.replace(&format!(":{port}/"), "/"),
        None => line,
    }
}

#[tokio::test]
async fn a_status_carries_all_that_is_known() {
    let body = r#"{"errors":[{"code":"10015","title":"Invalid value","detail":"Is taken.",
        "source":{"pointer":"/unique_name","parameter":"x"},"meta":{"url":"https://a.example"}}]}"#;
    let error = error_of(Answer::json(422, body).header("x-request-id", "8f2a")).await;
    assert_eq!(
        line(&error),
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
async fn any_error_body_is_survived() {
    for body in [
        "",
        "<html>",
        "null",
        "[1,null]",
        r#"{"errors":[null,{"code":{}}]}"#,
        "\u{1b}[2J",
    ] {
        let error = error_of(Answer::new(502, &[], body)).await;
        assert_eq!(
            line(&error),
            "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 502 Bad Gateway"
        );
        assert_eq!(error.problems(), []);
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn a_server_cannot_forge_lines() {
    let body = r#"{"message":"a\nINFO all is well\u001b[2J","success":false}"#;
    let error = error_of(Answer::json(500, body)).await;
    assert_eq!(
        line(&error),
        "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 500 Internal Server Error: \
         a INFO all is well\u{fffd}[2J"
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_named_and_kept() {
    let error = error_of(Answer::json(200, r#"[1,"x"]"#).header("x-request-id", "8f2a")).await;
    assert_eq!(
        line(&error),
        "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 200 OK: can't decode the body \
         at [1]: invalid type: string \"x\", expected u64 at line 1 column 6, near `[1,\"x\"]` (request id 8f2a)"
    );
    assert!(error.is_decode());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body(), Some(br#"[1,"x"]"#.as_slice()));
    assert!(error.source().unwrap().is::<serde_json::Error>());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_connect_error() {
    let server = Server::refusing(|_| Answer::close());
    let error = ask(&server.client()).await;
    assert!(error.is_connect());
    assert_eq!(error.status(), None);
    assert_eq!(error.body(), None);
    let line = line(&error);
    let expected = "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1: could not connect to the server: ";
    assert!(line.starts_with(expected), "{line}");
    assert!(!line.contains("in-query"), "{line}");
    assert!(error.source().unwrap().is::<reqwest::Error>());
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_a_timeout() {
    let server = Server::always(Answer::stall());
    let builder = server.builder().retry_policy(Retries::none());
    let at_once = builder.timeout(Duration::ZERO).build().unwrap();
    let error = ask(&at_once).await;
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_transport_error() {
    let error = error_of(Answer::cut(200).header("x-request-id", "8f2a")).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.request_id(), Some("8f2a"));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn no_error_shows_the_key_or_the_query() {
    let server = Server::answering([
        Answer::json(401, r#"{"errors":[{"title":"Authentication failed"}]}"#),
        Answer::json(200, "{}"),
        Answer::cut(200),
    ]);
    let client = server.client();
    for _ in 0..3 {
        let error = ask(&client).await;
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut source = error.source();
        while let Some(cause) = source {
            shown += &format!(" {cause} {cause:?}");
            source = cause.source();
        }
        assert!(!shown.contains("KEY0123456789"), "{shown}");
        assert!(!shown.contains("in-query"), "{shown}");
    }
    assert_eq!(server.requests().len(), 3);
}
