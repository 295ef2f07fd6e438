//! Handlers of the room operations.

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error_response::{ErrorResponse, Problem, Source};
use super::list;
use super::meeting;
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::{State, to_json};
use crate::models::Room;

type Result<T> = std::result::Result<T, ErrorResponse>;

/// The size of a room, unless the request sets it.
pub(super) const DEFAULT_MAX_PARTICIPANTS: i64 = 10;

pub(super) fn list(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let include_sessions = request.flag("include_sessions");
    let rooms = state
        .rooms
        .iter()
        .map(|room| room_json(state, room, include_sessions));
    Ok(list::page_response(rooms, request))
}

pub(super) fn retrieve(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let room = state.room(request.id("room_id")?)?;
    let room = room_json(state, room, request.flag("include_sessions"));
    Ok(MockResponse::data(StatusCode::OK, &room))
}

pub(super) fn create(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    check_unique_name(state, request, None)?;
    let mut room = new_room(state.next_id(), request.now);
    set_fields(&mut room, request);
    let response = MockResponse::data(StatusCode::CREATED, &room);
    state.rooms.push(room);
    Ok(response)
}

pub(super) fn update(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_id")?;
    state.room(id)?;
    check_unique_name(state, request, Some(id))?;
    let room = state.room_mut(id)?;
    set_fields(room, request);
    room.updated_at = Some(request.now);
    let room = state.room(id)?;
    Ok(MockResponse::data(
        StatusCode::OK,
        &room_json(state, room, false),
    ))
}

/// Deletes a room and kicks its participants. Its sessions remain.
pub(super) fn delete(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = state.room(request.id("room_id")?)?.id;
    if let Some(session) = state.active_session(id).map(|session| session.id) {
        meeting::end_session(state, session, "room_deleted", "kicked", request.now);
    }
    state.rooms.retain(|room| room.id != id);
    Ok(MockResponse::no_content())
}

/// Returns a room with the default values.
pub(super) fn new_room(id: Uuid, now: DateTime<Utc>) -> Room {
    Room {
        active_session_id: None,
        created_at: Some(now),
        enable_recording: Some(false),
        id,
        max_participants: Some(DEFAULT_MAX_PARTICIPANTS),
        record_type: Some("room".to_owned()),
        sessions: None,
        unique_name: None,
        updated_at: Some(now),
        webhook_event_failover_url: Some(String::new()),
        webhook_event_url: None,
        webhook_timeout_secs: None,
    }
}

/// Sets the fields of a room that are in the body, including those that are null.
fn set_fields(room: &mut Room, request: &ParsedRequest) {
    for (name, value) in &request.body {
        match name.as_str() {
            "enable_recording" => room.enable_recording = value.as_bool(),
            "max_participants" => room.max_participants = value.as_i64(),
            "unique_name" => room.unique_name = to_string(value),
            "webhook_event_url" => room.webhook_event_url = to_string(value),
            "webhook_event_failover_url" => {
                room.webhook_event_failover_url = Some(to_string(value).unwrap_or_default());
            }
            "webhook_timeout_secs" => room.webhook_timeout_secs = value.as_i64(),
            _ => {}
        }
    }
}

fn to_string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Rejects the name of another room than `updated`.
fn check_unique_name(state: &State, request: &ParsedRequest, updated: Option<Uuid>) -> Result<()> {
    let name: Option<String> = request.field("unique_name");
    let mut others = state.rooms.iter().filter(|room| Some(room.id) != updated);
    if name.is_none() || others.all(|room| room.unique_name != name) {
        return Ok(());
    }
    let pointer = Source::Pointer("/unique_name".to_owned());
    let problem = Problem::invalid("another room has this name", pointer);
    Err(ErrorResponse::unprocessable(vec![problem]))
}

/// Returns a room as the API shows it, with the session in progress.
fn room_json(state: &State, room: &Room, include_sessions: bool) -> Value {
    let mut json = to_json(room);
    if let Value::Object(members) = &mut json {
        if let Some(session) = state.active_session(room.id) {
            members.insert("active_session_id".to_owned(), json!(session.id));
        }
        if include_sessions {
            let sessions = state
                .sessions
                .iter()
                .filter(|session| session.room_id == Some(room.id))
                .map(to_json);
            members.insert("sessions".to_owned(), sessions.collect());
        }
    }
    json
}
