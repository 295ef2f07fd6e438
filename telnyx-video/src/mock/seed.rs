//! Adds the rooms, sessions, participants, recordings and compositions of a seed to the state.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::MockError;
use super::compositions::{DEFAULT_FORMAT, DEFAULT_RESOLUTION, USER_ID};
use super::contract::{Contract, Schema, child_pointer};
use super::media;
use super::rooms::DEFAULT_MAX_PARTICIPANTS;
use super::state::State;
use crate::models::{RoomComposition, RoomCompositionStatus, RoomRecording, RoomRecordingStatus};

type Result<T> = std::result::Result<T, MockError>;

/// A list of a seed.
struct List {
    name: &'static str,
    /// The schema of its items in the contract.
    schema: &'static str,
    /// Fields with the id of an item in another list, and the name of that list.
    references: &'static [(&'static str, &'static str)],
    /// Fields that the server computes from other lists.
    computed: &'static [&'static str],
    /// Returns the values of fields that an item leaves out.
    defaults: fn(&Map<String, Value>) -> Value,
}

/// The lists of a seed, each after those that it refers to.
const LISTS: [List; 5] = [
    List {
        name: "rooms",
        schema: "Room",
        references: &[],
        computed: &["active_session_id", "sessions"],
        defaults: |_| {
            json!({
                "record_type": "room",
                "enable_recording": false,
                "max_participants": DEFAULT_MAX_PARTICIPANTS,
                "webhook_event_failover_url": "",
            })
        },
    },
    List {
        name: "sessions",
        schema: "RoomSession",
        references: &[("room_id", "rooms")],
        computed: &["participants"],
        defaults: |item| {
            let active = !item.contains_key("ended_at");
            json!({"record_type": "room_session", "active": active})
        },
    },
    List {
        name: "participants",
        schema: "RoomParticipant",
        references: &[("session_id", "sessions")],
        computed: &[],
        defaults: |_| json!({"record_type": "room_participant", "context": ""}),
    },
    List {
        name: "recordings",
        schema: "RoomRecording",
        references: &[
            ("participant_id", "participants"),
            ("room_id", "rooms"),
            ("session_id", "sessions"),
        ],
        computed: &[],
        defaults: |item| {
            let status = status(item, "processing");
            json!({"record_type": "room_recording", "status": status, "type": "video"})
        },
    },
    List {
        name: "compositions",
        schema: "RoomComposition",
        references: &[("room_id", "rooms"), ("session_id", "sessions")],
        computed: &[],
        defaults: |item| {
            json!({
                "record_type": "room_composition",
                "format": DEFAULT_FORMAT,
                "resolution": DEFAULT_RESOLUTION,
                "status": status(item, "enqueued"),
                "user_id": USER_ID,
                "webhook_event_failover_url": "",
            })
        },
    },
];

/// Returns the status of an item: `completed` if it has `completed_at`, or else the initial one.
fn status(item: &Map<String, Value>, initial: &'static str) -> &'static str {
    match item.contains_key("completed_at") {
        true => "completed",
        false => initial,
    }
}

/// Adds a seed to the state. An invalid seed adds nothing.
pub(super) fn apply(
    state: &mut State,
    contract: &Contract,
    seed: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let Value::Object(lists) = seed else {
        return Err(MockError::seed("", "expected an object"));
    };
    let names = LISTS.map(|list| list.name);
    if let Some(other) = lists.keys().find(|name| !names.contains(&name.as_str())) {
        let cause = format!("unknown list; expected one of {}", names.join(", "));
        return Err(MockError::seed(child_pointer("", other), cause));
    }
    let mut reader = SeedReader {
        contract,
        now,
        ids: existing_ids(state),
    };
    let mut items = Vec::new();
    for list in &LISTS {
        items.push(reader.read_list(list, lists.get(list.name))?);
    }
    let mut items = items.into_iter();
    let mut next = || items.next().unwrap_or_default();
    let (rooms, sessions) = (deserialize(next())?, deserialize(next())?);
    let participants = deserialize(next())?;
    let (mut recordings, mut compositions): (Vec<RoomRecording>, Vec<RoomComposition>) =
        (deserialize(next())?, deserialize(next())?);
    for recording in &mut recordings {
        if recording.status == Some(RoomRecordingStatus::Completed) {
            media::attach_recording_file(recording, &state.media_url);
        }
    }
    for composition in &mut compositions {
        if composition.status == Some(RoomCompositionStatus::Completed) {
            media::attach_composition_file(composition, &state.media_url);
        }
    }
    state.rooms.extend::<Vec<_>>(rooms);
    state.sessions.extend::<Vec<_>>(sessions);
    state.participants.extend::<Vec<_>>(participants);
    state.recordings.extend(recordings);
    state.compositions.extend(compositions);
    Ok(())
}

/// Returns the ids in the state, each with the name of its list.
fn existing_ids(state: &State) -> BTreeSet<(&'static str, Uuid)> {
    let mut ids = BTreeSet::new();
    ids.extend(state.rooms.iter().map(|it| ("rooms", it.id)));
    ids.extend(state.sessions.iter().map(|it| ("sessions", it.id)));
    ids.extend(state.participants.iter().map(|it| ("participants", it.id)));
    ids.extend(state.recordings.iter().map(|it| ("recordings", it.id)));
    ids.extend(state.compositions.iter().map(|it| ("compositions", it.id)));
    ids
}

fn deserialize<T: DeserializeOwned>(items: Vec<Value>) -> Result<Vec<T>> {
    serde_json::from_value(Value::Array(items))
        .map_err(|error| MockError::seed("", error.to_string()))
}

struct SeedReader<'a> {
    contract: &'a Contract,
    now: DateTime<Utc>,
    /// All ids so far, each with the name of its list.
    ids: BTreeSet<(&'static str, Uuid)>,
}

impl SeedReader<'_> {
    /// Validates the items of a list and adds the defaults.
    fn read_list(&mut self, list: &List, items: Option<&Value>) -> Result<Vec<Value>> {
        let pointer = child_pointer("", list.name);
        let items = match items {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(MockError::seed(pointer, "expected an array")),
        };
        let schema = self.contract.definition(list.schema);
        let items = items.iter().enumerate().map(|(index, item)| {
            let pointer = child_pointer(&pointer, &index.to_string());
            self.read_item(list, &schema, item, &pointer)
        });
        items.collect()
    }

    fn read_item(
        &mut self,
        list: &List,
        schema: &Schema,
        item: &Value,
        pointer: &str,
    ) -> Result<Value> {
        if let Some(violation) = self.contract.violations(schema, item).into_iter().next() {
            let pointer = format!("{pointer}{}", violation.pointer);
            return Err(MockError::seed(pointer, violation.message));
        }
        let Value::Object(item) = item else {
            return Err(MockError::seed(pointer, "expected an object"));
        };
        let error = |name: &str, cause| MockError::seed(child_pointer(pointer, name), cause);
        if let Some(name) = list.computed.iter().find(|name| item.contains_key(**name)) {
            let cause = "the server computes this field from other lists; leave it out";
            return Err(error(name, cause.to_owned()));
        }
        for (name, referenced) in list.references {
            let exists = |id| self.ids.contains(&(*referenced, id));
            if !id(item, name).is_some_and(exists) {
                let cause = format!("expected the id of an item in `{referenced}`");
                return Err(error(name, cause));
            }
        }
        if !id(item, "id").is_some_and(|id| self.ids.insert((list.name, id))) {
            let cause = format!("another item in `{}` has this id", list.name);
            return Err(error("id", cause));
        }
        Ok(self.with_defaults(list, item))
    }

    fn with_defaults(&self, list: &List, item: &Map<String, Value>) -> Value {
        let times = match list.name {
            "participants" => ["joined_at", "updated_at"],
            _ => ["created_at", "updated_at"],
        };
        let mut complete: Map<String, Value> = times
            .into_iter()
            .map(|name| (name.to_owned(), json!(self.now)))
            .collect();
        if let Value::Object(defaults) = (list.defaults)(item) {
            complete.extend(defaults);
        }
        complete.extend(item.clone());
        Value::Object(complete)
    }
}

fn id(item: &Map<String, Value>, name: &str) -> Option<Uuid> {
    item.get(name)?.as_str()?.parse().ok()
}
