//! Which function answers which operation.

use super::answer::Answer;
use super::call::Call;
use super::problem::Refusal;
use super::state::State;
use super::{compositions, participants, recordings, rooms, sessions, tokens};

type Handler = fn(&mut State, &Call) -> Result<Answer, Refusal>;

/// Every operation of the contract, by its id.
const HANDLERS: [(&str, Handler); 25] = [
    ("CreateRoom", rooms::create),
    ("CreateRoomClientToken", tokens::generate),
    ("CreateRoomComposition", compositions::create),
    ("DeleteRoom", rooms::delete),
    ("DeleteRoomComposition", compositions::delete),
    ("DeleteRoomRecording", recordings::delete),
    ("DeleteRoomRecordings", recordings::delete_bulk),
    ("EndSession", sessions::end),
    ("KickParticipantInSession", sessions::kick),
    ("ListRoomCompositions", compositions::list),
    ("ListRoomParticipants", participants::list),
    ("ListRoomRecordings", recordings::list),
    ("ListRoomSessions", sessions::list),
    ("ListRooms", rooms::list),
    ("MuteParticipantInSession", sessions::mute),
    ("RefreshRoomClientToken", tokens::refresh),
    ("RetrieveListRoomParticipants", sessions::list_participants),
    ("RetrieveListRoomSessions", sessions::list_for_room),
    ("UnmuteParticipantInSession", sessions::mute),
    ("UpdateRoom", rooms::update),
    ("ViewRoom", rooms::view),
    ("ViewRoomComposition", compositions::view),
    ("ViewRoomParticipant", participants::view),
    ("ViewRoomRecording", recordings::view),
    ("ViewRoomSession", sessions::view),
];

/// Does what a call asks for.
pub(super) fn answer(state: &mut State, operation: &str, call: &Call) -> Result<Answer, Refusal> {
    match HANDLERS.iter().find(|(id, _)| *id == operation) {
        Some((_, handler)) => handler(state, call),
        None => Err(Refusal::not_found("the mock server does not do this yet")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::contract::Contract;

    #[test]
    fn every_operation_of_the_contract_is_answered() {
        let contract = Contract::read().unwrap();
        let mut ids: Vec<&str> = contract
            .operations
            .iter()
            .map(|it| it.id.as_str())
            .collect();
        ids.sort_unstable();
        assert_eq!(ids, HANDLERS.map(|(id, _)| id));
    }
}
