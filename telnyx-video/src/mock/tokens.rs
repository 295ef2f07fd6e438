use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::state::{Token, TokenKind};
use super::{ErrorResponse, ParsedRequest, Result, State, object};
use crate::models::Room;

pub(super) fn generate(state: &mut State, request: &ParsedRequest) -> Result {
    let room = state.find::<Room>(request.id)?.id;
    let mut data = issue(state, request, room, TokenKind::Client);
    data.extend(issue(state, request, room, TokenKind::Refresh));
    Ok(json!({"data": data}))
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
    let data = issue(state, request, room, TokenKind::Client);
    Ok(json!({"data": data}))
}

/// Issues a token, and returns the fields of the response that contain it and its expiry.
fn issue(
    state: &mut State,
    request: &ParsedRequest,
    room: Uuid,
    kind: TokenKind,
) -> Map<String, Value> {
    let (name, field, default_ttl_secs) = match kind {
        TokenKind::Client => ("client", "token", 600),
        TokenKind::Refresh => ("refresh", "refresh_token", 3600),
    };
    let ttl_secs = request.field(&format!("{field}_ttl_secs"));
    let expires_at = state.now + TimeDelta::seconds(ttl_secs.unwrap_or(default_ttl_secs));
    let value = format!("mock-{name}-token-{}", state.next_id().simple());
    let data = json!({field: value, format!("{field}_expires_at"): expires_at});
    state.tokens.push(Token {
        value,
        room,
        kind,
        expires_at,
    });
    object(data)
}
