//! Calls of every operation.

use std::collections::BTreeSet;

use telnyx_video::mock::MockServer;
use telnyx_video::models::{
    ParticipantSelection, RoomFilter, RoomRecordingFilter, RoomRecordingType,
};
use telnyx_video::{Client, RequestOptions, Retries, Selection};

use super::start_server;

#[tokio::test]
async fn all_25_operations_succeed() {
    let server = start_server().await;
    call_all(&server, &server.client()).await;
}

/// Calls all operations with a client of the server, and asserts that the server has received each.
pub(crate) async fn call_all(server: &MockServer, client: &Client) {
    let rooms = client.rooms();
    let room = rooms.create().unique_name("a").send().await.unwrap();
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 1);
    rooms.retrieve(room.id).send().await.unwrap();
    let updated = rooms.update(room.id).max_participants(5).send();
    assert_eq!(updated.await.unwrap().max_participants, Some(5));
    let tokens = rooms.actions().generate_join_client_token(room.id);
    let refresh = tokens.send().await.unwrap().refresh_token.unwrap();
    let refreshed = rooms.actions().refresh_client_token(room.id, refresh);
    assert!(refreshed.send().await.unwrap().token.is_some());

    let participant = server.join(room.id, "Priya").unwrap();
    let session = participant.session_id.unwrap();
    let sessions = rooms.sessions();
    assert_eq!(sessions.list().send().await.unwrap().data.len(), 1);
    let sessions_of_room = sessions.list_for_room(room.id).send().await.unwrap();
    assert_eq!(sessions_of_room.data[0].id, session);
    sessions.retrieve(session).send().await.unwrap();
    let participants = sessions.list_participants(session).send().await.unwrap();
    assert_eq!(participants.data[0], participant);
    let room_participants = client.room_participants();
    assert_eq!(room_participants.list().send().await.unwrap().data.len(), 1);
    room_participants
        .retrieve(participant.id)
        .send()
        .await
        .unwrap();

    let record = |kind| server.start_recording(participant.id, kind).unwrap().id;
    let (audio, video) = (
        record(RoomRecordingType::Audio),
        record(RoomRecordingType::Video),
    );
    let recordings = client.room_recordings();
    assert_eq!(recordings.list().send().await.unwrap().data.len(), 2);
    recordings.retrieve(audio).send().await.unwrap();
    recordings.delete(audio).send().await.unwrap();
    let filter = RoomRecordingFilter::new().session_id(session);
    let deleted = recordings.delete_bulk(Selection::Matching(filter)).send();
    assert_eq!(deleted.await.unwrap().deleted_recordings, Some(1));
    let error = recordings.retrieve(video).send().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");

    let compositions = client.room_compositions();
    let composition = compositions
        .create()
        .session_id(session)
        .send()
        .await
        .unwrap();
    assert_eq!(compositions.list().send().await.unwrap().data.len(), 1);
    compositions.retrieve(composition.id).send().await.unwrap();
    compositions.delete(composition.id).send().await.unwrap();

    let actions = sessions.actions();
    let all = ParticipantSelection::All;
    let mute = actions.mute(session).participants(all.clone());
    assert_eq!(mute.send().await.unwrap().result.as_deref(), Some("ok"));
    actions
        .unmute(session)
        .participants([participant.id])
        .send()
        .await
        .unwrap();
    server.join(room.id, "Sam").unwrap();
    actions
        .kick(session)
        .participants([participant.id])
        .send()
        .await
        .unwrap();
    actions.end(session).send().await.unwrap();
    rooms.delete(room.id).send().await.unwrap();

    let requests = server.requests().into_iter();
    let operations: BTreeSet<_> = requests.filter_map(|it| it.operation).collect();
    assert_eq!(operations.len(), 25);
}

#[tokio::test]
async fn room_has_fields_of_create_and_update() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms
        .create()
        .enable_recording(true)
        .max_participants(7)
        .webhook_event_url("https://hooks.example.com/a")
        .webhook_timeout_secs(3);
    let created = room.send().await.unwrap();
    let expected = serde_json::json!({
        "created_at": "2026-03-14T09:30:00Z",
        "enable_recording": true,
        "id": "00000000-0000-4000-8000-000000000001",
        "max_participants": 7,
        "record_type": "room",
        "updated_at": "2026-03-14T09:30:00Z",
        "webhook_event_failover_url": "",
        "webhook_event_url": "https://hooks.example.com/a",
        "webhook_timeout_secs": 3,
    });
    assert_eq!(serde_json::to_value(&created).unwrap(), expected);
    let update = rooms
        .update(created.id)
        .webhook_event_url(None)
        .unique_name("b");
    let updated = update.send().await.unwrap();
    assert_eq!(updated.webhook_event_url, None);
    assert_eq!(updated.webhook_timeout_secs, Some(3));
    assert_eq!(updated.unique_name.as_deref(), Some("b"));
}

#[tokio::test]
async fn dropped_server_stops() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let name = "on dropped server";
    rooms.create().unique_name(name).send().await.unwrap();
    drop(server);
    let options = RequestOptions::new().retry_policy(Retries::none());
    let list = rooms.list().filter(RoomFilter::new().unique_name(name));
    let found = list.options(options).send().await;
    // Another server may use the port by now.
    assert!(found.is_err() || found.is_ok_and(|page| page.data.is_empty()));
}
