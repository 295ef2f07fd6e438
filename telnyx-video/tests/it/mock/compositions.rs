//! How compositions come along.

use std::time::Duration;

use telnyx_video::models::RoomCompositionStatus;
use telnyx_video::uuid::Uuid;

use super::server;

#[tokio::test]
async fn a_composition_is_queued_then_processed_then_completed() {
    let server = server().await;
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    server.advance(Duration::from_secs(90));
    server.leave(ann.id).unwrap();
    let compositions = client.room_compositions();
    let create = compositions.create().session_id(ann.session_id.unwrap());
    let made = create.resolution("640x480").send().await.unwrap();
    assert_eq!(made.status, Some(RoomCompositionStatus::Enqueued));
    assert_eq!(made.duration_secs, Some(90));
    assert_eq!(made.room_id, Some(room));
    assert_eq!(made.resolution.as_deref(), Some("640x480"));
    let read = || compositions.retrieve(made.id).send();
    for (seconds, status) in [
        (1, RoomCompositionStatus::Enqueued),
        (1, RoomCompositionStatus::Processing),
        (2, RoomCompositionStatus::Processing),
        (1, RoomCompositionStatus::Completed),
    ] {
        server.advance(Duration::from_secs(seconds));
        let now = read().await.unwrap();
        assert_eq!(now.status, Some(status.clone()));
        let is_completed = status == RoomCompositionStatus::Completed;
        assert_eq!(now.download_url.is_some(), is_completed);
        assert_eq!(now.completed_at.is_some(), is_completed);
    }
}

#[tokio::test]
async fn a_composition_is_made_of_a_session() {
    let server = server().await;
    let compositions = server.client().room_compositions();
    let errors = [
        compositions.create().send().await.unwrap_err(),
        compositions
            .create()
            .session_id(Uuid::nil())
            .send()
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert!(error.is_unprocessable(), "{error}");
        assert_eq!(error.pointer(), Some("/session_id"));
    }
}
