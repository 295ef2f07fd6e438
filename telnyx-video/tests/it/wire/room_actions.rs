//! `client.rooms().actions()`.

use serde_json::json;

use super::expectation::expect;
use super::fixtures::{ROOM, data, time};

#[tokio::test]
async fn generate_join_client_token_without_options_sends_empty_object() {
    let token = expect(
        "POST",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/actions/generate_join_client_token",
    )
    .with_body(json!({}))
    .respond_with(201, data(json!({})))
    .from_call(|client| {
        client
            .rooms()
            .actions()
            .generate_join_client_token(ROOM)
            .send()
    })
    .await;
    assert_eq!(token.token, None);
    assert_eq!(token.token_expires_at, None);
    assert_eq!(token.refresh_token, None);
    assert_eq!(token.refresh_token_expires_at, None);
}

#[tokio::test]
async fn generate_join_client_token_with_all_options_sends_body() {
    let token = expect(
        "POST",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/actions/generate_join_client_token",
    )
    .with_body(json!({"token_ttl_secs": 900, "refresh_token_ttl_secs": 7200}))
    .respond_with(
        201,
        data(json!({
            "token": "access.token",
            "token_expires_at": "2026-03-14T09:40:00Z",
            "refresh_token": "refresh.token",
            "refresh_token_expires_at": "2026-03-14T10:30:00Z",
        })),
    )
    .from_call(|client| {
        client
            .rooms()
            .actions()
            .generate_join_client_token(ROOM)
            .token_ttl_secs(900)
            .refresh_token_ttl_secs(7200)
            .send()
    })
    .await;
    assert_eq!(token.token.unwrap().expose(), "access.token");
    assert_eq!(token.token_expires_at, Some(time("2026-03-14T09:40:00Z")));
    assert_eq!(token.refresh_token.unwrap().expose(), "refresh.token");
    assert_eq!(
        token.refresh_token_expires_at,
        Some(time("2026-03-14T10:30:00Z"))
    );
}

#[tokio::test]
async fn refresh_client_token_sends_refresh_token() {
    let token = expect(
        "POST",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/actions/refresh_client_token",
    )
    .with_body(json!({"refresh_token": "refresh.token"}))
    .respond_with(201, data(json!({})))
    .from_call(|client| {
        client
            .rooms()
            .actions()
            .refresh_client_token(ROOM, "refresh.token")
            .send()
    })
    .await;
    assert_eq!(token.token, None);
    assert_eq!(token.token_expires_at, None);
}

#[tokio::test]
async fn refresh_client_token_with_all_options_sends_body() {
    let token = expect(
        "POST",
        "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4/actions/refresh_client_token",
    )
    .with_body(json!({"refresh_token": "refresh.token", "token_ttl_secs": 900}))
    .respond_with(
        201,
        data(json!({"token": "access.token", "token_expires_at": "2026-03-14T09:40:00Z"})),
    )
    .from_call(|client| {
        client
            .rooms()
            .actions()
            .refresh_client_token(ROOM, "refresh.token")
            .token_ttl_secs(900)
            .send()
    })
    .await;
    assert_eq!(token.token.unwrap().expose(), "access.token");
    assert_eq!(token.token_expires_at, Some(time("2026-03-14T09:40:00Z")));
}
