//! A room of which everything is known.

use serde_json::{Value, json};
use telnyx_video::models::Room;

use super::{ROOM, SESSION, session, time, uuid};

pub(crate) fn full() -> Value {
    json!({
        "id": ROOM,
        "unique_name": "weekly-standup",
        "max_participants": 25,
        "enable_recording": true,
        "active_session_id": SESSION,
        "sessions": [session::full()],
        "webhook_event_url": "https://hooks.example.com/telnyx/video",
        "webhook_event_failover_url": "",
        "webhook_timeout_secs": 15,
        "created_at": "2026-03-02T08:15:00Z",
        "updated_at": "2026-03-14T09:30:00.521Z",
        "record_type": "room",
    })
}

pub(crate) fn assert_full(room: &Room) {
    assert_eq!(room.id, uuid(ROOM));
    assert_eq!(room.unique_name.as_deref(), Some("weekly-standup"));
    assert_eq!(room.max_participants, Some(25));
    assert_eq!(room.enable_recording, Some(true));
    assert_eq!(room.active_session_id, Some(uuid(SESSION)));
    assert_eq!(
        room.webhook_event_url.as_deref(),
        Some("https://hooks.example.com/telnyx/video")
    );
    assert_eq!(room.webhook_event_failover_url.as_deref(), Some(""));
    assert_eq!(room.webhook_timeout_secs, Some(15));
    assert_eq!(room.created_at, Some(time("2026-03-02T08:15:00Z")));
    assert_eq!(room.updated_at, Some(time("2026-03-14T09:30:00.521Z")));
    assert_eq!(room.record_type.as_deref(), Some("room"));
    let sessions = room.sessions.as_deref().unwrap();
    assert_eq!(sessions.len(), 1);
    session::assert_full(&sessions[0]);
}
