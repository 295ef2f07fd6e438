//! Handlers of the session operations.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error_response::{ErrorResponse, Problem, Source};
use super::list;
use super::meeting;
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::{State, to_json};
use crate::models::{Participants, RoomSession};

type Result<T> = std::result::Result<T, ErrorResponse>;

pub(super) fn list(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    Ok(list_response(state, request, |_| true))
}

pub(super) fn list_for_room(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let room = state.room(request.id("room_id")?)?.id;
    Ok(list_response(state, request, |session| {
        session.room_id == Some(room)
    }))
}

fn list_response(
    state: &State,
    request: &ParsedRequest,
    is_listed: impl Fn(&RoomSession) -> bool,
) -> MockResponse {
    let include_participants = request.flag("include_participants");
    let sessions = state
        .sessions
        .iter()
        .filter(|session| is_listed(session))
        .map(|session| session_json(state, session, include_participants));
    list::page_response(sessions, request)
}

pub(super) fn retrieve(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let session = state.session(request.id("room_session_id")?)?;
    let session = session_json(state, session, request.flag("include_participants"));
    Ok(MockResponse::data(StatusCode::OK, &session))
}

pub(super) fn list_participants(
    state: &mut State,
    request: &ParsedRequest,
) -> Result<MockResponse> {
    let session = state.session(request.id("room_session_id")?)?.id;
    let participants = state.participants_of(session).map(to_json);
    Ok(list::page_response(participants, request))
}

pub(super) fn end(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let session = active_session(state, request)?;
    meeting::end_session(state, session, "ended", "session_ended", request.now);
    Ok(ok())
}

pub(super) fn kick(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let session = active_session(state, request)?;
    for participant in selected_participants(state, session, request)? {
        meeting::leave(state, participant, "kicked", request.now);
    }
    Ok(ok())
}

/// Sets `updated_at`, which is all that the API shows of muting and unmuting.
pub(super) fn mute(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let session = active_session(state, request)?;
    let selected = selected_participants(state, session, request)?;
    for participant in &mut state.participants {
        if selected.contains(&participant.id) {
            participant.updated_at = Some(request.now);
        }
    }
    Ok(ok())
}

fn ok() -> MockResponse {
    MockResponse::data(StatusCode::OK, &json!({"result": "ok"}))
}

/// Returns the session in the path, which must be active.
fn active_session(state: &State, request: &ParsedRequest) -> Result<Uuid> {
    let session = state.session(request.id("room_session_id")?)?;
    if session.active == Some(true) {
        return Ok(session.id);
    }
    let problem = Problem::invalid("Room session is not active", Source::None);
    Err(ErrorResponse::unprocessable(vec![problem]))
}

/// Returns the participants that an action applies to.
fn selected_participants(
    state: &State,
    session: Uuid,
    request: &ParsedRequest,
) -> Result<Vec<Uuid>> {
    let present = state.present_participants(session);
    let mut selected = match request.field("participants") {
        Some(Participants::All) => present,
        Some(Participants::Ids(ids)) => {
            if let Some(unknown) = ids.iter().find(|id| !present.contains(id)) {
                let detail = format!("no participant of this session has the id {unknown}");
                let pointer = Source::Pointer("/participants".to_owned());
                let problem = Problem::invalid(detail, pointer);
                return Err(ErrorResponse::unprocessable(vec![problem]));
            }
            ids
        }
        Some(Participants::Unknown(_)) | None => Vec::new(),
    };
    let excluded: Vec<Uuid> = request.field("exclude").unwrap_or_default();
    selected.retain(|id| !excluded.contains(id));
    Ok(selected)
}

fn session_json(state: &State, session: &RoomSession, include_participants: bool) -> Value {
    let mut json = to_json(session);
    if let (true, Value::Object(members)) = (include_participants, &mut json) {
        let participants = state.participants_of(session.id).map(to_json);
        members.insert("participants".to_owned(), participants.collect());
    }
    json
}
