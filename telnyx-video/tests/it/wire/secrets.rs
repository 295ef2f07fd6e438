//! A token or the API key shows nowhere that it was not asked for.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use serde_json::{Value, json};
use telnyx_video::models::RoomClientToken;
use telnyx_video::reqwest::Method;
use telnyx_video::{
    Client, Decision, Error, FailedAttempt, RequestOptions, RetryPolicy, Secret, Wait,
};

use super::samples::{ROOM, data};
use crate::support::{Answer, RecordingTimer, Server, StoppedClock};

const SECRETS: [&str; 3] = ["KEY0123456789", "access.token", "refresh.token"];

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

fn tokens() -> Answer {
    let tokens = json!({
        "token": "access.token",
        "token_expires_at": "2026-03-14T09:40:00Z",
        "refresh_token": "refresh.token",
        "refresh_token_expires_at": "2026-03-14T10:30:00Z",
    });
    Answer::json(201, data(tokens).to_string())
}

/// The errors of the two operations on tokens that this answer leads to.
async fn errors(answer: fn() -> Answer, options: RequestOptions) -> [Error; 2] {
    let server = Server::answering([answer(), answer()]);
    let actions = server.client().rooms().actions();
    let generate = actions.generate_join_client_token(ROOM);
    let refresh = actions.refresh_client_token(ROOM, "refresh.token");
    [
        generate.options(options.clone()).send().await.unwrap_err(),
        refresh.options(options).send().await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_token_is_not_shown() {
    let server = Server::answering([tokens(), tokens()]);
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
async fn a_token_is_written_for_whom_it_is_meant() {
    let server = Server::answering([tokens(), tokens()]);
    let actions = server.client().rooms().actions();
    let token = actions.generate_join_client_token(ROOM).send();
    let token: RoomClientToken = token.await.unwrap();
    assert_eq!(
        serde_json::to_value(&token).unwrap(),
        json!({
            "token": "access.token",
            "token_expires_at": "2026-03-14T09:40:00Z",
            "refresh_token": "refresh.token",
            "refresh_token_expires_at": "2026-03-14T10:30:00Z",
        })
    );

    // The refresh token goes on as it came, without a look at it.
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
async fn a_builder_shows_neither_key_nor_token() {
    let server = Server::answering([]);
    assert_debug_hides(&server.builder());
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
async fn an_error_of_the_server_shows_neither_key_nor_token() {
    let forbidden = || {
        let body = json!({"code": "10010", "title": "Not authorized", "meta": {"a": 1}});
        Answer::json(403, body.to_string())
    };
    for error in errors(forbidden, RequestOptions::new()).await {
        assert!(error.is_forbidden());
        assert_error_hides(&error);
    }
}

#[tokio::test]
async fn an_exchange_that_breaks_shows_neither_key_nor_token() {
    for error in errors(|| Answer::cut(201), RequestOptions::new()).await {
        assert_eq!(error.status().unwrap(), 201);
        assert_error_hides(&error);
    }
    let at_once = RequestOptions::new().timeout(Duration::ZERO);
    for error in errors(Answer::stall, at_once).await {
        assert!(error.is_timeout());
        assert_error_hides(&error);
    }
}

#[tokio::test]
async fn a_request_that_is_refused_shows_neither_key_nor_token() {
    let options = RequestOptions::new().header("authorization", "Bearer access.token");
    for error in errors(tokens, options).await {
        assert_error_hides(&error);
    }
    let server = Server::answering([]);
    let actions = server.client().rooms().actions();
    let error = actions.refresh_client_token("..", "refresh.token").send();
    assert_error_hides(&error.await.unwrap_err());
}

/// Each answer is one of success that can't be read.
async fn assert_decoding_hides(malformed: &[fn() -> Answer]) {
    for answer in malformed {
        for error in errors(*answer, RequestOptions::new()).await {
            assert!(error.is_decode(), "{error}");
            assert_error_hides(&error);
        }
    }
}

#[tokio::test]
async fn a_token_in_a_field_that_cannot_be_read_is_not_shown() {
    assert_decoding_hides(&[
        || Answer::json(201, r#"{"data":{"token":["access.token"]}}"#),
        || Answer::json(201, r#"{"data":{"token":{"jwt":"access.token"}}}"#),
        || {
            Answer::json(
                201,
                r#"{"data":{"token":"access.token","token_expires_at":7}}"#,
            )
        },
        || Answer::json(201, r#"{"data":{"token_expires_at":"access.token"}}"#),
        || Answer::json(201, r#"{"data":{"token":"access.token","token":"x"}}"#),
        || Answer::json(201, r#"{"data":{"token":"access.token"}"#),
    ])
    .await;
}

#[tokio::test]
async fn a_token_in_place_of_an_object_is_not_shown() {
    assert_decoding_hides(&[
        || Answer::json(201, r#"{"data":["access.token"]}"#),
        || Answer::json(201, r#"{"data":"access.token"}"#),
        || Answer::json(201, r#""access.token""#),
    ])
    .await;
}

#[tokio::test]
async fn the_place_that_cannot_be_read_is_named_all_the_same() {
    let malformed = || Answer::json(201, r#"{"data":{"token":["access.token"]}}"#);
    for error in errors(malformed, RequestOptions::new()).await {
        let line = error.to_string();
        assert!(
            line.contains("can't decode the body at data.token"),
            "{line}"
        );
    }
}

/// A refusal that repeats both secrets of a refresh, one of them with escapes that JSON allows.
fn repeating() -> Answer {
    let body = r#"{"errors":[{
        "title": "refresh.token is not valid",
        "detail": "sent by KEY0123456789 with refresh\u002etoken",
        "source": {"pointer": "/refresh.token", "parameter": "refresh.token"},
        "code": "refresh.token",
        "meta": {"refresh.token": ["refresh.token"]}
    }]}"#;
    Answer::json(422, body)
}

#[tokio::test]
async fn a_token_that_the_server_repeats_is_not_shown() {
    let server = Server::answering([repeating()]);
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
    // Whoever asks for the body gets it as it came.
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains("refresh.token is not valid"), "{body}");
}

#[tokio::test]
async fn a_secret_in_any_part_of_a_request_is_not_shown_when_it_is_repeated() {
    let token = || Secret::from("refresh.token");
    let server = Server::answering([repeating(), repeating(), repeating()]);
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
async fn an_answer_that_cannot_be_read_is_not_quoted_if_it_repeats_the_key() {
    for body in [
        r#"{"data":{"id":"KEY0123456789"}}"#,
        r#"{"data":{"id":"KEY\u0030123456789"}}"#,
        r#"{"data":{"id":7,"key":"KEY0123456789"}}"#,
        r#"{"data":{"id":"KEY0123456789"#,
        "KEY0123456789",
    ] {
        let server = Server::answering([Answer::json(200, body)]);
        let room = server.client().rooms().retrieve(ROOM);
        let error = room.send().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_error_hides(&error);
        let line = error.to_string();
        assert!(
            line.ends_with(", which contains secrets and is not shown"),
            "{line}"
        );
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_read_is_named_without_the_key() {
    type Rooms = BTreeMap<String, u64>;
    let server = Server::answering([Answer::json(200, r#"{"KEY0123456789":"x"}"#)]);
    let rooms = server
        .client()
        .request(Method::GET, "/rooms")
        .send::<Rooms>();
    let error = rooms.await.unwrap_err();
    assert_error_hides(&error);
    assert_eq!(error.json_path(), Some("[redacted]"));
}

#[tokio::test]
async fn a_deadline_that_passes_shows_nothing_of_the_failure_before_that_it_should_not() {
    let clock = StoppedClock::new();
    let server = Server::answering([repeating()]);
    let timer = RecordingTimer::endless();
    let builder = server.builder().retry_policy(Again).timer(timer.clone());
    let client = builder
        .total_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let refresh = client.rooms().actions();
    let refresh = refresh.refresh_client_token(ROOM, "refresh.token");
    let call = tokio::spawn(refresh.send());
    timer.has_begun(1).await;
    clock.advance(Duration::from_secs(10)).await;
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.previous().unwrap().status().unwrap(), 422);
    assert_error_hides(&error);
}

/// Repeats whatever happened, at once.
#[derive(Debug)]
struct Again;

impl RetryPolicy for Again {
    fn decide(&self, _: &FailedAttempt<'_>) -> Decision {
        Decision::Retry(Wait::Exactly(Duration::ZERO))
    }
}
