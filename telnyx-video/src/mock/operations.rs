//! Dispatches each operation to its handler.

use super::error_response::ErrorResponse;
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::State;
use super::{compositions, participants, recordings, rooms, sessions, tokens};

type Handler = fn(&mut State, &ParsedRequest) -> Result<MockResponse, ErrorResponse>;

/// The handler of each operation, ordered by call.
const HANDLERS: [(&str, Handler); 25] = [
    ("room_compositions.create", compositions::create),
    ("room_compositions.delete", compositions::delete),
    ("room_compositions.list", compositions::list),
    ("room_compositions.retrieve", compositions::retrieve),
    ("room_participants.list", participants::list),
    ("room_participants.retrieve", participants::retrieve),
    ("room_recordings.delete", recordings::delete),
    ("room_recordings.delete_bulk", recordings::delete_bulk),
    ("room_recordings.list", recordings::list),
    ("room_recordings.retrieve", recordings::retrieve),
    ("rooms.actions.generate_join_client_token", tokens::generate),
    ("rooms.actions.refresh_client_token", tokens::refresh),
    ("rooms.create", rooms::create),
    ("rooms.delete", rooms::delete),
    ("rooms.list", rooms::list),
    ("rooms.retrieve", rooms::retrieve),
    ("rooms.sessions.actions.end", sessions::end),
    ("rooms.sessions.actions.kick", sessions::kick),
    ("rooms.sessions.actions.mute", sessions::mute),
    ("rooms.sessions.actions.unmute", sessions::mute),
    ("rooms.sessions.list", sessions::list),
    ("rooms.sessions.list_for_room", sessions::list_for_room),
    (
        "rooms.sessions.list_participants",
        sessions::list_participants,
    ),
    ("rooms.sessions.retrieve", sessions::retrieve),
    ("rooms.update", rooms::update),
];

/// Runs the handler of an operation.
pub(super) fn dispatch(
    state: &mut State,
    operation: &str,
    request: &ParsedRequest,
) -> Result<MockResponse, ErrorResponse> {
    match HANDLERS.iter().find(|(name, _)| *name == operation) {
        Some((_, handler)) => handler(state, request),
        None => Err(ErrorResponse::internal_error(format!(
            "the mock server has no handler for `{operation}`"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::contract::Contract;

    #[test]
    fn handlers_cover_every_operation_of_contract() {
        let contract = Contract::read().unwrap();
        let mut names: Vec<&str> = contract
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        names.sort_unstable();
        assert_eq!(names, HANDLERS.map(|(name, _)| name));
    }
}
