//! A recording of which everything is known.

use serde_json::{Value, json};
use telnyx_video::models::{RoomRecording, RoomRecordingStatus, RoomRecordingType};

use super::{PARTICIPANT, RECORDING, ROOM, SESSION, time, uuid};

pub(crate) fn full() -> Value {
    json!({
        "id": RECORDING,
        "room_id": ROOM,
        "session_id": SESSION,
        "participant_id": PARTICIPANT,
        "status": "completed",
        "type": "video",
        "codec": "vp8",
        "size_mb": 31.5,
        "duration_secs": 1640,
        "download_url": "https://media.example.com/recordings/weekly-standup.webm",
        "started_at": "2026-03-14T09:31:25Z",
        "ended_at": "2026-03-14T09:58:45Z",
        "completed_at": "2026-03-14T10:03:30Z",
        "created_at": "2026-03-14T09:31:26Z",
        "updated_at": "2026-03-14T10:03:31Z",
        "record_type": "room_recording",
    })
}

pub(crate) fn assert_full(recording: &RoomRecording) {
    assert_eq!(recording.id, uuid(RECORDING));
    assert_eq!(recording.room_id, Some(uuid(ROOM)));
    assert_eq!(recording.session_id, Some(uuid(SESSION)));
    assert_eq!(recording.participant_id, Some(uuid(PARTICIPANT)));
    assert_eq!(recording.status, Some(RoomRecordingStatus::Completed));
    assert_eq!(recording.r#type, Some(RoomRecordingType::Video));
    assert_eq!(recording.codec.as_deref(), Some("vp8"));
    assert_eq!(recording.size_mb, Some(31.5));
    assert_eq!(recording.duration_secs, Some(1640));
    assert_eq!(
        recording.download_url.as_deref(),
        Some("https://media.example.com/recordings/weekly-standup.webm")
    );
    assert_eq!(recording.started_at, Some(time("2026-03-14T09:31:25Z")));
    assert_eq!(recording.ended_at, Some(time("2026-03-14T09:58:45Z")));
    assert_eq!(recording.completed_at, Some(time("2026-03-14T10:03:30Z")));
    assert_eq!(recording.created_at, Some(time("2026-03-14T09:31:26Z")));
    assert_eq!(recording.updated_at, Some(time("2026-03-14T10:03:31Z")));
    assert_eq!(recording.record_type.as_deref(), Some("room_recording"));
}
