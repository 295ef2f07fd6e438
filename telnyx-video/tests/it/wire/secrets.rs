//! Tokens and the API key never appear in debug output or errors.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use serde_json::{Value, json};
use telnyx_video::models::RoomClientTokens;
use telnyx_video::reqwest::Method;
use telnyx_video::{
    Client, Decision, Error, FailedAttempt, RequestOptions, RetryPolicy, Secret, Wait,
};

use super::fixtures::{RECORDING, ROOM, data};
use crate::support::{PausedClock, RecordingTimer, Reply, Server};

const SECRETS: [&str; 4] = [
    "KEY0123456789",
    "access.token",
    "refresh.token",
    "Signature=abc",
];

#[track_caller]
fn assert_hidden(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[track_caller]
fn assert_debug_hides(value: &impl Debug) {
    assert_hidden(&format!("{value:?}"));
    assert_hidden(&format!("{value:#?}"));
}

#[track_caller]
fn assert_error_hides(error: &Error) {
    assert_hidden(&error.to_string());
    assert_debug_hides(error);
    let mut source = error.source();
    while let Some(cause) = source {
        assert_hidden(&cause.to_string());
        assert_debug_hides(&cause);
        source = cause.source();
    }
}

fn tokens() -> Reply {
    let tokens = json!({
        "token": "access.token",
        "token_expires_at": "2026-03-14T09:40:00Z",
        "refresh_token": "refresh.token",
        "refresh_token_expires_at": "2026-03-14T10:30:00Z",
    });
    Reply::json(201, data(tokens).to_string())
}

/// Returns the errors of both token operations after this reply.
async fn errors(reply: fn() -> Reply, options: RequestOptions) -> [Error; 2] {
    let server = Server::sequence([reply(), reply()]);
    let actions = server.client().rooms().actions();
    let generate = actions.generate_join_client_token(ROOM);
    let refresh = actions.refresh_client_token(ROOM, "refresh.token");
    [
        generate.options(options.clone()).send().await.unwrap_err(),
        refresh.options(options).send().await.unwrap_err(),
    ]
}

#[tokio::test]
async fn debug_output_of_response_hides_tokens() {
    let server = Server::sequence([tokens(), tokens()]);
    let actions = server.client().rooms().actions();

    let generate = actions.generate_join_client_token(ROOM);
    let response = generate.send_with_response().await.unwrap();
    assert_debug_hides(&response);
    assert_debug_hides(response.value());
    assert_debug_hides(&response.value().refresh_token);

    let refresh = actions.refresh_client_token(ROOM, "refresh.token");
    let response = refresh.send_with_response().await.unwrap();
    assert_debug_hides(&response);
    assert_debug_hides(response.value());
}

#[tokio::test]
async fn serialize_and_refresh_write_token() {
    let server = Server::sequence([tokens(), tokens()]);
    let actions = server.client().rooms().actions();
    let token = actions.generate_join_client_token(ROOM).send();
    let token: RoomClientTokens = token.await.unwrap();
    assert_eq!(
        serde_json::to_value(&token).unwrap(),
        json!({
            "token": "access.token",
            "token_expires_at": "2026-03-14T09:40:00Z",
            "refresh_token": "refresh.token",
            "refresh_token_expires_at": "2026-03-14T10:30:00Z",
        })
    );

    // A `Secret` is accepted as the refresh token.
    let refresh = actions.refresh_client_token(ROOM, token.refresh_token.unwrap());
    let refreshed = refresh.send().await.unwrap();
    assert_eq!(
        serde_json::to_value(&refreshed).unwrap(),
        json!({"token": "access.token", "token_expires_at": "2026-03-14T09:40:00Z"})
    );
    let body = &server.requests()[1].body;
    assert_eq!(&body[..], br#"{"refresh_token":"refresh.token"}"#);
}

#[tokio::test]
async fn debug_output_of_builders_hides_key_and_tokens() {
    let server = Server::sequence([]);
    assert_debug_hides(&server.client_builder());
    let client: Client = server.client();
    assert_debug_hides(&client);
    assert_debug_hides(&client.rooms());
    let actions = client.rooms().actions();
    assert_debug_hides(&actions);
    let refresh = actions.refresh_client_token(ROOM, "refresh.token");
    assert_debug_hides(&refresh);
    assert_debug_hides(&refresh.token_ttl_secs(900));
    let options = RequestOptions::new()
        .header("x-token", "access.token")
        .query("token", "access.token")
        .body_field("token", "access.token");
    assert_debug_hides(&actions.generate_join_client_token(ROOM).options(options));
}

#[tokio::test]
async fn debug_output_and_errors_hide_download_url() {
    let recording = json!({
        "id": RECORDING,
        "download_url": "https://media.example.com/a.webm?Signature=abc",
    });
    let url = "https://media.example.com/a.webm?Signature=abc";
    let server = Server::sequence([
        Reply::json(200, data(recording.clone()).to_string()),
        Reply::json(200, data(json!([recording])).to_string()),
        Reply::json(500, data(recording).to_string()),
    ]);
    let retrieve = || server.client().room_recordings().retrieve(RECORDING).send();
    let recording = retrieve().await.unwrap();
    assert_debug_hides(&recording);
    assert_eq!(recording.download_url.unwrap().expose(), url);
    for error in [retrieve().await, retrieve().await].map(Result::unwrap_err) {
        assert_error_hides(&error);
        assert!(!error.to_string().contains("a.webm"), "{error}");
    }
}

#[tokio::test]
async fn credential_in_header_is_redacted_when_quoted() {
    let body = r#"{"message":"KEY0123456789, access.token and refresh.token"}"#;
    let reply = || Reply::json(403, body).header("x-request-id", "KEY0123456789-1");
    let server = Server::sequence([reply()]);
    let builder = server.client_builder().header("x-api-key", "access.token");
    let options = RequestOptions::new().header("cookie", "sid=refresh.token");
    let rooms = builder.build().unwrap().rooms();
    let error = rooms.retrieve(ROOM).options(options).send().await;
    let error = error.unwrap_err();
    assert_error_hides(&error);
    assert_eq!(
        error.detail(),
        Some("[redacted], [redacted] and [redacted]")
    );
    assert_eq!(error.request_id(), Some("[redacted]-1"));
}

#[tokio::test]
async fn error_response_hides_key_and_tokens() {
    let forbidden = || {
        let body = json!({"code": "10010", "title": "Not authorized", "meta": {"a": 1}});
        Reply::json(403, body.to_string())
    };
    for error in errors(forbidden, RequestOptions::new()).await {
        assert!(error.is_forbidden());
        assert_error_hides(&error);
    }
}

#[tokio::test]
async fn transport_error_and_timeout_hide_key_and_tokens() {
    for error in errors(|| Reply::truncated(201), RequestOptions::new()).await {
        assert_eq!(error.status().unwrap(), 201);
        assert_error_hides(&error);
    }
    let no_time = RequestOptions::new().timeout(Duration::from_nanos(1));
    for error in errors(Reply::stall, no_time).await {
        assert!(error.is_timeout());
        assert_error_hides(&error);
    }
}

#[tokio::test]
async fn invalid_request_error_hides_key_and_tokens() {
    let options = RequestOptions::new().header("authorization", "Bearer access.token");
    for error in errors(tokens, options).await {
        assert_error_hides(&error);
    }
    let server = Server::sequence([]);
    let actions = server.client().rooms().actions();
    let error = actions.refresh_client_token("..", "refresh.token").send();
    assert_error_hides(&error.await.unwrap_err());
}

/// Asserts that errors for these malformed success responses hide the secrets.
async fn assert_decoding_hides(malformed: &[fn() -> Reply]) {
    for reply in malformed {
        for error in errors(*reply, RequestOptions::new()).await {
            assert!(error.is_decode(), "{error}");
            assert_error_hides(&error);
        }
    }
}

#[tokio::test]
async fn decode_error_of_token_field_hides_token() {
    assert_decoding_hides(&[
        || Reply::json(201, r#"{"data":{"token":["access.token"]}}"#),
        || Reply::json(201, r#"{"data":{"token":{"jwt":"access.token"}}}"#),
        || {
            Reply::json(
                201,
                r#"{"data":{"token":"access.token","token_expires_at":7}}"#,
            )
        },
        || Reply::json(201, r#"{"data":{"token_expires_at":"access.token"}}"#),
        || Reply::json(201, r#"{"data":{"token":"access.token","token":7}}"#),
        || Reply::json(201, r#"{"data":{"token":"access.token"}"#),
    ])
    .await;
}

#[tokio::test]
async fn decode_error_of_token_in_place_of_object_hides_token() {
    assert_decoding_hides(&[
        || Reply::json(201, r#"{"data":["access.token"]}"#),
        || Reply::json(201, r#"{"data":"access.token"}"#),
        || Reply::json(201, r#""access.token""#),
    ])
    .await;
}

#[tokio::test]
async fn decode_error_of_token_field_names_path() {
    let malformed = || Reply::json(201, r#"{"data":{"token":["access.token"]}}"#);
    for error in errors(malformed, RequestOptions::new()).await {
        let line = error.to_string();
        assert!(
            line.contains("can't decode the body at data.token"),
            "{line}"
        );
    }
}

/// Replies with an error that quotes the API key and the refresh token, the latter also JSON-escaped.
fn quote_secrets() -> Reply {
    let body = r#"{"errors":[{
        "title": "refresh.token is not valid",
        "detail": "sent by KEY0123456789 with refresh\u002etoken",
        "source": {"pointer": "/refresh.token", "parameter": "refresh.token"},
        "code": "refresh.token",
        "meta": {"refresh.token": ["refresh.token"]}
    }]}"#;
    Reply::json(422, body)
}

#[tokio::test]
async fn token_quoted_by_server_is_redacted() {
    let server = Server::sequence([quote_secrets()]);
    let actions = server.client().rooms().actions();
    let refresh = actions.refresh_client_token(ROOM, "refresh.token");
    let error = refresh.send().await.unwrap_err();
    assert_error_hides(&error);
    assert_eq!(error.title(), Some("[redacted] is not valid"));
    assert_eq!(error.detail(), Some("sent by [redacted] with [redacted]"),);
    assert_eq!(error.code(), Some("[redacted]"));
    assert_eq!(error.pointer(), Some("/[redacted]"));
    assert_eq!(error.parameter(), Some("[redacted]"));
    assert_eq!(error.meta(), Some(&json!({"[redacted]": ["[redacted]"]})));
    // `body` returns the body unchanged.
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains("refresh.token is not valid"), "{body}");
}

#[tokio::test]
async fn secret_in_any_part_of_request_is_redacted_when_quoted() {
    let token = || Secret::from("refresh.token");
    let server = Server::sequence([quote_secrets(), quote_secrets(), quote_secrets()]);
    let client = server.client();
    let raw = || client.request(Method::POST, "/tokens");
    let nested = BTreeMap::from([("token", vec![token()])]);
    let options = RequestOptions::new().body_field("nested", &nested);
    for request in [
        raw().json(&nested),
        raw().json(json!({})).options(options),
        raw().query("token", token()),
    ] {
        let error = request.send::<Value>().await.unwrap_err();
        assert_error_hides(&error);
        assert_eq!(error.title(), Some("[redacted] is not valid"));
    }
}

#[tokio::test]
async fn decode_error_does_not_quote_body_with_key() {
    for body in [
        r#"{"data":{"id":"KEY0123456789"}}"#,
        r#"{"data":{"id":"KEY\u0030123456789"}}"#,
        r#"{"data":{"id":7,"key":"KEY0123456789"}}"#,
        r#"{"data":{"id":"KEY0123456789"#,
        "KEY0123456789",
    ] {
        let server = Server::sequence([Reply::json(200, body)]);
        let room = server.client().rooms().retrieve(ROOM);
        let error = room.send().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_error_hides(&error);
        let line = error.to_string();
        assert!(
            line.ends_with("; the JSON may contain secrets and is not shown"),
            "{line}"
        );
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn decode_error_path_with_key_is_redacted() {
    type Rooms = BTreeMap<String, u64>;
    let server = Server::sequence([Reply::json(200, r#"{"KEY0123456789":"x"}"#)]);
    let rooms = server
        .client()
        .request(Method::GET, "/rooms")
        .send::<Rooms>();
    let error = rooms.await.unwrap_err();
    assert_error_hides(&error);
    assert_eq!(error.json_path(), Some("[redacted]"));
}

#[tokio::test]
async fn deadline_error_hides_secrets_of_previous_error() {
    let clock = PausedClock::new();
    let server = Server::sequence([quote_secrets()]);
    let timer = RecordingTimer::never_ending();
    let builder = server
        .client_builder()
        .retry_policy(AlwaysRetry)
        .timer(timer.clone());
    let client = builder
        .total_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let refresh = client.rooms().actions();
    let refresh = refresh.refresh_client_token(ROOM, "refresh.token");
    let call = tokio::spawn(refresh.send());
    timer.wait_for_sleeps(1).await;
    clock.advance(Duration::from_secs(10)).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.previous().unwrap().status().unwrap(), 422);
    assert_error_hides(&error);
}

/// Retries after every outcome, without a wait.
#[derive(Debug)]
struct AlwaysRetry;

impl RetryPolicy for AlwaysRetry {
    fn decide(&self, _: &FailedAttempt<'_>) -> Decision {
        Decision::Retry(Wait::Exactly(Duration::ZERO))
    }
}
