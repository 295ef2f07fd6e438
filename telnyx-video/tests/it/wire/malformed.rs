//! An answer of success that is not what the contract says is an error that names the place.

use serde_json::{Value, json};
use telnyx_video::Error;

use super::exchange::error_of;
use super::samples::{
    COMPOSITION, PARTICIPANT, RECORDING, ROOM, SESSION, composition, data, participant, recording,
    room, session,
};
use crate::support::Answer;

/// The error is one of decoding, at this place in the body.
#[track_caller]
fn assert_fails_at(error: &Error, place: &str) {
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    let line = error.to_string();
    assert!(
        line.contains(&format!(
            "returned 200 OK: can't decode the body at {place}: "
        )),
        "{place}: {line}"
    );
}

/// Checks that a wrong value in any field of the resource is found there.
///
/// The value is a list with a number in it, which no field takes. In one that takes a list or a
/// map, the place is one further in.
macro_rules! each_wrong_field_is_named {
    ($full:expr, $retrieve:expr) => {
        let full: Value = $full;
        for name in full.as_object().unwrap().keys() {
            let mut wrong = full.clone();
            wrong[name] = json!([7]);
            let answer = Answer::json(200, data(wrong).to_string());
            let error = error_of(answer, $retrieve).await;
            let place = if matches!(name.as_str(), "sessions" | "participants") {
                format!("data.{name}[0]")
            } else {
                format!("data.{name}")
            };
            assert_fails_at(&error, &place);
        }
    };
}

#[tokio::test]
async fn a_wrong_field_of_a_room_is_named() {
    each_wrong_field_is_named!(room::full(), |client| client.rooms().retrieve(ROOM).send());
}

#[tokio::test]
async fn a_wrong_field_of_a_session_is_named() {
    each_wrong_field_is_named!(session::full(), |client| {
        client.rooms().sessions().retrieve(SESSION).send()
    });
}

#[tokio::test]
async fn a_wrong_field_of_a_participant_is_named() {
    each_wrong_field_is_named!(participant::full(), |client| {
        client.room_participants().retrieve(PARTICIPANT).send()
    });
}

#[tokio::test]
async fn a_wrong_field_of_a_recording_is_named() {
    each_wrong_field_is_named!(recording::full(), |client| {
        client.room_recordings().retrieve(RECORDING).send()
    });
}

#[tokio::test]
async fn a_wrong_field_of_a_composition_is_named() {
    each_wrong_field_is_named!(composition::full(), |client| {
        client.room_compositions().retrieve(COMPOSITION).send()
    });
}

#[tokio::test]
async fn a_wrong_field_deep_inside_is_named() {
    let mut wrong = room::full();
    wrong["sessions"][0]["participants"][0]["left_at"] = json!("yesterday");
    let answer = Answer::json(200, json!({"data": [{"id": ROOM}, wrong]}).to_string());
    let error = error_of(answer, |client| client.rooms().list().send()).await;
    assert_fails_at(&error, "data[1].sessions[0].participants[0].left_at");

    let mut wrong = composition::full();
    wrong["video_layout"]["main"]["z_pos"] = json!("top");
    let answer = Answer::json(200, data(wrong).to_string());
    let error = error_of(answer, |client| {
        client.room_compositions().retrieve(COMPOSITION).send()
    })
    .await;
    assert_fails_at(&error, "data.video_layout.main.z_pos");
}

#[tokio::test]
async fn a_number_too_large_is_named() {
    for number in ["9223372036854775808", "1e3", "10.5", "-9223372036854775809"] {
        let body = format!(r#"{{"data":{{"id":"{ROOM}","max_participants":{number}}}}}"#);
        let answer = Answer::json(200, body);
        let error = error_of(answer, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data.max_participants");
    }
}

#[tokio::test]
async fn a_missing_id_is_named() {
    for body in [
        json!({}),
        json!({"data": null}),
        json!({"data": {}}),
        json!({"data": {"unique_name": "a"}}),
        json!({"id": ROOM}),
    ] {
        let answer = Answer::json(200, body.to_string());
        let error = error_of(answer, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data");
        let line = error.to_string();
        assert!(line.contains(": missing field `id`"), "{line}");
    }
}

#[tokio::test]
async fn a_missing_id_in_a_list_is_named() {
    let body = json!({"data": [{"id": ROOM}, {"unique_name": "a"}]});
    let answer = Answer::json(200, body.to_string());
    let error = error_of(answer, |client| client.rooms().list().send()).await;
    assert_fails_at(&error, "data[1]");
    let line = error.to_string();
    assert!(line.contains(": missing field `id`"), "{line}");
}

#[tokio::test]
async fn an_id_that_is_null_or_no_id_is_named() {
    for id in [json!(null), json!(7), json!(""), json!("room-1")] {
        let answer = Answer::json(200, data(json!({"id": id})).to_string());
        let error = error_of(answer, |client| client.rooms().retrieve(ROOM).send()).await;
        assert_fails_at(&error, "data.id");
    }
}

#[tokio::test]
async fn a_body_of_another_form_is_an_error_that_keeps_it() {
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
        let error = error_of(Answer::new(200, &[], body), |client| {
            client.rooms().retrieve(ROOM).send()
        })
        .await;
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.operation(), Some("rooms.retrieve"));
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}
