//! The progress of compositions.

use std::time::Duration;

use telnyx_video::models::RoomCompositionStatus;
use telnyx_video::uuid::Uuid;

use super::start_server;

#[tokio::test]
async fn composition_is_enqueued_then_processing_then_completed() {
    let server = start_server().await;
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    server.advance(Duration::from_secs(90));
    server.leave(ann.id).unwrap();
    let compositions = client.room_compositions();
    let create = compositions.create().session_id(ann.session_id.unwrap());
    let created = create.resolution("640x480").send().await.unwrap();
    assert_eq!(created.status, Some(RoomCompositionStatus::Enqueued));
    assert_eq!(created.duration_secs, Some(90));
    assert_eq!(created.room_id, Some(room));
    assert_eq!(created.resolution.as_deref(), Some("640x480"));
    let retrieve = || compositions.retrieve(created.id).send();
    for (seconds, status) in [
        (1, RoomCompositionStatus::Enqueued),
        (1, RoomCompositionStatus::Processing),
        (2, RoomCompositionStatus::Processing),
        (1, RoomCompositionStatus::Completed),
    ] {
        server.advance(Duration::from_secs(seconds));
        let now = retrieve().await.unwrap();
        assert_eq!(now.status, Some(status.clone()));
        let is_completed = status == RoomCompositionStatus::Completed;
        assert_eq!(now.download_url.is_some(), is_completed);
        assert_eq!(now.completed_at.is_some(), is_completed);
    }
}

#[tokio::test]
async fn composition_without_existing_session_is_rejected() {
    let server = start_server().await;
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
