//! Decode errors of success responses that violate the contract.

use serde_json::{Value, json};
use telnyx_video::Error;

use super::expectation::error_of;
use super::fixtures::{
    COMPOSITION, PARTICIPANT, RECORDING, ROOM, SESSION, composition, data, participant, recording,
    room, session,
};
use crate::support::Reply;

/// Asserts that decoding failed at this path in the body.
#[track_caller]
fn assert_fails_at(error: &Error, path: &str) {
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    let line = error.to_string();
    assert!(
        line.contains(&format!(
            "returned 200 OK: can't decode the body at {path}: "
        )),
        "{path}: {line}"
    );
}

/// Asserts that the error for an invalid value in each field names the field.
///
/// The value is an array with a number, which is invalid in every field. In fields that are arrays,
/// the number is.
macro_rules! assert_invalid_fields_are_named {
    ($full:expr, $retrieve:expr) => {
        let full: Value = $full;
        for name in full.as_object().unwrap().keys() {
            let mut invalid = full.clone();
            invalid[name] = json!([7]);
            let reply = Reply::json(200, data(invalid).to_string());
            let error = error_of(reply, $retrieve).await;
            let path = if matches!(name.as_str(), "sessions" | "participants") {
                format!("data.{name}[0]")
            } else {
                format!("data.{name}")
            };
            assert_fails_at(&error, &path);
        }
    };
}

#[tokio::test]
async fn invalid_field_is_named() {
    assert_invalid_fields_are_named!(room::full(), |client| client.rooms().retrieve(ROOM).send());
    assert_invalid_fields_are_named!(session::full(), |client| {
        client.rooms().sessions().retrieve(SESSION).send()
    });
    assert_invalid_fields_are_named!(participant::full(), |client| {
        client.room_participants().retrieve(PARTICIPANT).send()
    });
    assert_invalid_fields_are_named!(recording::full(), |client| {
        client.room_recordings().retrieve(RECORDING).send()
    });
    assert_invalid_fields_are_named!(composition::full(), |client| {
        client.room_compositions().retrieve(COMPOSITION).send()
    });
}

#[tokio::test]
async fn invalid_nested_field_is_named() {
    let mut room = room::full();
    room["sessions"][0]["participants"][0]["left_at"] = json!("yesterday");
    let reply = Reply::json(200, json!({"data": [{"id": ROOM}, room]}).to_string());
    let error = error_of(reply, |client| client.rooms().list().send()).await;
    assert_fails_at(&error, "data[1].sessions[0].participants[0].left_at");

    let mut composition = composition::full();
    composition["video_layout"]["main"]["z_pos"] = json!("top");
    let reply = Reply::json(200, data(composition).to_string());
    let error = error_of(reply, |client| {
        client.room_compositions().retrieve(COMPOSITION).send()
    })
    .await;
    assert_fails_at(&error, "data.video_layout.main.z_pos");
}

#[tokio::test]
async fn number_out_of_range_is_named() {
    for number in [
        "9223372036854775808",
        "1e19",
        "10.5",
        "-9223372036854775809",
    ] {
        let body = format!(r#"{{"data":{{"id":"{ROOM}","max_participants":{number}}}}}"#);
        let reply = Reply::json(200, body);
        let error = error_of(reply, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data.max_participants");
    }
}

#[tokio::test]
async fn missing_id_is_named() {
    for body in [
        json!({}),
        json!({"data": null}),
        json!({"data": {}}),
        json!({"data": {"unique_name": "a"}}),
        json!({"id": ROOM}),
    ] {
        let reply = Reply::json(200, body.to_string());
        let error = error_of(reply, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data");
        let line = error.to_string();
        assert!(line.contains(": missing field `id`"), "{line}");
    }
}

#[tokio::test]
async fn missing_id_in_list_is_named() {
    let body = json!({"data": [{"id": ROOM}, {"unique_name": "a"}]});
    let reply = Reply::json(200, body.to_string());
    let error = error_of(reply, |client| client.rooms().list().send()).await;
    assert_fails_at(&error, "data[1]");
    let line = error.to_string();
    assert!(line.contains(": missing field `id`"), "{line}");
}

#[tokio::test]
async fn invalid_id_is_named() {
    for id in [json!(null), json!(7), json!(""), json!("room-1")] {
        let reply = Reply::json(200, data(json!({"id": id})).to_string());
        let error = error_of(reply, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data.id");
    }
}

#[tokio::test]
async fn body_with_wrong_type_is_kept() {
    for body in [
        "",
        "<html>",
        "null",
        "[]",
        "7",
        r#"{"data":"#,
        r#"{"data":7}"#,
        r#"{"data":[]}"#,
    ] {
        let error = error_of(Reply::new(200, &[], body), |client| {
            client.rooms().retrieve(ROOM).send()
        })
        .await;
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.operation(), Some("rooms.retrieve"));
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}
