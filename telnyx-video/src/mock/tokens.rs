//! Client tokens: texts that expire, and say nothing to anybody but this server.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::problem::Refusal;
use super::state::{State, Token, TokenKind};

type Result<T> = std::result::Result<T, Refusal>;

/// How long a client token lasts, unless the request says it.
const CLIENT_SECONDS: i64 = 600;

/// How long a refresh token lasts, unless the request says it.
const REFRESH_SECONDS: i64 = 3600;

pub(super) fn generate(state: &mut State, call: &Call) -> Result<Answer> {
    let room = state.room(call.id("room_id")?)?.id;
    let seconds = call.field("token_ttl_secs").unwrap_or(CLIENT_SECONDS);
    let token = issue(state, call, room, TokenKind::Client, seconds);
    let seconds = call.field("refresh_token_ttl_secs");
    let seconds = seconds.unwrap_or(REFRESH_SECONDS);
    let refresh = issue(state, call, room, TokenKind::Refresh, seconds);
    let data = json!({
        "token": token.text,
        "token_expires_at": token.expires_at,
        "refresh_token": refresh.text,
        "refresh_token_expires_at": refresh.expires_at,
    });
    state.tokens.extend([token, refresh]);
    Ok(Answer::data(StatusCode::CREATED, &data))
}

pub(super) fn refresh(state: &mut State, call: &Call) -> Result<Answer> {
    let room = state.room(call.id("room_id")?)?.id;
    let text: String = call.field("refresh_token").unwrap_or_default();
    let is_valid = state.tokens.iter().any(|token| {
        (token.kind, token.room) == (TokenKind::Refresh, room)
            && token.text == text
            && token.expires_at > call.now
    });
    if !is_valid {
        let detail = "the refresh token is none of this room's, or has expired";
        return Err(Refusal::forbidden(detail));
    }
    let seconds = call.field("token_ttl_secs").unwrap_or(CLIENT_SECONDS);
    let token = issue(state, call, room, TokenKind::Client, seconds);
    let data = json!({"token": token.text, "token_expires_at": token.expires_at});
    state.tokens.push(token);
    Ok(Answer::data(StatusCode::CREATED, &data))
}

fn issue(state: &mut State, call: &Call, room: Uuid, kind: TokenKind, seconds: i64) -> Token {
    let name = match kind {
        TokenKind::Client => "client",
        TokenKind::Refresh => "refresh",
    };
    Token {
        text: format!("mock-{name}-token-{}", state.next_id().simple()),
        room,
        kind,
        expires_at: call.now + TimeDelta::seconds(seconds),
    }
}
