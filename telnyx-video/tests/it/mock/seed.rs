//! Seeds.

use std::time::Duration;

use serde_json::{Value, json};
use telnyx_video::mock::MockError;
use telnyx_video::models::RoomCompositionStatus;
use telnyx_video::uuid::Uuid;

use super::start_server;

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const SESSION: &str = "c47d20a9-61be-4f38-a1d5-7e9b3084f26c";

#[tokio::test]
async fn seed_with_ids_only_gets_defaults() {
    let server = start_server().await;
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
async fn seeded_compositions_have_status_and_file() {
    let server = start_server().await;
    let composition = |id: &str, rest: Value| {
        let mut json = json!({"id": id, "room_id": ROOM, "session_id": SESSION});
        let members = json.as_object_mut().unwrap();
        members.extend(rest.as_object().unwrap().clone());
        json
    };
    let completed = "1f6c0a94-7b2e-4d58-93a1-e05b8d47c263";
    let elsewhere = "2a7d1ba5-8c3f-4e69-84b2-f16c9e58d374";
    let queued = "3b8e2cb6-9d40-4f7a-95c3-a27daf69e485";
    let url = "https://media.example.com/a.mp4";
    let seed = json!({
        "rooms": [{"id": ROOM}],
        "sessions": [{"id": SESSION, "room_id": ROOM}],
        "compositions": [
            composition(completed, json!({"completed_at": "2026-03-14T09:00:00Z"})),
            composition(elsewhere, json!({"status": "completed", "download_url": url, "size_mb": 7.0})),
            composition(queued, json!({"resolution": "640x480"})),
        ],
    });
    server.seed(&seed).unwrap();
    let compositions = server.client().room_compositions();
    let retrieve = |id: &'static str| compositions.retrieve(id).send();
    let first = retrieve(completed).await.unwrap();
    assert_eq!(first.status, Some(RoomCompositionStatus::Completed));
    let file = format!(
        "{}/compositions/{completed}.mp4",
        server.base_url().replace("/v2", "/media")
    );
    assert_eq!(first.download_url, Some(file.into()));
    let expected = json!({
        "created_at": "2026-03-14T09:30:00Z",
        "download_url": url,
        "format": "mp4",
        "id": elsewhere,
        "record_type": "room_composition",
        "resolution": "1280x720",
        "room_id": ROOM,
        "session_id": SESSION,
        "size_mb": 7.0,
        "status": "completed",
        "updated_at": "2026-03-14T09:30:00Z",
        "user_id": "27f8d5b3-a40e-4b69-b1c7-60e92f3d8a74",
        "webhook_event_failover_url": "",
    });
    assert_eq!(
        serde_json::to_value(retrieve(elsewhere).await.unwrap()).unwrap(),
        expected
    );
    let third = retrieve(queued).await.unwrap();
    assert_eq!(third.status, Some(RoomCompositionStatus::Enqueued));
    assert_eq!(third.resolution.as_deref(), Some("640x480"));
    server.advance(Duration::from_secs(5));
    let third = retrieve(queued).await.unwrap();
    assert_eq!(third.status, Some(RoomCompositionStatus::Completed));
    assert!(third.download_url.is_some());
    let first = retrieve(completed).await.unwrap();
    assert_eq!(
        first.completed_at.unwrap().to_rfc3339(),
        "2026-03-14T09:00:00+00:00"
    );
}

#[tokio::test]
async fn created_room_gets_an_id_that_the_seed_does_not_have() {
    let server = start_server().await;
    let id = |number: u32| format!("00000000-0000-4000-8000-{number:012x}");
    // The first room gets an id after those that follow.
    server
        .seed(&json!({"rooms": [{}, {"id": id(1)}, {"id": id(2)}]}))
        .unwrap();
    let client = server.client();
    client.rooms().create().send().await.unwrap();
    let rooms = client.rooms().list().send().await.unwrap();
    let ids: Vec<String> = rooms.data.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(ids, [3, 1, 2, 4].map(id));
}

#[tokio::test]
async fn seed_without_ids_gets_consecutive_ids_and_refers_to_only_items() {
    let server = start_server().await;
    let first = "00000000-0000-4000-8000-000000000001";
    let seed = json!({
        // The given id is the one that the first generated id would be.
        "rooms": [{"unique_name": "a", "id": first}, {"unique_name": "b"}],
        "sessions": [{"room_id": "b"}],
        "participants": [{"context": "Ann"}, {"context": "Bob"}, {"context": "Ann"}],
        "recordings": [
            {"participant_id": "Bob", "room_id": "b"},
            {"participant_id": 2, "room_id": first},
        ],
    });
    server.seed(&seed).unwrap();
    let recordings = server
        .client()
        .room_recordings()
        .list()
        .send()
        .await
        .unwrap();
    let id = |number: u128| Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0000 + number);
    // The rooms are 1 and 2, the session is 3, and the participants are 4, 5 and 6.
    let expected = [(id(7), id(5), id(2)), (id(8), id(6), id(1))];
    for (recording, (own, participant, room)) in recordings.data.iter().zip(expected) {
        assert_eq!(recording.id, own);
        assert_eq!(recording.participant_id, Some(participant));
        assert_eq!(recording.room_id, Some(room));
        assert_eq!(recording.session_id, Some(id(3)));
    }
    let more = json!({"sessions": [{"room_id": "a"}]});
    server.seed(&more).unwrap();
}

#[tokio::test]
async fn name_of_seeded_room_can_equal_its_id() {
    let server = start_server().await;
    let seed = json!({
        "rooms": [{"id": ROOM, "unique_name": ROOM}, {}],
        "sessions": [{"room_id": ROOM}],
    });
    server.seed(&seed).unwrap();
}

#[tokio::test]
async fn unknown_field_of_seed_is_error_with_known_fields() {
    let server = start_server().await;
    let seed = json!({"sessions": [{"room": "a"}]});
    let expected = "invalid seed: #/sessions/0/room: unknown or computed field; a session has active, created_at, ended_at, id, \
                    record_type, room_id, updated_at";
    assert_eq!(server.seed(&seed).unwrap_err().to_string(), expected);
}

#[tokio::test]
async fn reference_of_seed_without_single_match_is_error_with_cause() {
    let server = start_server().await;
    let rooms = json!([{"unique_name": "a"}, {"unique_name": "a"}]);
    for (sessions, cause) in [
        (
            json!([{}]),
            "`rooms` has several items; refer to one by its id or index",
        ),
        (
            json!([{"room_id": "a"}]),
            "several items in `rooms` match \"a\"; use the id or index",
        ),
        (
            json!([{"room_id": 2}]),
            "no item in `rooms` has the id, index or name 2",
        ),
    ] {
        let error = server
            .seed(&json!({"rooms": rooms, "sessions": sessions}))
            .unwrap_err();
        let expected = format!("invalid seed: #/sessions/0/room_id: {cause}");
        assert_eq!(error.to_string(), expected);
    }
    let error = server.seed(&json!({"sessions": [{}]})).unwrap_err();
    let expected = "invalid seed: #/sessions/0/room_id: `rooms` has no item; add one";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn invalid_seed_is_rejected_with_pointer_and_adds_nothing() {
    let server = start_server().await;
    let cases: [(Value, &str); 11] = [
        (json!([]), ""),
        (json!({"room": []}), "/room"),
        (json!({"rooms": {}}), "/rooms"),
        (
            json!({"rooms": [{"id": ROOM}, {"id": ROOM}]}),
            "/rooms/1/id",
        ),
        (json!({"rooms": [{"id": "a"}]}), "/rooms/0/id"),
        (
            json!({"rooms": [{"id": "00000000-0000-4000-8000-00000000000f"}], "sessions": {}}),
            "/sessions",
        ),
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
        (
            json!({"rooms": [{"id": ROOM}], "compositions": [{"id": ROOM, "room_id": ROOM}]}),
            "/compositions/0/session_id",
        ),
    ];
    for (seed, expected) in cases {
        match server.seed(&seed) {
            Err(MockError::Seed { pointer, .. }) => assert_eq!(pointer, expected, "{seed}"),
            other => panic!("{seed}: {other:?}"),
        }
    }
    let rooms = server.client().rooms();
    assert!(rooms.list().send().await.unwrap().data.is_empty());
    let id = rooms.create().send().await.unwrap().id;
    assert_eq!(id.to_string(), "00000000-0000-4000-8000-000000000001");
}
