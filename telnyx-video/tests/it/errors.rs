//! Errors of `Client::request`, for each way to fail.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use telnyx_video::reqwest::{self, Method, StatusCode};
use telnyx_video::{Client, Error, ErrorKind, RequestOptions, Retries};

use crate::support::{RecordingTimer, Reply, Server};

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
    assert_eq!(
        error.kind(),
        ErrorKind::Status(StatusCode::UNPROCESSABLE_ENTITY)
    );
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
async fn error_message_contains_text_of_body() {
    let json = "application/json";
    for (content_type, body, text) in [
        (json, r#"{"error":"no such room"}"#, ": no such room"),
        (
            json,
            r#"{"errors":{"name":["is taken"]}}"#,
            ": is taken [field /name]",
        ),
        (json, r#"{"data":[1]}"#, ""),
        (
            "text/plain",
            "upstream connect error\n",
            ": upstream connect error",
        ),
        (
            "text/html",
            "<html><title>Down for maintenance</title>",
            ": Down for maintenance",
        ),
        ("text/html", "<h1>502 Bad Gateway</h1>", ""),
        (json, "null", ""),
        (json, "", ""),
    ] {
        let error = error_of(Reply::new(502, &[("content-type", content_type)], body)).await;
        assert_eq!(
            message(&error),
            format!(
                "request (GET /rooms/1) failed: http://127.0.0.1/v2/rooms/1 returned 502 Bad Gateway{text}"
            )
        );
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn error_with_many_problems_stores_first_hundred() {
    let problem = r#"{"code":"1","title":"a"}"#;
    let body = format!(r#"{{"errors":[{}]}}"#, vec![problem; 20_000].join(","));
    let error = error_of(Reply::json(422, body)).await;
    assert_eq!(error.problems().len(), 100);
    assert_eq!(error.problem_count(), 20_000);
    let line = error.to_string();
    assert!(
        line.ends_with(": a (1); a (1); a (1) (and 19997 more)"),
        "{line}"
    );
}

#[tokio::test]
async fn url_too_long_is_invalid_request() {
    let server = Server::sequence([]);
    let call = server
        .client()
        .request(Method::GET, "/rooms")
        .query("filter", "x".repeat(70_000));
    let error = call.send::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.attempts(), 0);
    let line = error.to_string();
    assert!(line.contains(" was not sent: the URL is 70"), "{line}");
    let download = server
        .client()
        .download(server.url(&format!("/{}", "x".repeat(70_000))));
    let error = download.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn longest_url_is_sent() {
    let server = Server::always(Reply::json(200, "null"));
    let length = 65_534 - server.url("/v2/rooms?a=").len();
    let request = |length| {
        let request = server.client().request(Method::GET, "/rooms");
        request.query("a", "x".repeat(length)).send::<()>()
    };
    request(length).await.unwrap();
    let error = request(length + 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn timeout_of_zero_is_invalid_request() {
    let server = Server::sequence([]);
    let options = RequestOptions::new().timeout(Duration::ZERO);
    let call = server
        .client()
        .request(Method::GET, "/rooms")
        .options(options);
    let error = call.send::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "request (GET /rooms) was not sent: the timeout must be longer than zero"
    );
    assert!(server.requests().is_empty());
}

/// Returns the error of a request with this method after these replies.
async fn error_after(method: Method, replies: impl IntoIterator<Item = Reply>) -> Error {
    let server = Server::sequence(replies);
    let builder = server.client_builder().timer(RecordingTimer::new());
    let policy = Retries::new().retry_non_idempotent(true);
    let client = builder.retry_policy(policy).build().unwrap();
    client
        .request(method, "/rooms/1")
        .send::<()>()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn not_found_after_lost_response_may_have_succeeded() {
    let not_found = || Reply::new(404, &[], "");
    let busy = || Reply::new(429, &[], "");
    let lost = Reply::close;
    for (method, replies, expected) in [
        (Method::DELETE, vec![not_found()], false),
        (Method::DELETE, vec![lost(), not_found()], true),
        (
            Method::DELETE,
            vec![Reply::truncated(200), not_found()],
            true,
        ),
        (
            Method::DELETE,
            vec![Reply::new(500, &[], ""), not_found()],
            true,
        ),
        (Method::DELETE, vec![lost(), busy(), not_found()], true),
        (Method::DELETE, vec![busy(), not_found()], false),
        (Method::POST, vec![lost(), Reply::new(422, &[], "")], true),
        // Retried even without a valid time to wait, because the server has rejected the request.
        (
            Method::POST,
            vec![
                Reply::new(503, &[("retry-after", "soon")], ""),
                Reply::new(422, &[], ""),
            ],
            false,
        ),
        (Method::GET, vec![lost(), not_found()], false),
    ] {
        let error = error_after(method, replies.clone()).await;
        assert_eq!(error.may_have_succeeded(), expected, "{replies:?}: {error}");
        let line = error.to_string();
        let has_hint = line.ends_with(": an earlier attempt may have succeeded");
        assert_eq!(has_hint, expected, "{line}");
    }
}

#[tokio::test]
async fn lost_response_may_have_succeeded() {
    for (method, expected) in [(Method::POST, true), (Method::GET, false)] {
        let error = error_after(method, [Reply::close(), Reply::close(), Reply::close()]).await;
        assert_eq!(error.may_have_succeeded(), expected);
        let line = error.to_string();
        assert!(!line.contains("an earlier attempt"), "{line}");
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
         at [1]: invalid type: string, expected u64 at line 1 column 6; \
         the JSON may contain secrets and is not shown (request id 8f2a)"
    );
    assert!(error.is_decode());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.json_path(), Some("[1]"));
    assert_eq!(error.body(), Some(br#"[1,"x"]"#.as_slice()));
}

#[tokio::test]
async fn errors_of_custom_requests_hide_json_of_response() {
    for status in [200, 404] {
        let server = Server::always(Reply::json(status, r#"{"data":{"token":"tok_abcdef"}}"#));
        let client = server.client();
        for request in [
            client.request(Method::POST, "/tokens"),
            client.get_link("/tokens"),
        ] {
            type Tokens = BTreeMap<String, BTreeMap<String, u64>>;
            let error = request.send::<Tokens>().await.unwrap_err();
            assert_eq!(error.status().unwrap(), status);
            let output = format!("{error} {error:?}");
            assert!(!output.contains("tok_abcdef"), "{output}");
        }
    }
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
    let client = builder.timeout(Duration::from_nanos(1)).build().unwrap();
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
