//! Responses whose values are spelled in unusual but unambiguous ways.

use serde_json::{Value, json};
use telnyx_video::models::RoomRecording;

use super::fixtures::{PARTICIPANT, RECORDING, ROOM, SESSION};
use crate::support::{Reply, Server};

/// A response with every harmless spelling, since `json!` can't repeat a key or keep `1e1`.
const BODY: &str = r#"{
    "data": {"id": "c47d20a9-61be-4f38-a1d5-7e9b3084f26c"},
    "data": {
        "id": "3B8F6C1E-9D24-4A57-8E63-0F7A2C5D91B4",
        "unique_name": "first",
        "active_session_id": "",
        "created_at": "2026-03-02T08:15:00",
        "updated_at": "2026-03-14 09:30:00.521",
        "max_participants": 10.0,
        "webhook_timeout_secs": 1e1,
        "enable_recording": "",
        "webhook_event_url": "",
        "sessions": [{
            "id": "c47d20a9-61be-4f38-a1d5-7e9b3084f26c",
            "room_id": "",
            "ended_at": "",
            "participants": [{
                "id": "8a15e3f7-2c60-4d9b-b748-d36f1e0952ac",
                "joined_at": "2026-03-14 10:30:00+01:00"
            }]
        }],
        "unique_name": "last"
    }
}"#;

#[tokio::test]
async fn retrieve_room_accepts_harmless_spellings() {
    let server = Server::sequence([Reply::json(200, BODY)]);
    let room = server.client().rooms().retrieve(ROOM).send().await.unwrap();
    let expected: Value = json!({
        "id": ROOM,
        "unique_name": "last",
        "created_at": "2026-03-02T08:15:00Z",
        "updated_at": "2026-03-14T09:30:00.521Z",
        "max_participants": 10,
        "webhook_timeout_secs": 10,
        "webhook_event_url": "",
        "sessions": [{
            "id": SESSION,
            "participants": [{"id": PARTICIPANT, "joined_at": "2026-03-14T09:30:00Z"}],
        }],
    });
    assert_eq!(serde_json::to_value(room).unwrap(), expected);
}

#[test]
fn empty_download_url_is_absent() {
    let recording = json!({"id": RECORDING, "download_url": ""});
    let recording: RoomRecording = serde_json::from_value(recording).unwrap();
    assert_eq!(recording.download_url, None);
}
