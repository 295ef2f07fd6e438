//! A server that responds with examples, and the examples of models.

use std::sync::mpsc;

use futures_util::TryStreamExt;
use telnyx_video::Client;
use telnyx_video::mock::{Fault, MockServer};
use telnyx_video::models::{
    RecordingCompleted, Room, RoomClientTokens, RoomRecording, RoomRecordingStatus,
};
use telnyx_video::reqwest::StatusCode;

use crate::support::http_without_tls;

const UNKNOWN_ID: &str = "11111111-1111-4111-8111-111111111111";

async fn start_with_examples() -> (MockServer, Client) {
    let server = MockServer::builder().examples().start().await.unwrap();
    let client = server.client();
    (server, client)
}

#[tokio::test]
async fn examples_exist_for_unknown_ids() {
    let (server, client) = start_with_examples().await;
    let room = client.rooms().retrieve(UNKNOWN_ID).send().await.unwrap();
    assert_eq!(room, Room::example());
    client.rooms().delete(UNKNOWN_ID).send().await.unwrap();
    client.rooms().retrieve(UNKNOWN_ID).send().await.unwrap();
    let tokens = client
        .rooms()
        .actions()
        .generate_join_client_token(UNKNOWN_ID);
    assert_eq!(tokens.send().await.unwrap(), RoomClientTokens::example());
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.violations.is_empty())
    );
}

#[tokio::test]
async fn examples_of_list_are_its_last_page() {
    let (server, client) = start_with_examples().await;
    let recordings = client.room_recordings();
    let all: Vec<RoomRecording> = recordings
        .list()
        .page_number(3)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [RoomRecording::example()]);
    assert_eq!(server.requests().len(), 1);
    let response = recordings
        .list()
        .page_number(3)
        .page_size(5)
        .send()
        .await
        .unwrap();
    let meta = response.meta.unwrap();
    assert_eq!((meta.page_number, meta.page_size), (Some(3), Some(5)));
    assert_eq!((meta.total_pages, meta.total_results), (Some(3), Some(11)));
}

#[tokio::test]
async fn examples_accept_any_api_key_and_report_violations() {
    let (sender, reported) = mpsc::channel();
    let builder = MockServer::builder().examples();
    let builder = builder.on_response(move |request| sender.send(request.clone()).unwrap());
    let server = builder.start().await.unwrap();
    let http = http_without_tls().build().unwrap();
    let url = |path: &str| format!("{}{path}", server.base_url());
    let with_key = http.get(url("/rooms/a?page=1")).bearer_auth("My API Key");
    let without_key = http.get(url("/rooms"));
    let not_json = http.post(url("/rooms")).bearer_auth("My API Key");
    let not_json = not_json
        .header("content-type", "application/json")
        .body("{");
    for (request, violation) in [
        (with_key, "room_id: \"a\" is not a \"uuid\""),
        (without_key, "missing API key"),
        (not_json, "invalid JSON: "),
    ] {
        assert!(request.send().await.unwrap().status().is_success());
        let request = reported.recv().unwrap();
        assert!(request.violations[0].starts_with(violation), "{request:?}");
        assert_eq!(
            server.requests().last().unwrap().violations,
            request.violations
        );
    }
    let unknown_path = http.get(url("/rooms/a/b/c")).send().await.unwrap();
    assert_eq!(unknown_path.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn examples_can_be_replaced_by_faults() {
    let (server, client) = start_with_examples().await;
    server
        .fail_next(Fault::status(StatusCode::NOT_FOUND))
        .unwrap();
    let error = client
        .rooms()
        .retrieve(UNKNOWN_ID)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[test]
fn example_of_model_has_values_of_spec() {
    let recording = RoomRecording::example();
    assert_eq!(recording.status, Some(RoomRecordingStatus::Completed));
    assert_eq!(recording.codec.as_deref(), Some("vp8"));
    let event = RecordingCompleted::example();
    assert_eq!(
        event.event_type.as_deref(),
        Some("video.room.recording.completed")
    );
}

#[test]
fn with_changes_fields_of_example() {
    let room = Room::example().with(|room| {
        room.max_participants = Some(4);
        room.unique_name = None;
    });
    assert_eq!(room.max_participants, Some(4));
    assert_eq!(room.unique_name, None);
    assert_eq!(room.id, Room::example().id);
}
