//! Client and refresh tokens, and their expiry.

use std::time::Duration;

use telnyx_video::RequestOptions;
use telnyx_video::mock::MockError;

use super::start_server;

#[tokio::test]
async fn client_token_joins_room_until_it_expires() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let tokens = rooms
        .actions()
        .generate_join_client_token(room)
        .token_ttl_secs(60);
    let tokens = tokens.send().await.unwrap();
    assert_eq!(
        tokens.token_expires_at.unwrap().to_rfc3339(),
        "2026-03-14T09:31:00+00:00"
    );
    let token = tokens.token.unwrap();
    server.advance(Duration::from_secs(59));
    let joined = server.join_with_token(token.expose(), "Ann").unwrap();
    assert_eq!(joined.context.as_deref(), Some("Ann"));
    server.advance(Duration::from_secs(1));
    let expired = server.join_with_token(token.expose(), "Bob").unwrap_err();
    assert_eq!(expired.to_string(), "invalid client token: it has expired");
    let refresh = tokens.refresh_token.unwrap();
    let wrong = server.join_with_token(refresh.expose(), "Bob");
    assert!(matches!(wrong, Err(MockError::InvalidToken(_))));
}

#[tokio::test]
async fn token_can_be_generated_at_end_of_clock() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    server.advance(Duration::MAX);
    let tokens = rooms.actions().generate_join_client_token(room);
    let token = tokens.send().await.unwrap().token.unwrap();
    server.join_with_token(token.expose(), "Ann").unwrap();
}

#[tokio::test]
async fn ttl_can_be_integral_float() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let options = RequestOptions::new().body_field("token_ttl_secs", 60.0);
    let tokens = rooms.actions().generate_join_client_token(room);
    let tokens = tokens.options(options).send().await.unwrap();
    assert_eq!(
        tokens.token_expires_at.unwrap().to_rfc3339(),
        "2026-03-14T09:31:00+00:00"
    );
}

#[tokio::test]
async fn refresh_token_generates_client_token_until_it_expires() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let other = rooms.create().send().await.unwrap().id;
    let tokens = rooms.actions().generate_join_client_token(room);
    let tokens = tokens.refresh_token_ttl_secs(120).send().await.unwrap();
    let refresh = |room| {
        let token = tokens.refresh_token.clone().unwrap();
        rooms.actions().refresh_client_token(room, token).send()
    };
    server.advance(Duration::from_secs(119));
    let refreshed = refresh(room).await.unwrap();
    assert_eq!(
        refreshed.token_expires_at.unwrap().to_rfc3339(),
        "2026-03-14T09:41:59+00:00"
    );
    assert_ne!(refreshed.token, tokens.token);
    server
        .join_with_token(refreshed.token.unwrap().expose(), "Ann")
        .unwrap();
    let error = refresh(other).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    server.advance(Duration::from_secs(1));
    let error = refresh(room).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(error.code(), Some("10010"));
}
