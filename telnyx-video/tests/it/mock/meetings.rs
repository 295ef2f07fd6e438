//! Participants who join, leave, are kicked and are recorded.

use std::time::Duration;

use serde_json::json;
use telnyx_video::mock::MockError;
use telnyx_video::models::{ParticipantSelection, RoomRecordingStatus, RoomRecordingType};
use telnyx_video::uuid::Uuid;

use super::start_server;
use crate::support::http_without_tls;

#[tokio::test]
async fn session_starts_with_first_participant_and_ends_with_last() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let first = server.join(room, "Ann").unwrap();
    let second = server.join(room, "Bob").unwrap();
    assert_eq!(first.session_id, second.session_id);
    let session = first.session_id.unwrap();
    server.leave(first.id).unwrap();
    let retrieve = || rooms.sessions().retrieve(session).send();
    assert_eq!(retrieve().await.unwrap().active, Some(true));
    server.advance(Duration::from_secs(60));
    server.leave(second.id).unwrap();
    let ended = retrieve().await.unwrap();
    assert_eq!(ended.active, Some(false));
    assert_eq!(
        ended.ended_at.unwrap().to_rfc3339(),
        "2026-03-14T09:31:00+00:00"
    );
    let next = server.join(room, "Ann").unwrap();
    assert_ne!(next.session_id, Some(session));
    assert!(matches!(
        server.leave(first.id),
        Err(MockError::NotFound { .. })
    ));
}

#[tokio::test]
async fn leave_and_start_recording_in_ended_session_fail() {
    let server = start_server().await;
    let seed = json!({
        "rooms": [{}],
        "sessions": [{"ended_at": "2026-03-14T09:00:00Z"}],
        "participants": [{}],
    });
    server.seed(&seed).unwrap();
    let participants = server.client().room_participants();
    let list = || async { participants.list().send().await.unwrap().data };
    let before = list().await;
    assert!(matches!(
        server.leave(before[0].id),
        Err(MockError::NotFound { .. })
    ));
    let recording = server.start_recording(before[0].id, RoomRecordingType::Audio);
    assert!(matches!(recording, Err(MockError::InvalidState { .. })));
    assert_eq!(list().await, before);
}

#[tokio::test]
async fn join_of_full_or_unknown_room_fails() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().max_participants(2).send().await.unwrap().id;
    let first = server.join(room, "Ann").unwrap();
    server.join(room, "Bob").unwrap();
    let error = server.join(room, "Cem").unwrap_err();
    assert_eq!(error.to_string(), format!("{room} is full"));
    server.leave(first.id).unwrap();
    server.join(room, "Cem").unwrap();
    let error = server.join(Uuid::nil(), "Ann").unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("no room has the id {}", Uuid::nil())
    );
}

#[tokio::test]
async fn kick_removes_selected_participants() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let [ann, bob, cem] = ["Ann", "Bob", "Cem"].map(|name| server.join(room, name).unwrap());
    let session = ann.session_id.unwrap();
    let sessions = rooms.sessions();
    let kick = || sessions.actions().kick(session);
    kick()
        .participants(ParticipantSelection::All)
        .exclude([bob.id, cem.id])
        .send()
        .await
        .unwrap();
    let present = || async {
        let all = sessions
            .list_participants(session)
            .send()
            .await
            .unwrap()
            .data;
        let present = all.into_iter().filter(|it| it.left_at.is_none());
        present.map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(present().await, [bob.id, cem.id]);
    kick().participants([bob.id]).send().await.unwrap();
    assert_eq!(present().await, [cem.id]);
    kick().send().await.unwrap();
    assert_eq!(present().await, [cem.id]);
    let error = kick().participants([ann.id]).send().await.unwrap_err();
    assert!(error.is_unprocessable(), "{error}");
    sessions.actions().end(session).send().await.unwrap();
    assert_eq!(present().await.len(), 0);
    let error = sessions.actions().end(session).send().await.unwrap_err();
    assert_eq!(error.detail(), Some("Room session is not active"));
}

#[tokio::test]
async fn recording_is_processing_then_completed_with_file() {
    let server = start_server().await;
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    let id = server
        .start_recording(ann.id, RoomRecordingType::Video)
        .unwrap()
        .id;
    server.advance(Duration::from_secs(45));
    let retrieve = || client.room_recordings().retrieve(id).send();
    let running = retrieve().await.unwrap();
    assert_eq!(
        (running.ended_at, running.status),
        (None, Some(RoomRecordingStatus::Processing))
    );
    server.leave(ann.id).unwrap();
    let stopped = retrieve().await.unwrap();
    assert_eq!(stopped.duration_secs, Some(45));
    assert_eq!(stopped.status, Some(RoomRecordingStatus::Processing));
    assert_eq!(stopped.download_url, None);
    assert_eq!(server.finish_recording(id).unwrap().duration_secs, Some(45));
    let completed = retrieve().await.unwrap();
    assert_eq!(completed.status, Some(RoomRecordingStatus::Completed));
    let http = http_without_tls().build().unwrap();
    let file = http
        .get(completed.download_url.unwrap().expose())
        .send()
        .await
        .unwrap();
    assert_eq!(file.headers()["content-type"], "video/webm");
    let first_line = format!("media of the mock server: /recordings/{id}.webm\n");
    assert!(file.text().await.unwrap().starts_with(&first_line));
    assert_eq!(completed.size_mb, Some(0.5));
    assert!(matches!(
        server.finish_recording(id),
        Err(MockError::InvalidState { .. })
    ));
    let result = server.start_recording(ann.id, RoomRecordingType::Audio);
    assert!(matches!(result, Err(MockError::InvalidState { .. })));
}

#[tokio::test]
async fn deleting_room_ends_its_session() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let session = server.join(room, "Ann").unwrap().session_id.unwrap();
    rooms.delete(room).send().await.unwrap();
    let error = rooms.retrieve(room).send().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let session = rooms.sessions().retrieve(session).send().await.unwrap();
    assert_eq!(session.active, Some(false));
}
