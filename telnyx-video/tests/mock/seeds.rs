//! What a server begins with.

use serde_json::{Value, json};
use telnyx_video::mock::MockError;

use crate::server;

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const SESSION: &str = "c47d20a9-61be-4f38-a1d5-7e9b3084f26c";

#[tokio::test]
async fn what_a_seed_leaves_away_is_filled_in() {
    let server = server().await;
    let seed = json!({"rooms": [{"id": ROOM}], "sessions": [{"id": SESSION, "room_id": ROOM}]});
    server.seed(&seed).unwrap();
    let room = server.client().rooms().retrieve(ROOM).send().await.unwrap();
    let expected = json!({
        "active_session_id": SESSION,
        "created_at": "2026-03-14T09:30:00Z",
        "enable_recording": false,
        "id": ROOM,
        "max_participants": 10,
        "record_type": "room",
        "updated_at": "2026-03-14T09:30:00Z",
        "webhook_event_failover_url": "",
    });
    assert_eq!(serde_json::to_value(room).unwrap(), expected);
}

#[tokio::test]
async fn a_faulty_seed_is_told_with_its_place_and_sows_nothing() {
    let server = server().await;
    let cases: [(Value, &str); 9] = [
        (json!([]), ""),
        (json!({"room": []}), "/room"),
        (json!({"rooms": {}}), "/rooms"),
        (
            json!({"rooms": [{"id": ROOM}, {"id": ROOM}]}),
            "/rooms/1/id",
        ),
        (json!({"rooms": [{}]}), "/rooms/0/id"),
        (
            json!({"rooms": [{"id": ROOM, "unique_nam": "a"}]}),
            "/rooms/0/unique_nam",
        ),
        (
            json!({"rooms": [{"id": ROOM, "max_participants": "a"}]}),
            "/rooms/0/max_participants",
        ),
        (
            json!({"rooms": [{"id": ROOM, "sessions": []}]}),
            "/rooms/0/sessions",
        ),
        (
            json!({"rooms": [{"id": ROOM}], "sessions": [{"id": SESSION, "room_id": SESSION}]}),
            "/sessions/0/room_id",
        ),
    ];
    for (seed, place) in cases {
        match server.seed(&seed) {
            Err(MockError::Seed { pointer, .. }) => assert_eq!(pointer, place, "{seed}"),
            other => panic!("{seed}: {other:?}"),
        }
    }
    assert_eq!(
        server
            .client()
            .rooms()
            .list()
            .send()
            .await
            .unwrap()
            .data
            .len(),
        0
    );
}
