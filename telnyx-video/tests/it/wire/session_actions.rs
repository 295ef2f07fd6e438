//! `client.rooms().sessions().actions()`.

use serde_json::json;
use telnyx_video::models::ParticipantSelection;

use super::expectation::expect;
use super::fixtures::{OTHER_PARTICIPANT, PARTICIPANT, SESSION, data, uuid};

#[tokio::test]
async fn end_sends_no_body() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/end",
    )
    .respond_with(200, data(json!({})))
    .call(|client| client.rooms().sessions().actions().end(SESSION).send())
    .await;
    assert_eq!(result.result, None);
}

#[tokio::test]
async fn end_decodes_result() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/end",
    )
    .respond_with(200, data(json!({"result": "ok"})))
    .call(|client| client.rooms().sessions().actions().end(SESSION).send())
    .await;
    assert_eq!(result.result.as_deref(), Some("ok"));
}

#[tokio::test]
async fn kick_without_options_sends_empty_object() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/kick",
    )
    .with_body(json!({}))
    .respond_with(200, data(json!({})))
    .call(|client| client.rooms().sessions().actions().kick(SESSION).send())
    .await;
    assert_eq!(result.result, None);
}

#[tokio::test]
async fn kick_with_all_options_sends_body() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/kick",
    )
    .with_body(json!({
        "participants": "all",
        "exclude": ["f02b94d8-75a3-4e16-9c8f-41d7a6e3b05d"],
    }))
    .respond_with(200, data(json!({"result": "ok"})))
    .call(|client| {
        client
            .rooms()
            .sessions()
            .actions()
            .kick(SESSION)
            .participants(ParticipantSelection::All)
            .exclude([uuid(OTHER_PARTICIPANT)])
            .send()
    })
    .await;
    assert_eq!(result.result.as_deref(), Some("ok"));
}

#[tokio::test]
async fn mute_without_options_sends_empty_object() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/mute",
    )
    .with_body(json!({}))
    .respond_with(200, data(json!({})))
    .call(|client| client.rooms().sessions().actions().mute(SESSION).send())
    .await;
    assert_eq!(result.result, None);
}

#[tokio::test]
async fn mute_with_all_options_sends_body() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/mute",
    )
    .with_body(json!({
        "participants": [
            "8a15e3f7-2c60-4d9b-b748-d36f1e0952ac",
            "f02b94d8-75a3-4e16-9c8f-41d7a6e3b05d",
        ],
        "exclude": ["f02b94d8-75a3-4e16-9c8f-41d7a6e3b05d"],
    }))
    .respond_with(200, data(json!({"result": "ok"})))
    .call(|client| {
        client
            .rooms()
            .sessions()
            .actions()
            .mute(SESSION)
            .participants(vec![uuid(PARTICIPANT), uuid(OTHER_PARTICIPANT)])
            .exclude(vec![uuid(OTHER_PARTICIPANT)])
            .send()
    })
    .await;
    assert_eq!(result.result.as_deref(), Some("ok"));
}

#[tokio::test]
async fn unmute_without_options_sends_empty_object() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/unmute",
    )
    .with_body(json!({}))
    .respond_with(200, data(json!({})))
    .call(|client| client.rooms().sessions().actions().unmute(SESSION).send())
    .await;
    assert_eq!(result.result, None);
}

#[tokio::test]
async fn unmute_with_all_options_sends_body() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/unmute",
    )
    .with_body(json!({
        "participants": ["8a15e3f7-2c60-4d9b-b748-d36f1e0952ac"],
        "exclude": [],
    }))
    .respond_with(200, data(json!({"result": "ok"})))
    .call(|client| {
        client
            .rooms()
            .sessions()
            .actions()
            .unmute(SESSION)
            .participants(ParticipantSelection::Ids(vec![uuid(PARTICIPANT)]))
            .exclude([])
            .send()
    })
    .await;
    assert_eq!(result.result.as_deref(), Some("ok"));
}
