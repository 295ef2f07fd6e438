use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::state::{Token, TokenKind};
use super::{ErrorResponse, MockResponse, ParsedRequest, Result, State};
use crate::models::Room;

const CLIENT_TTL_SECS: i64 = 600;

const REFRESH_TTL_SECS: i64 = 3600;

pub(super) fn generate(state: &mut State, request: &ParsedRequest) -> Result {
    let room = state.find::<Room>(request.id)?.id;
    let token = issue(state, request, room, TokenKind::Client);
    let refresh_token = issue(state, request, room, TokenKind::Refresh);
    let data = json!({
        "token": token.value,
        "token_expires_at": token.expires_at,
        "refresh_token": refresh_token.value,
        "refresh_token_expires_at": refresh_token.expires_at,
    });
    state.tokens.extend([token, refresh_token]);
    Ok(MockResponse::data(StatusCode::CREATED, &data))
}

pub(super) fn refresh(state: &mut State, request: &ParsedRequest) -> Result {
    let room = state.find::<Room>(request.id)?.id;
    let refresh_token: String = request.field("refresh_token").unwrap_or_default();
    let is_valid = state.tokens.iter().any(|token| {
        (token.kind, token.room) == (TokenKind::Refresh, room)
            && token.value == refresh_token
            && token.expires_at > state.now
    });
    if !is_valid {
        let detail = "the refresh token has expired or doesn't belong to this room";
        return Err(ErrorResponse::new(StatusCode::FORBIDDEN, detail));
    }
    let token = issue(state, request, room, TokenKind::Client);
    let data = json!({"token": token.value, "token_expires_at": token.expires_at});
    state.tokens.push(token);
    Ok(MockResponse::data(StatusCode::CREATED, &data))
}

fn issue(state: &mut State, request: &ParsedRequest, room: Uuid, kind: TokenKind) -> Token {
    let (name, ttl_field, default_ttl) = match kind {
        TokenKind::Client => ("client", "token_ttl_secs", CLIENT_TTL_SECS),
        TokenKind::Refresh => ("refresh", "refresh_token_ttl_secs", REFRESH_TTL_SECS),
    };
    let ttl = request.field(ttl_field).unwrap_or(default_ttl);
    Token {
        value: format!("mock-{name}-token-{}", state.next_id().simple()),
        room,
        kind,
        expires_at: state.now + TimeDelta::seconds(ttl),
    }
}
