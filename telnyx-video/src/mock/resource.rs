//! The kinds of resources: their lists, their default values and their computed fields.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{ParsedRequest, State};
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

pub(super) trait Resource: Clone + DeserializeOwned + Serialize {
    const KIND: Kind;

    fn id(&self) -> Uuid;
    fn list(state: &State) -> &Vec<Self>;
    fn list_mut(state: &mut State) -> &mut Vec<Self>;

    /// Converts the resource to JSON, including computed fields.
    fn to_response(&self, state: &State, request: &ParsedRequest) -> Value {
        let mut members = object(to_json(self));
        for name in Self::KIND.computed {
            if let Some(value) = compute(name, self.id(), state, request) {
                members.insert((*name).to_owned(), value);
            }
        }
        Value::Object(members)
    }
}

pub(super) struct Kind {
    /// The name in messages.
    pub(super) name: &'static str,
    /// The name of the list in a seed.
    pub(super) list: &'static str,
    /// The name of the schema in the contract.
    pub(super) schema: &'static str,
    /// The fields that the server computes from other lists.
    pub(super) computed: &'static [&'static str],
    /// Returns the default values of fields, which may depend on the given ones.
    defaults: fn(&Map<String, Value>) -> Value,
}

macro_rules! resources {
    ($($model:ident in $list:ident { $($field:ident: $value:expr,)+ })+) => {
        /// The names of the lists in a seed.
        pub(super) const LISTS: [&str; 5] = [$(stringify!($list)),+];

        $(impl Resource for $model {
            const KIND: Kind = Kind {
                schema: stringify!($model),
                list: stringify!($list),
                $($field: $value,)+
            };

            fn id(&self) -> Uuid {
                self.id
            }

            fn list(state: &State) -> &Vec<Self> {
                &state.$list
            }

            fn list_mut(state: &mut State) -> &mut Vec<Self> {
                &mut state.$list
            }
        })+
    };
}

resources! {
    Room in rooms {
        name: "room",
        computed: &["active_session_id", "sessions"],
        defaults: |_| json!({
            "record_type": "room",
            "enable_recording": false,
            "max_participants": 10,
            "webhook_event_failover_url": "",
        }),
    }
    RoomSession in sessions {
        name: "session",
        computed: &["participants"],
        defaults: |fields| json!({
            "record_type": "room_session",
            "active": !fields.contains_key("ended_at"),
        }),
    }
    RoomParticipant in participants {
        name: "participant",
        computed: &[],
        defaults: |_| json!({"record_type": "room_participant", "context": ""}),
    }
    RoomRecording in recordings {
        name: "recording",
        computed: &[],
        defaults: |fields| json!({
            "record_type": "room_recording",
            "status": status(fields, "processing"),
            "type": "video",
        }),
    }
    RoomComposition in compositions {
        name: "composition",
        computed: &[],
        defaults: |fields| json!({
            "record_type": "room_composition",
            "format": "mp4",
            "resolution": "1280x720",
            "status": status(fields, "enqueued"),
            "user_id": "27f8d5b3-a40e-4b69-b1c7-60e92f3d8a74",
            "webhook_event_failover_url": "",
        }),
    }
}

/// Returns the value of a computed field, or `None` if it has no value or the request doesn't ask for it.
fn compute(field: &str, id: Uuid, state: &State, request: &ParsedRequest) -> Option<Value> {
    match field {
        "active_session_id" => state.active_session(id).map(|session| json!(session)),
        "sessions" if request.flag("include_sessions") => {
            Some(state.sessions_of(id).map(to_json).collect())
        }
        "participants" if request.flag("include_participants") => {
            Some(state.participants_of(id).map(to_json).collect())
        }
        _ => None,
    }
}

/// Returns the status of a resource: `completed` if it has `completed_at`, or else `initial`.
fn status(fields: &Map<String, Value>, initial: &'static str) -> &'static str {
    match fields.contains_key("completed_at") {
        true => "completed",
        false => initial,
    }
}

/// Creates a resource with these fields, and default values for other fields.
pub(super) fn with_defaults<T: Resource>(
    fields: Map<String, Value>,
    now: DateTime<Utc>,
) -> serde_json::Result<T> {
    let mut all = object((T::KIND.defaults)(&fields));
    // A model that lacks one of these fields ignores it.
    for name in ["created_at", "joined_at", "updated_at"] {
        all.insert(name.to_owned(), json!(now));
    }
    all.extend(fields);
    T::deserialize(Value::Object(all))
}

/// Converts a resource to JSON, which never fails for a model.
pub(super) fn to_json(resource: &impl Serialize) -> Value {
    serde_json::to_value(resource).unwrap_or_default()
}

/// Returns the members of an object, or an empty map for any other value.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
