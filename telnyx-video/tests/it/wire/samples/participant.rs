//! A participant of whom everything is known.

use serde_json::{Value, json};
use telnyx_video::models::RoomParticipant;

use super::{PARTICIPANT, SESSION, time, uuid};

pub(crate) fn full() -> Value {
    json!({
        "id": PARTICIPANT,
        "session_id": SESSION,
        "context": "Priya (support)",
        "joined_at": "2026-03-14T09:31:20Z",
        "left_at": "2026-03-14T09:58:45Z",
        "updated_at": "2026-03-14T09:58:46Z",
        "record_type": "room_participant",
    })
}

pub(crate) fn assert_full(participant: &RoomParticipant) {
    assert_eq!(participant.id, uuid(PARTICIPANT));
    assert_eq!(participant.session_id, Some(uuid(SESSION)));
    assert_eq!(participant.context.as_deref(), Some("Priya (support)"));
    assert_eq!(participant.joined_at, Some(time("2026-03-14T09:31:20Z")));
    assert_eq!(participant.left_at, Some(time("2026-03-14T09:58:45Z")));
    assert_eq!(participant.updated_at, Some(time("2026-03-14T09:58:46Z")));
    assert_eq!(participant.record_type.as_deref(), Some("room_participant"));
}
