//! Which function answers which operation.

use super::answer::Answer;
use super::call::Call;
use super::problem::Refusal;
use super::state::State;
use super::{compositions, participants, recordings, rooms, sessions, tokens};

type Handler = fn(&mut State, &Call) -> Result<Answer, Refusal>;

/// The handler of each operation, ordered by call.
const HANDLERS: [(&str, Handler); 25] = [
    ("room_compositions.create", compositions::create),
    ("room_compositions.delete", compositions::delete),
    ("room_compositions.list", compositions::list),
    ("room_compositions.retrieve", compositions::view),
    ("room_participants.list", participants::list),
    ("room_participants.retrieve", participants::view),
    ("room_recordings.delete", recordings::delete),
    ("room_recordings.delete_bulk", recordings::delete_bulk),
    ("room_recordings.list", recordings::list),
    ("room_recordings.retrieve", recordings::view),
    ("rooms.actions.generate_join_client_token", tokens::generate),
    ("rooms.actions.refresh_client_token", tokens::refresh),
    ("rooms.create", rooms::create),
    ("rooms.delete", rooms::delete),
    ("rooms.list", rooms::list),
    ("rooms.retrieve", rooms::view),
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
    ("rooms.sessions.retrieve", sessions::view),
    ("rooms.update", rooms::update),
];

/// Does what a call asks for.
pub(super) fn answer(state: &mut State, operation: &str, call: &Call) -> Result<Answer, Refusal> {
    match HANDLERS.iter().find(|(name, _)| *name == operation) {
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
        let mut names: Vec<&str> = contract
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        names.sort_unstable();
        assert_eq!(names, HANDLERS.map(|(name, _)| name));
    }
}
