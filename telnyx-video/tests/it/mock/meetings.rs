//! What happens in rooms without a request.

use std::time::Duration;

use telnyx_video::mock::MockError;
use telnyx_video::models::{Participants, RoomRecordingStatus, RoomRecordingType};
use telnyx_video::uuid::Uuid;

use super::server;
use crate::support::plain_http;

#[tokio::test]
async fn the_first_begins_a_session_and_the_last_ends_it() {
    let server = server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let first = server.join(room, "Ann").unwrap();
    let second = server.join(room, "Bob").unwrap();
    assert_eq!(first.session_id, second.session_id);
    let session = first.session_id.unwrap();
    server.leave(first.id).unwrap();
    let read = || rooms.sessions().retrieve(session).send();
    assert_eq!(read().await.unwrap().active, Some(true));
    server.advance(Duration::from_secs(60));
    server.leave(second.id).unwrap();
    let over = read().await.unwrap();
    assert_eq!(over.active, Some(false));
    assert_eq!(
        over.ended_at.unwrap().to_rfc3339(),
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
async fn a_room_has_room_for_so_many() {
    let server = server().await;
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
        format!("there is no room with the id {}", Uuid::nil())
    );
}

#[tokio::test]
async fn kicking_takes_out_whom_it_is_told_to() {
    let server = server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let [ann, bob, cem] = ["Ann", "Bob", "Cem"].map(|name| server.join(room, name).unwrap());
    let session = ann.session_id.unwrap();
    let sessions = rooms.sessions();
    let kick = || sessions.actions().kick(session);
    kick()
        .participants(Participants::All)
        .exclude([bob.id, cem.id])
        .send()
        .await
        .unwrap();
    let inside = || async {
        let all = sessions
            .list_participants(session)
            .send()
            .await
            .unwrap()
            .data;
        let inside = all.into_iter().filter(|it| it.left_at.is_none());
        inside.map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(inside().await, [bob.id, cem.id]);
    kick().participants([bob.id]).send().await.unwrap();
    assert_eq!(inside().await, [cem.id]);
    kick().send().await.unwrap();
    assert_eq!(inside().await, [cem.id]);
    let error = kick().participants([ann.id]).send().await.unwrap_err();
    assert!(error.is_unprocessable(), "{error}");
    sessions.actions().end(session).send().await.unwrap();
    assert_eq!(inside().await.len(), 0);
    let error = sessions.actions().end(session).send().await.unwrap_err();
    assert_eq!(error.detail(), Some("Room session is not active"));
}

#[tokio::test]
async fn a_recording_is_processed_then_completed_and_can_be_downloaded() {
    let server = server().await;
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    let id = server
        .start_recording(ann.id, RoomRecordingType::Video)
        .unwrap()
        .id;
    server.advance(Duration::from_secs(45));
    let read = || client.room_recordings().retrieve(id).send();
    let going_on = read().await.unwrap();
    assert_eq!(
        (going_on.ended_at, going_on.status),
        (None, Some(RoomRecordingStatus::Processing))
    );
    server.leave(ann.id).unwrap();
    let stopped = read().await.unwrap();
    assert_eq!(stopped.duration_secs, Some(45));
    assert_eq!(stopped.status, Some(RoomRecordingStatus::Processing));
    assert_eq!(stopped.download_url, None);
    assert_eq!(server.finish_recording(id).unwrap().duration_secs, Some(45));
    let done = read().await.unwrap();
    assert_eq!(done.status, Some(RoomRecordingStatus::Completed));
    let http = plain_http().build().unwrap();
    let file = http.get(done.download_url.unwrap()).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "video/webm");
    let begin = format!("media of the mock server: /recordings/{id}.webm\n");
    assert!(file.text().await.unwrap().starts_with(&begin));
    assert_eq!(done.size_mb, Some(0.5));
    assert!(matches!(
        server.finish_recording(id),
        Err(MockError::NotNow { .. })
    ));
    let gone = server.start_recording(ann.id, RoomRecordingType::Audio);
    assert!(matches!(gone, Err(MockError::NotNow { .. })));
}

#[tokio::test]
async fn a_room_that_is_deleted_takes_its_meeting_along() {
    let server = server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let session = server.join(room, "Ann").unwrap().session_id.unwrap();
    rooms.delete(room).send().await.unwrap();
    let error = rooms.retrieve(room).send().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let session = rooms.sessions().retrieve(session).send().await.unwrap();
    assert_eq!(session.active, Some(false));
}
