//! Validates the requests of this SDK and the responses of the mock server with a third-party validator.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use telnyx_video::mock::{Fault, MockServer};
use telnyx_video::models::{
    ListRoomParticipantsFilter, ListSessionsFilter, ParticipantSelection, RoomCompositionFilter,
    RoomCompositionStatus, RoomFilter, RoomRecordingFilter, RoomRecordingStatus, RoomRecordingType,
    VideoRegion, VideoSources,
};
use telnyx_video::reqwest::StatusCode;
use telnyx_video::uuid::Uuid;
use telnyx_video::{Client, Error, RequestOptions};
use tokio::task::spawn_blocking;

use super::operations::call_all;
use super::start_server;
use crate::support::{ChildProcess, http_without_tls, print_skipped};

/// Starts a validating proxy and returns a client that uses it, or `None` if the validator is not installed.
async fn start_validating_proxy(server: &MockServer) -> Option<(ChildProcess, Client)> {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = ["-c", "import jsonpath, openapi_core, werkzeug, yaml"];
    let probe = Command::new(&python).args(probe).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        print_skipped(&format!(
            "{python} has no openapi_core; CONTRIBUTING.md describes how to install it"
        ));
        return None;
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(python);
    command
        // Creates no `__pycache__`.
        .arg("-B")
        .arg(package.join("tests/official/proxy.py"))
        .arg(package.join("../spec/telnyx-video.yaml"))
        .arg(package.join("../spec/overlay.yaml"))
        .arg(server.base_url());
    let start = move || {
        let mut proxy = ChildProcess::start(&mut command);
        let base_url = proxy.read_line();
        (proxy, base_url)
    };
    let (proxy, base_url) = spawn_blocking(start).await.unwrap();
    let http = http_without_tls().build().unwrap();
    let client = Client::builder()
        .api_key(server.api_key())
        .base_url(base_url)
        .http_client(http);
    Some((proxy, client.build().unwrap()))
}

/// Returns the message of the validator.
fn violation(error: &Error) -> String {
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST), "{error}");
    error.detail().unwrap().to_owned()
}

#[tokio::test]
async fn all_25_operations_conform_to_contract() {
    let server = start_server().await;
    let Some((_proxy, client)) = start_validating_proxy(&server).await else {
        return;
    };
    call_all(&server, &client).await;
}

/// Does not cover date ranges: OpenAPI does not define nested objects in queries, so the validator cannot parse them.
#[tokio::test]
async fn optional_values_conform_to_contract() {
    let server = start_server().await;
    let Some((_proxy, client)) = start_validating_proxy(&server).await else {
        return;
    };
    let rooms = client.rooms();
    let create = rooms
        .create()
        .unique_name("a room/with ümlaut&more")
        .enable_recording(true)
        .max_participants(7)
        .webhook_event_url(None)
        .webhook_event_failover_url("")
        .webhook_timeout_secs(3);
    let room = create.send().await.unwrap().id;
    let update = rooms
        .update(room)
        .webhook_event_url("https://hooks.example.com/a?b=c")
        .webhook_event_failover_url(None)
        .webhook_timeout_secs(None);
    update.send().await.unwrap();
    let token = rooms.actions().generate_join_client_token(room);
    let token = token.token_ttl_secs(60).refresh_token_ttl_secs(90);
    token.send().await.unwrap();
    let ann = server.join(room, "Ann").unwrap();
    let session = ann.session_id.unwrap();
    let audio = RoomRecordingType::Audio;
    let recording = server.start_recording(ann.id, audio).unwrap().id;
    server.finish_recording(recording).unwrap();

    let named = RoomFilter::new().unique_name("a room/with ümlaut&more");
    let list = rooms.list().filter(named).include_sessions(true);
    assert_eq!(list.page_size(1).send().await.unwrap().data.len(), 1);
    let active = ListSessionsFilter::new().active(true).room_id(room);
    let list = rooms.sessions().list().filter(active).page_number(1);
    let list = list.include_participants(true).send().await.unwrap();
    assert_eq!(list.data[0].participants.as_ref().unwrap().len(), 1);
    let here = ListRoomParticipantsFilter::new()
        .context("Ann")
        .session_id(session);
    let list = client.room_participants().list().filter(here);
    assert_eq!(list.send().await.unwrap().data.len(), 1);
    let completed = RoomRecordingFilter::new()
        .status(RoomRecordingStatus::Completed)
        .r#type(RoomRecordingType::Audio)
        .participant_id(ann.id)
        .min_duration_secs(0);
    let list = client.room_recordings().list().filter(completed);
    assert_eq!(list.send().await.unwrap().data.len(), 1);

    let region = |sources: VideoSources| {
        let region = VideoRegion::new().x_pos(0).y_pos(0).z_pos(1);
        region.width(640).height(480).video_sources(sources)
    };
    let layout = BTreeMap::from([
        ("all".to_owned(), region(VideoSources::All)),
        ("one".to_owned(), region([recording].into())),
    ]);
    let compositions = client.room_compositions();
    let create = compositions
        .create()
        .session_id(session)
        .format("mp4")
        .resolution("640x480")
        .video_layout(layout)
        .webhook_event_url("https://hooks.example.com/b");
    create.send().await.unwrap();
    let queued = RoomCompositionFilter::new().status(RoomCompositionStatus::Enqueued);
    let list = compositions.list().filter(queued.session_id(session));
    assert_eq!(list.send().await.unwrap().data.len(), 1);
    let kick = rooms.sessions().actions().kick(session);
    let kick = kick
        .participants(ParticipantSelection::All)
        .exclude([ann.id]);
    kick.send().await.unwrap();
}

#[tokio::test]
async fn error_responses_conform_to_contract() {
    let server = start_server().await;
    let Some((_proxy, client)) = start_validating_proxy(&server).await else {
        return;
    };
    let rooms = client.rooms();
    let error = rooms.retrieve(Uuid::nil()).send().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    rooms.create().unique_name("a").send().await.unwrap();
    let taken = rooms.create().unique_name("a").send().await.unwrap_err();
    assert!(taken.is_unprocessable(), "{taken}");
}

/// Proves that the validator works.
#[tokio::test]
async fn violations_of_contract_are_detected() {
    let server = start_server().await;
    let Some((_proxy, client)) = start_validating_proxy(&server).await else {
        return;
    };
    let with = RequestOptions::new;
    let rooms = client.rooms();
    for (options, cause) in [
        (
            with().body_field("max_participants", "many"),
            "'many' is not of type 'integer'",
        ),
        (
            with().body_field("nickname", "a"),
            "'nickname' was unexpected",
        ),
    ] {
        let error = rooms.create().options(options).send().await.unwrap_err();
        let message = violation(&error);
        assert!(
            message.starts_with("request: ") && message.contains(cause),
            "{message}"
        );
    }
    let error = rooms.list().page_size(0).send().await.unwrap_err();
    assert!(violation(&error).contains("0 is less than the minimum of 1"));
    let error = rooms.retrieve("a").send().await.unwrap_err();
    assert!(violation(&error).contains("'a' is not a 'uuid'"));
    assert!(server.requests().is_empty());

    let answer = Fault::status(StatusCode::OK).body(json!({"data": {"id": 5}}));
    server.fail_next(answer).unwrap();
    let error = rooms.retrieve(Uuid::nil()).send().await.unwrap_err();
    let message = violation(&error);
    assert!(
        message.starts_with("response: ") && message.contains("5 is not of type 'string'"),
        "{message}"
    );
}
