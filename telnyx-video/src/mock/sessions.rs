use serde_json::{Value, json};
use uuid::Uuid;

use super::list::page;
use super::{ParsedRequest, Problem, Result, State, meeting};
use crate::models::{ParticipantSelection, Room, RoomSession};

pub(super) fn list_for_room(state: &mut State, request: &ParsedRequest) -> Result {
    let room = state.find::<Room>(request.id)?.id;
    Ok(page(state, state.sessions_of(room), request))
}

pub(super) fn list_participants(state: &mut State, request: &ParsedRequest) -> Result {
    let session = state.find::<RoomSession>(request.id)?.id;
    let participants = state.participants_of(session);
    Ok(page(state, participants, request))
}

pub(super) fn end(state: &mut State, request: &ParsedRequest) -> Result {
    let session = active_session(state, request)?;
    // The reasons in the webhooks of the session and of its participants.
    meeting::end_session(state, session, "ended", "session_ended");
    Ok(ok())
}

pub(super) fn kick(state: &mut State, request: &ParsedRequest) -> Result {
    for participant in selected_participants(state, request)? {
        // Fails for a participant that the request names twice, who has already left.
        drop(meeting::leave(state, participant, "kicked"));
    }
    Ok(ok())
}

/// Mutes or unmutes participants. The API only shows this as a new `updated_at`.
pub(super) fn mute_or_unmute(state: &mut State, request: &ParsedRequest) -> Result {
    let selected = selected_participants(state, request)?;
    for participant in &mut state.participants {
        if selected.contains(&participant.id) {
            participant.updated_at = Some(state.now);
        }
    }
    Ok(ok())
}

fn ok() -> Value {
    json!({"data": {"result": "ok"}})
}

/// Returns the session in the path, which must be active.
fn active_session(state: &State, request: &ParsedRequest) -> Result<Uuid> {
    let session = state.find::<RoomSession>(request.id)?;
    match session.active {
        Some(true) => Ok(session.id),
        _ => Err(Problem::invalid("Room session is not active").into()),
    }
}

fn selected_participants(state: &State, request: &ParsedRequest) -> Result<Vec<Uuid>> {
    let present = state.present_participants(active_session(state, request)?);
    let mut selected = match request.field("participants") {
        Some(ParticipantSelection::All) => present,
        Some(ParticipantSelection::Ids(ids)) => {
            if let Some(unknown) = ids.iter().find(|id| !present.contains(id)) {
                let detail = format!("no participant of this session has the id {unknown}");
                return Err(Problem::invalid(detail).in_body("/participants").into());
            }
            ids
        }
        Some(ParticipantSelection::Unknown(_)) | None => Vec::new(),
    };
    let excluded: Vec<Uuid> = request.field("exclude").unwrap_or_default();
    selected.retain(|id| !excluded.contains(id));
    Ok(selected)
}
