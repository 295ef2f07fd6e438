//! What the server begins with: rooms, sessions, participants, recordings and compositions, as the contract has them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::MockError;
use super::compositions::{FORMAT, RESOLUTION, USER};
use super::contract::{Contract, Schema, child};
use super::media;
use super::rooms::MAX_PARTICIPANTS;
use super::state::State;
use crate::models::{RoomComposition, RoomCompositionStatus, RoomRecording, RoomRecordingStatus};

type Result<T> = std::result::Result<T, MockError>;

/// One list of a seed.
struct Kind {
    name: &'static str,
    /// What each of its items is in the contract.
    schema: &'static str,
    /// The members that lead to items of other lists, and which these are.
    references: &'static [(&'static str, &'static str)],
    /// The members that the server works out from other lists.
    computed: &'static [&'static str],
    /// What an item says where the seed does not.
    defaults: fn(&Map<String, Value>) -> Value,
}

/// Those that are referred to come first.
const KINDS: [Kind; 5] = [
    Kind {
        name: "rooms",
        schema: "Room",
        references: &[],
        computed: &["active_session_id", "sessions"],
        defaults: |_| {
            json!({
                "record_type": "room",
                "enable_recording": false,
                "max_participants": MAX_PARTICIPANTS,
                "webhook_event_failover_url": "",
            })
        },
    },
    Kind {
        name: "sessions",
        schema: "RoomSession",
        references: &[("room_id", "rooms")],
        computed: &["participants"],
        defaults: |given| {
            let active = !given.contains_key("ended_at");
            json!({"record_type": "room_session", "active": active})
        },
    },
    Kind {
        name: "participants",
        schema: "RoomParticipant",
        references: &[("session_id", "sessions")],
        computed: &[],
        defaults: |_| json!({"record_type": "room_participant", "context": ""}),
    },
    Kind {
        name: "recordings",
        schema: "RoomRecording",
        references: &[
            ("participant_id", "participants"),
            ("room_id", "rooms"),
            ("session_id", "sessions"),
        ],
        computed: &[],
        defaults: |given| {
            let status = status(given, "processing");
            json!({"record_type": "room_recording", "status": status, "type": "video"})
        },
    },
    Kind {
        name: "compositions",
        schema: "RoomComposition",
        references: &[("room_id", "rooms"), ("session_id", "sessions")],
        computed: &[],
        defaults: |given| {
            json!({
                "record_type": "room_composition",
                "format": FORMAT,
                "resolution": RESOLUTION,
                "status": status(given, "enqueued"),
                "user_id": USER,
                "webhook_event_failover_url": "",
            })
        },
    },
];

/// How far something has come: completed if the seed says when, or else at its beginning.
fn status(given: &Map<String, Value>, first: &'static str) -> &'static str {
    match given.contains_key("completed_at") {
        true => "completed",
        false => first,
    }
}

/// Adds what a seed has to what there is: all of it or, if something is faulty, nothing.
pub(super) fn sow(
    state: &mut State,
    contract: &Contract,
    seed: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let Value::Object(lists) = seed else {
        return Err(MockError::seed("", "it is no object"));
    };
    let names = KINDS.map(|kind| kind.name);
    if let Some(other) = lists.keys().find(|name| !names.contains(&name.as_str())) {
        let cause = format!("there is no such list; there are {}", names.join(", "));
        return Err(MockError::seed(child("", other), cause));
    }
    let mut seed = Seed {
        contract,
        now,
        known: known(state),
    };
    let mut rows = Vec::new();
    for kind in &KINDS {
        rows.push(seed.list(kind, lists.get(kind.name))?);
    }
    let mut rows = rows.into_iter();
    let mut next = || rows.next().unwrap_or_default();
    let (rooms, sessions) = (read(next())?, read(next())?);
    let participants = read(next())?;
    let (mut recordings, mut compositions): (Vec<RoomRecording>, Vec<RoomComposition>) =
        (read(next())?, read(next())?);
    for recording in &mut recordings {
        if recording.status == Some(RoomRecordingStatus::Completed) {
            media::add_to_recording(recording, &state.media);
        }
    }
    for composition in &mut compositions {
        if composition.status == Some(RoomCompositionStatus::Completed) {
            media::add_to_composition(composition, &state.media);
        }
    }
    state.rooms.extend::<Vec<_>>(rooms);
    state.sessions.extend::<Vec<_>>(sessions);
    state.participants.extend::<Vec<_>>(participants);
    state.recordings.extend(recordings);
    state.compositions.extend(compositions);
    Ok(())
}

/// Everything that has an id already, by the name of its list.
fn known(state: &State) -> BTreeSet<(&'static str, Uuid)> {
    let rooms = state.rooms.iter().map(|it| ("rooms", it.id));
    let sessions = state.sessions.iter().map(|it| ("sessions", it.id));
    let participants = state.participants.iter();
    let participants = participants.map(|it| ("participants", it.id));
    let recordings = state.recordings.iter().map(|it| ("recordings", it.id));
    let compositions = state.compositions.iter();
    let compositions = compositions.map(|it| ("compositions", it.id));
    let known = rooms.chain(sessions).chain(participants);
    known.chain(recordings).chain(compositions).collect()
}

fn read<T: DeserializeOwned>(items: Vec<Value>) -> Result<Vec<T>> {
    serde_json::from_value(Value::Array(items))
        .map_err(|error| MockError::seed("", error.to_string()))
}

/// A seed that is being read.
struct Seed<'a> {
    contract: &'a Contract,
    now: DateTime<Utc>,
    known: BTreeSet<(&'static str, Uuid)>,
}

impl Seed<'_> {
    /// The items of a list, each complete.
    fn list(&mut self, kind: &Kind, list: Option<&Value>) -> Result<Vec<Value>> {
        let place = child("", kind.name);
        let items = match list {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(MockError::seed(place, "it is no list")),
        };
        let schema = self.contract.definition(kind.schema);
        let items = items.iter().enumerate();
        items
            .map(|(index, item)| self.item(kind, &schema, item, &child(&place, &index.to_string())))
            .collect()
    }

    fn item(&mut self, kind: &Kind, schema: &Schema, item: &Value, place: &str) -> Result<Value> {
        if let Some(violation) = self.contract.violations(schema, item).into_iter().next() {
            let place = format!("{place}{}", violation.pointer);
            return Err(MockError::seed(place, violation.cause));
        }
        let Value::Object(given) = item else {
            return Err(MockError::seed(place, "it is no object"));
        };
        if let Some(name) = kind.computed.iter().find(|name| given.contains_key(**name)) {
            let cause = "the server works this out from the other lists; leave it away";
            return Err(MockError::seed(child(place, name), cause));
        }
        for (name, list) in kind.references {
            let known = |id| self.known.contains(&(*list, id));
            if !id(given, name).is_some_and(known) {
                let cause = format!("it has to be the id of one of the {list}");
                return Err(MockError::seed(child(place, name), cause));
            }
        }
        if !id(given, "id").is_some_and(|id| self.known.insert((kind.name, id))) {
            let cause = format!("another of the {} has this id already", kind.name);
            return Err(MockError::seed(child(place, "id"), cause));
        }
        Ok(self.complete(kind, given))
    }

    /// An item with all that every item has.
    fn complete(&self, kind: &Kind, given: &Map<String, Value>) -> Value {
        let times = match kind.name {
            "participants" => ["joined_at", "updated_at"],
            _ => ["created_at", "updated_at"],
        };
        let mut item: Map<String, Value> = times
            .into_iter()
            .map(|name| (name.to_owned(), json!(self.now)))
            .collect();
        if let Value::Object(defaults) = (kind.defaults)(given) {
            item.extend(defaults);
        }
        item.extend(given.clone());
        Value::Object(item)
    }
}

fn id(item: &Map<String, Value>, name: &str) -> Option<Uuid> {
    item.get(name)?.as_str()?.parse().ok()
}
