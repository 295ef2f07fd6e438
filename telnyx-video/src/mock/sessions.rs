//! Room sessions, and what can be done to them.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::list;
use super::meeting;
use super::problem::{Problem, Refusal, Source};
use super::state::{State, json_of};
use crate::models::{Participants, RoomSession};

type Result<T> = std::result::Result<T, Refusal>;

pub(super) fn list(state: &mut State, call: &Call) -> Result<Answer> {
    Ok(answer(state, call, |_| true))
}

pub(super) fn list_for_room(state: &mut State, call: &Call) -> Result<Answer> {
    let room = state.room(call.id("room_id")?)?.id;
    Ok(answer(state, call, |session| session.room_id == Some(room)))
}

fn answer(state: &State, call: &Call, is_meant: impl Fn(&RoomSession) -> bool) -> Answer {
    let with_participants = call.flag("include_participants");
    let sessions = state.sessions.iter().filter(|session| is_meant(session));
    let sessions = sessions.map(|session| json_with(state, session, with_participants));
    list::answer(sessions, call)
}

pub(super) fn view(state: &mut State, call: &Call) -> Result<Answer> {
    let session = state.session(call.id("room_session_id")?)?;
    let session = json_with(state, session, call.flag("include_participants"));
    Ok(Answer::data(StatusCode::OK, &session))
}

pub(super) fn list_participants(state: &mut State, call: &Call) -> Result<Answer> {
    let session = state.session(call.id("room_session_id")?)?.id;
    let participants = state.participants_of(session).map(json_of);
    Ok(list::answer(participants, call))
}

pub(super) fn end(state: &mut State, call: &Call) -> Result<Answer> {
    let session = active(state, call)?;
    meeting::end(state, session, "ended", "session_ended", call.now);
    Ok(done())
}

pub(super) fn kick(state: &mut State, call: &Call) -> Result<Answer> {
    let session = active(state, call)?;
    for participant in chosen(state, session, call)? {
        meeting::leave(state, participant, "kicked", call.now);
    }
    Ok(done())
}

/// Muting and unmuting leave no trace that the contract could show, but for the time of the last change.
pub(super) fn mute(state: &mut State, call: &Call) -> Result<Answer> {
    let session = active(state, call)?;
    let chosen = chosen(state, session, call)?;
    let participants = state.participants.iter_mut();
    for participant in participants.filter(|it| chosen.contains(&it.id)) {
        participant.updated_at = Some(call.now);
    }
    Ok(done())
}

fn done() -> Answer {
    Answer::data(StatusCode::OK, &json!({"result": "ok"}))
}

/// The session in the path, if it still goes on.
fn active(state: &State, call: &Call) -> Result<Uuid> {
    let session = state.session(call.id("room_session_id")?)?;
    if session.active == Some(true) {
        return Ok(session.id);
    }
    let problem = Problem::invalid("Room session is not active", Source::Elsewhere);
    Err(Refusal::unprocessable(vec![problem]))
}

/// The participants that an action applies to.
fn chosen(state: &State, session: Uuid, call: &Call) -> Result<Vec<Uuid>> {
    let present = state.present(session);
    let excluded: Vec<Uuid> = call.field("exclude").unwrap_or_default();
    let chosen = match call.field("participants") {
        Some(Participants::All) => present,
        Some(Participants::Ids(ids)) => {
            if let Some(stranger) = ids.iter().find(|id| !present.contains(id)) {
                let detail = format!("there is no {stranger} in this session");
                let pointer = Source::Pointer("/participants".to_owned());
                let problem = Problem::invalid(detail, pointer);
                return Err(Refusal::unprocessable(vec![problem]));
            }
            ids
        }
        Some(Participants::Unknown(_)) | None => Vec::new(),
    };
    let chosen = chosen.into_iter().filter(|id| !excluded.contains(id));
    Ok(chosen.collect())
}

fn json_with(state: &State, session: &RoomSession, with_participants: bool) -> Value {
    let mut json = json_of(session);
    if let (true, Value::Object(members)) = (with_participants, &mut json) {
        let participants = state.participants_of(session.id).map(json_of);
        members.insert("participants".to_owned(), participants.collect());
    }
    json
}
