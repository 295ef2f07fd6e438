//! Responses that an evolving API may send: new, missing and null fields, unknown values, extreme numbers.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use telnyx_video::models::{
    ActionResult, BulkDeletion, ParticipantSelection, RefreshedRoomClientToken, Room,
    RoomClientTokens, RoomComposition, RoomCompositionFormat, RoomCompositionStatus,
    RoomParticipant, RoomRecording, RoomRecordingStatus, RoomRecordingType, RoomSession,
    VideoRegion, VideoSources,
};

use super::expectation::expect;
use super::fixtures::{
    COMPOSITION, PARTICIPANT, RECORDING, ROOM, SESSION, composition, data, participant, recording,
    room, session,
};

/// Decodes a model from JSON and encodes it again.
fn round_trip<T: DeserializeOwned + Serialize>(json: &Value) -> Value {
    serde_json::to_value(serde_json::from_value::<T>(json.clone()).unwrap()).unwrap()
}

/// Asserts that JSON decodes to a value, and that the value encodes to the same JSON.
#[track_caller]
fn assert_round_trip<T>(json: Value, value: T)
where
    T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug,
{
    assert_eq!(serde_json::from_value::<T>(json.clone()).unwrap(), value);
    assert_eq!(serde_json::to_value(value).unwrap(), json);
}

fn full_client_token() -> Value {
    json!({
        "token": "access.token",
        "token_expires_at": "2026-03-14T09:40:00Z",
        "refresh_token": "refresh.token",
        "refresh_token_expires_at": "2026-03-14T10:30:00Z",
    })
}

fn full_refreshed_token() -> Value {
    json!({"token": "access.token", "token_expires_at": "2026-03-14T09:40:00Z"})
}

fn full_region() -> Value {
    composition::full()["video_layout"]["main"].clone()
}

/// Calls a function for each model, with full and with minimal JSON.
macro_rules! for_each_model {
    ($check:ident) => {
        $check::<Room>(room::full(), json!({"id": ROOM}));
        $check::<RoomSession>(session::full(), json!({"id": SESSION}));
        $check::<RoomParticipant>(participant::full(), json!({"id": PARTICIPANT}));
        $check::<RoomRecording>(recording::full(), json!({"id": RECORDING}));
        $check::<RoomComposition>(composition::full(), json!({"id": COMPOSITION}));
        $check::<VideoRegion>(full_region(), json!({}));
        $check::<RoomClientTokens>(full_client_token(), json!({}));
        $check::<RefreshedRoomClientToken>(full_refreshed_token(), json!({}));
        $check::<ActionResult>(json!({"result": "ok"}), json!({}));
        $check::<BulkDeletion>(json!({"room_recordings": 12}), json!({}));
    };
}

#[test]
fn model_round_trips() {
    fn check<T: DeserializeOwned + Serialize>(full: Value, minimal: Value) {
        assert_eq!(round_trip::<T>(&full), full);
        assert_eq!(round_trip::<T>(&minimal), minimal);
    }
    for_each_model!(check);
}

#[test]
fn null_fields_decode_as_missing() {
    fn check<T: DeserializeOwned + Serialize>(full: Value, minimal: Value) {
        let mut nulls = full.clone();
        for (name, value) in nulls.as_object_mut().unwrap() {
            if name != "id" {
                *value = Value::Null;
            }
        }
        assert_eq!(round_trip::<T>(&nulls), minimal);
    }
    for_each_model!(check);
}

#[test]
fn each_field_can_be_missing_or_null() {
    fn check<T: DeserializeOwned + Serialize>(full: Value, _: Value) {
        for name in full
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| *name != "id")
        {
            let mut without = full.clone();
            without.as_object_mut().unwrap().remove(name);
            assert_eq!(round_trip::<T>(&without), without);

            let mut with_null = full.clone();
            with_null[name] = Value::Null;
            assert_eq!(round_trip::<T>(&with_null), without);
        }
    }
    for_each_model!(check);
}

#[test]
fn unknown_field_is_ignored() {
    fn check<T: DeserializeOwned + Serialize>(full: Value, _: Value) {
        for new in [
            json!(null),
            json!(7),
            json!("x"),
            json!([{}]),
            json!({"id": 7}),
        ] {
            let mut more = full.clone();
            more["new_field"] = new;
            assert_eq!(round_trip::<T>(&more), full);
        }
    }
    for_each_model!(check);
}

#[test]
fn values_of_contract_decode_to_variants() {
    assert_round_trip(json!("completed"), RoomRecordingStatus::Completed);
    assert_round_trip(json!("processing"), RoomRecordingStatus::Processing);
    assert_round_trip(json!("audio"), RoomRecordingType::Audio);
    assert_round_trip(json!("video"), RoomRecordingType::Video);
    assert_round_trip(json!("completed"), RoomCompositionStatus::Completed);
    assert_round_trip(json!("processing"), RoomCompositionStatus::Processing);
    assert_round_trip(json!("enqueued"), RoomCompositionStatus::Enqueued);
    assert_round_trip(json!("mp4"), RoomCompositionFormat::Mp4);
    assert_round_trip(json!("all"), ParticipantSelection::All);
    assert_round_trip(json!([]), ParticipantSelection::Ids(vec![]));
    assert_round_trip(json!("*"), VideoSources::All);
    assert_round_trip(json!([]), VideoSources::Ids(vec![]));
}

#[test]
fn unknown_enum_value_round_trips() {
    for text in ["paused", "Completed", "", " mp4", "VIDEO", "☃\u{0}"] {
        let owned = || text.to_owned();
        assert_round_trip(json!(text), RoomRecordingStatus::Unknown(owned()));
        assert_round_trip(json!(text), RoomRecordingType::Unknown(owned()));
        assert_round_trip(json!(text), RoomCompositionStatus::Unknown(owned()));
        assert_round_trip(json!(text), RoomCompositionFormat::Unknown(owned()));
    }
}

#[test]
fn unknown_union_variant_round_trips() {
    for json in [
        json!("speakers"),
        json!(""),
        json!(["not-a-uuid"]),
        json!([PARTICIPANT, 7]),
        json!({"except": [PARTICIPANT]}),
        json!({}),
        json!(7),
        json!(-0.5),
        json!(true),
        json!({"all": 7}),
        json!({"all": null}),
        json!({"*": null}),
    ] {
        assert_round_trip(json.clone(), ParticipantSelection::Unknown(json.clone()));
        assert_round_trip(json.clone(), VideoSources::Unknown(json));
    }
    assert_round_trip(json!("*"), ParticipantSelection::Unknown(json!("*")));
    assert_round_trip(json!("all"), VideoSources::Unknown(json!("all")));
}

#[tokio::test]
async fn response_with_unknown_values_round_trips() {
    let body = json!({
        "id": COMPOSITION,
        "status": "paused",
        "format": "av1",
        "video_layout": {
            "": {"video_sources": {"except": [RECORDING]}},
            "Zoë": {},
        },
    });
    let composition = expect(
        "GET",
        "/v2/room_compositions/e19c4b70-3f86-4d25-9a7b-c502d8f6e143",
    )
    .respond_with(200, json!({"data": body, "meta": 7, "links": []}))
    .call(|client| client.room_compositions().retrieve(COMPOSITION).send())
    .await;
    assert_eq!(composition.status.as_ref().unwrap().as_str(), "paused");
    assert_eq!(composition.format.as_ref().unwrap().to_string(), "av1");
    assert_eq!(serde_json::to_value(composition).unwrap(), body);
}

#[tokio::test]
async fn action_response_without_data_has_no_result() {
    for body in [json!({}), json!({"data": null}), json!({"result": "ok"})] {
        let result = expect(
            "POST",
            "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/end",
        )
        .respond_with(200, body)
        .call(|client| client.rooms().sessions().actions().end(SESSION).send())
        .await;
        assert_eq!(result.result, None);
    }
}

#[tokio::test]
async fn action_response_without_body_is_success() {
    let result = expect(
        "POST",
        "/v2/room_sessions/c47d20a9-61be-4f38-a1d5-7e9b3084f26c/actions/end",
    )
    .call(|client| client.rooms().sessions().actions().end(SESSION).send())
    .await;
    assert_eq!(result.result, None);
}

#[test]
fn integer_fields_accept_extreme_values() {
    fn check<T: DeserializeOwned + Serialize>(full: Value, _: Value) {
        for (name, value) in full.as_object().unwrap() {
            if value.is_i64() {
                for extreme in [i64::MAX, i64::MIN, -1, 0] {
                    let mut changed = full.clone();
                    changed[name] = json!(extreme);
                    assert_eq!(round_trip::<T>(&changed), changed);
                }
            }
        }
    }
    for_each_model!(check);
}

#[tokio::test]
async fn extreme_numbers_round_trip() {
    let body = json!({
        "id": RECORDING,
        "duration_secs": -1,
        "size_mb": 1.797_693_134_862_315_7e308,
    });
    let read: RoomRecording = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(read.duration_secs, Some(-1));
    assert_eq!(read.size_mb, Some(f64::MAX));
    assert_eq!(serde_json::to_value(read).unwrap(), body);

    let body = json!({
        "id": ROOM,
        "max_participants": 9_223_372_036_854_775_807_i64,
        "webhook_timeout_secs": -9_223_372_036_854_775_808_i64,
    });
    let room = expect("GET", "/v2/rooms/3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4")
        .respond_with(200, data(body.clone()))
        .call(|client| client.rooms().retrieve(ROOM).send())
        .await;
    assert_eq!(room.max_participants, Some(i64::MAX));
    assert_eq!(room.webhook_timeout_secs, Some(i64::MIN));
    assert_eq!(serde_json::to_value(room).unwrap(), body);
}

#[test]
fn integer_decodes_as_float_field() {
    let read: RoomRecording =
        serde_json::from_value(json!({"id": RECORDING, "size_mb": 48})).unwrap();
    assert_eq!(read.size_mb, Some(48.0));
}

#[test]
fn times_decode_in_any_zone() {
    let read = |text: &str| {
        let room: Room = serde_json::from_value(json!({"id": ROOM, "created_at": text})).unwrap();
        room.created_at.unwrap().timestamp_millis()
    };
    assert_eq!(read("2026-03-14T09:30:00Z"), 1_773_480_600_000);
    assert_eq!(read("2026-03-14T10:30:00+01:00"), 1_773_480_600_000);
    assert_eq!(read("2026-03-14T09:30:00.521Z"), 1_773_480_600_521);
    assert_eq!(read("2026-03-14T09:30:00.521999Z"), 1_773_480_600_521);
}
