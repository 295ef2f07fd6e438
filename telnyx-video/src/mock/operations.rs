//! Dispatches each operation to its handler. Contains the handlers that work for several resources.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::list::{Page, matches_filter, page};
use super::{
    ErrorResponse, ParsedRequest, Resource, Result, State, compositions, rooms, sessions, to_json,
    tokens,
};
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

/// Returns the body of a success response, or null if it has none.
type Handler = fn(&mut State, &ParsedRequest) -> Result;

/// The handler of each operation, ordered by name.
#[rustfmt::skip]
const HANDLERS: [(&str, Handler); 25] = [
    ("room_compositions.create", compositions::create),
    ("room_compositions.delete", delete::<RoomComposition>),
    ("room_compositions.list", list::<RoomComposition>),
    ("room_compositions.retrieve", retrieve::<RoomComposition>),
    ("room_participants.list", list::<RoomParticipant>),
    ("room_participants.retrieve", retrieve::<RoomParticipant>),
    ("room_recordings.delete", delete::<RoomRecording>),
    ("room_recordings.delete_bulk", delete_recordings),
    ("room_recordings.list", list::<RoomRecording>),
    ("room_recordings.retrieve", retrieve::<RoomRecording>),
    ("rooms.actions.generate_join_client_token", tokens::generate),
    ("rooms.actions.refresh_client_token", tokens::refresh),
    ("rooms.create", rooms::create),
    ("rooms.delete", rooms::delete),
    ("rooms.list", list::<Room>),
    ("rooms.retrieve", retrieve::<Room>),
    ("rooms.sessions.actions.end", sessions::end),
    ("rooms.sessions.actions.kick", sessions::kick),
    ("rooms.sessions.actions.mute", sessions::mute_or_unmute),
    ("rooms.sessions.actions.unmute", sessions::mute_or_unmute),
    ("rooms.sessions.list", list::<RoomSession>),
    ("rooms.sessions.list_for_room", sessions::list_for_room),
    ("rooms.sessions.list_participants", sessions::list_participants),
    ("rooms.sessions.retrieve", retrieve::<RoomSession>),
    ("rooms.update", rooms::update),
];

pub(super) fn dispatch(state: &mut State, operation: &str, request: &ParsedRequest) -> Result {
    match HANDLERS.iter().find(|(name, _)| *name == operation) {
        Some((_, handler)) => handler(state, request),
        None => Err(ErrorResponse::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("the mock server has no handler for `{operation}`"),
        )),
    }
}

fn list<T: Resource>(state: &mut State, request: &ParsedRequest) -> Result {
    Ok(page(state, T::list(state).iter(), request))
}

fn retrieve<T: Resource>(state: &mut State, request: &ParsedRequest) -> Result {
    let resource = state.find::<T>(request.id)?.to_response(state, request);
    Ok(json!({"data": resource}))
}

fn delete<T: Resource>(state: &mut State, request: &ParsedRequest) -> Result {
    state.remove::<T>(request.id)?;
    Ok(Value::Null)
}

fn delete_recordings(state: &mut State, request: &ParsedRequest) -> Result {
    let recordings = state.recordings.iter();
    let matching = recordings.filter(|it| matches_filter(&to_json(it), request));
    let mut deleted: Vec<Uuid> = matching.map(|recording| recording.id).collect();
    if request.parameters.contains_key("page") {
        deleted = Page::requested(&request.parameters).select(deleted);
    }
    state.recordings.retain(|it| !deleted.contains(&it.id));
    Ok(json!({"data": {"room_recordings": deleted.len()}}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::contract::Contract;

    #[test]
    fn handlers_cover_every_operation_of_contract() {
        let contract = Contract::shared().unwrap();
        let mut names: Vec<&str> = contract
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        names.sort_unstable();
        assert_eq!(names, HANDLERS.map(|(name, _)| name));
    }
}
