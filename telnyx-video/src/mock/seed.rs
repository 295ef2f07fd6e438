//! Adds the rooms, sessions, participants, recordings and compositions of a seed to the state.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::MockError;
use super::contract::{Contract, Schema, child_pointer};
use super::media;
use super::resource::{LISTS, Resource, with_defaults};
use super::state::State;
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

type Result<T> = std::result::Result<T, MockError>;

/// Adds a seed to the state. An invalid seed adds nothing.
pub(super) fn apply(state: &mut State, contract: &Contract, seed: &Value) -> Result<()> {
    let Value::Object(lists) = seed else {
        return Err(MockError::seed("", "expected an object"));
    };
    if let Some(other) = lists.keys().find(|name| !LISTS.contains(&name.as_str())) {
        let cause = format!("unknown list; expected one of {}", LISTS.join(", "));
        return Err(MockError::seed(child_pointer("", other), cause));
    }
    let mut reader = SeedReader {
        lists,
        contract,
        state,
        ids: BTreeSet::new(),
    };
    // The items of a list may only refer to items that are already read.
    let rooms: Vec<Room> = reader.read_list()?;
    let sessions: Vec<RoomSession> = reader.read_list()?;
    let participants: Vec<RoomParticipant> = reader.read_list()?;
    let mut recordings: Vec<RoomRecording> = reader.read_list()?;
    let mut compositions: Vec<RoomComposition> = reader.read_list()?;
    for recording in &mut recordings {
        media::attach_recording_file(recording, &state.media_url);
    }
    for composition in &mut compositions {
        media::attach_composition_file(composition, &state.media_url);
    }
    state.rooms.extend(rooms);
    state.sessions.extend(sessions);
    state.participants.extend(participants);
    state.recordings.extend(recordings);
    state.compositions.extend(compositions);
    Ok(())
}

struct SeedReader<'a> {
    lists: &'a Map<String, Value>,
    contract: &'a Contract,
    state: &'a State,
    /// The ids in the state and in the items read so far, each with the name of its list.
    ids: BTreeSet<(&'static str, Uuid)>,
}

impl SeedReader<'_> {
    /// Reads a list of the seed: validates its items and adds default values.
    fn read_list<T: Resource>(&mut self) -> Result<Vec<T>> {
        let list = T::KIND.list;
        let existing = T::list(self.state).iter();
        self.ids.extend(existing.map(|it| (list, it.id())));
        let pointer = child_pointer("", list);
        let items = match self.lists.get(list) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(MockError::seed(pointer, "expected an array")),
        };
        let schema = self.contract.definition(T::KIND.schema);
        let items = items.iter().enumerate().map(|(index, item)| {
            let pointer = child_pointer(&pointer, &index.to_string());
            self.read_item(&schema, item, &pointer)
        });
        items.collect()
    }

    fn read_item<T: Resource>(
        &mut self,
        schema: &Schema,
        item: &Value,
        pointer: &str,
    ) -> Result<T> {
        if let Some(violation) = self.contract.violations(schema, item).into_iter().next() {
            let pointer = format!("{pointer}{}", violation.pointer);
            return Err(MockError::seed(pointer, violation.message));
        }
        let Value::Object(item) = item else {
            return Err(MockError::seed(pointer, "expected an object"));
        };
        let error =
            |name: &str, cause: String| MockError::seed(child_pointer(pointer, name), cause);
        let kind = T::KIND;
        if let Some(name) = kind.computed.iter().find(|name| item.contains_key(**name)) {
            let cause = "the server computes this field from other lists; leave it out";
            return Err(error(name, cause.to_owned()));
        }
        for (name, list) in kind.references {
            let exists = |id| self.ids.contains(&(*list, id));
            if !id(item, name).is_some_and(exists) {
                let cause = format!("expected the id of an item in `{list}`");
                return Err(error(name, cause));
            }
        }
        if !id(item, "id").is_some_and(|id| self.ids.insert((kind.list, id))) {
            let cause = format!("another item in `{}` has this id", kind.list);
            return Err(error("id", cause));
        }
        with_defaults(item.clone(), self.state.now)
            .map_err(|error| MockError::seed(pointer, error.to_string()))
    }
}

/// Returns the id in a field of an item.
fn id(item: &Map<String, Value>, name: &str) -> Option<Uuid> {
    item.get(name)?.as_str()?.parse().ok()
}
