//! Rooms.

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::list;
use super::meeting;
use super::problem::{Problem, Refusal, Source};
use super::state::{State, json_of};
use crate::models::Room;

type Result<T> = std::result::Result<T, Refusal>;

/// How many may be in a room, unless the request says it.
pub(super) const MAX_PARTICIPANTS: i64 = 10;

pub(super) fn list(state: &mut State, call: &Call) -> Result<Answer> {
    let with_sessions = call.flag("include_sessions");
    let rooms = state.rooms.iter();
    let rooms = rooms.map(|room| json_with(state, room, with_sessions));
    Ok(list::answer(rooms, call))
}

pub(super) fn view(state: &mut State, call: &Call) -> Result<Answer> {
    let room = state.room(call.id("room_id")?)?;
    let room = json_with(state, room, call.flag("include_sessions"));
    Ok(Answer::data(StatusCode::OK, &room))
}

pub(super) fn create(state: &mut State, call: &Call) -> Result<Answer> {
    check_name(state, call, None)?;
    let mut room = new(state.next_id(), call.now);
    change(&mut room, call);
    let answer = Answer::data(StatusCode::CREATED, &room);
    state.rooms.push(room);
    Ok(answer)
}

pub(super) fn update(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_id")?;
    state.room(id)?;
    check_name(state, call, Some(id))?;
    let room = state.room_mut(id)?;
    change(room, call);
    room.updated_at = Some(call.now);
    let room = state.room(id)?;
    Ok(Answer::data(StatusCode::OK, &json_with(state, room, false)))
}

/// Kicks those who are inside. The sessions that were held in the room stay.
pub(super) fn delete(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_id")?;
    state.room(id)?;
    if let Some(session) = state.active_session(id).map(|session| session.id) {
        meeting::end(state, session, "room_deleted", "kicked", call.now);
    }
    state.rooms.retain(|room| room.id != id);
    Ok(Answer::no_content())
}

/// A room of which nothing has been said.
pub(super) fn new(id: Uuid, now: DateTime<Utc>) -> Room {
    Room {
        active_session_id: None,
        created_at: Some(now),
        enable_recording: Some(false),
        id,
        max_participants: Some(MAX_PARTICIPANTS),
        record_type: Some("room".to_owned()),
        sessions: None,
        unique_name: None,
        updated_at: Some(now),
        webhook_event_failover_url: Some(String::new()),
        webhook_event_url: None,
        webhook_timeout_secs: None,
    }
}

/// Gives a room the values that a body names, null among them.
fn change(room: &mut Room, call: &Call) {
    for (name, value) in &call.body {
        match name.as_str() {
            "enable_recording" => room.enable_recording = value.as_bool(),
            "max_participants" => room.max_participants = value.as_i64(),
            "unique_name" => room.unique_name = text(value),
            "webhook_event_url" => room.webhook_event_url = text(value),
            "webhook_event_failover_url" => {
                room.webhook_event_failover_url = Some(text(value).unwrap_or_default());
            }
            "webhook_timeout_secs" => room.webhook_timeout_secs = value.as_i64(),
            _ => {}
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Refuses a name that another room has.
fn check_name(state: &State, call: &Call, own: Option<Uuid>) -> Result<()> {
    let name: Option<String> = call.field("unique_name");
    let mut others = state.rooms.iter().filter(|room| Some(room.id) != own);
    if name.is_none() || others.all(|room| room.unique_name != name) {
        return Ok(());
    }
    let pointer = Source::Pointer("/unique_name".to_owned());
    let problem = Problem::invalid("another room has this name already", pointer);
    Err(Refusal::unprocessable(vec![problem]))
}

/// A room as it is answered, with the session that goes on in it.
fn json_with(state: &State, room: &Room, with_sessions: bool) -> Value {
    let mut json = json_of(room);
    if let Value::Object(members) = &mut json {
        if let Some(session) = state.active_session(room.id) {
            members.insert("active_session_id".to_owned(), json!(session.id));
        }
        if with_sessions {
            let sessions = state.sessions.iter();
            let sessions = sessions.filter(|session| session.room_id == Some(room.id));
            members.insert("sessions".to_owned(), sessions.map(json_of).collect());
        }
    }
    json
}
