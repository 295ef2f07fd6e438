//! A session of which everything is known.

use serde_json::{Value, json};
use telnyx_video::models::RoomSession;

use super::{ROOM, SESSION, participant, time, uuid};

pub(crate) fn full() -> Value {
    json!({
        "id": SESSION,
        "room_id": ROOM,
        "active": false,
        "created_at": "2026-03-14T09:30:00Z",
        "updated_at": "2026-03-14T10:00:01Z",
        "ended_at": "2026-03-14T10:00:00Z",
        "participants": [participant::full()],
        "record_type": "room_session",
    })
}

pub(crate) fn assert_full(session: &RoomSession) {
    assert_eq!(session.id, uuid(SESSION));
    assert_eq!(session.room_id, Some(uuid(ROOM)));
    assert_eq!(session.active, Some(false));
    assert_eq!(session.created_at, Some(time("2026-03-14T09:30:00Z")));
    assert_eq!(session.updated_at, Some(time("2026-03-14T10:00:01Z")));
    assert_eq!(session.ended_at, Some(time("2026-03-14T10:00:00Z")));
    assert_eq!(session.record_type.as_deref(), Some("room_session"));
    let participants = session.participants.as_deref().unwrap();
    assert_eq!(participants.len(), 1);
    participant::assert_full(&participants[0]);
}
