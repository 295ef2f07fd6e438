//! Decoding of events.

use serde_json::{Value, json};
use telnyx_video::chrono::{DateTime, Utc};
use telnyx_video::models::{RoomCompositionFormat, RoomRecordingType, WebhookEvent};
use telnyx_video::uuid::{Uuid, uuid};
use telnyx_video::webhook::WebhookError;
use telnyx_video::{Secret, UnknownValue};

use super::delivery::deliver;

const EVENT: Uuid = uuid!("1f6c0a94-7b2e-4d58-93a1-e05b8d47c263");
const ROOM: Uuid = uuid!("3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4");
const SESSION: Uuid = uuid!("c47d20a9-61be-4f38-a1d5-7e9b3084f26c");
const PARTICIPANT: Uuid = uuid!("8a15e3f7-2c60-4d9b-b748-d36f1e0952ac");
const RECORDING: Uuid = uuid!("5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b");
const COMPOSITION: Uuid = uuid!("e19c4b70-3f86-4d25-9a7b-c502d8f6e143");

fn occurred_at() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_773_480_600_521_992).unwrap()
}

fn event(event_type: &str, payload: Value) -> Value {
    json!({
        "record_type": "event",
        "event_type": event_type,
        "id": EVENT,
        "occurred_at": "2026-03-14T09:30:00.521992Z",
        "payload": payload,
    })
}

/// Decodes an event with and without an envelope. Asserts that both results are equal and encode to the same JSON.
fn decode(event: &Value) -> WebhookEvent {
    let envelope = json!({
        "data": event,
        "meta": {"attempt": 1, "delivered_to": "https://hooks.example.com/telnyx/video"},
    });
    let decoded = deliver(&envelope.to_string()).unwrap();
    assert_eq!(deliver(&event.to_string()).unwrap(), decoded);
    assert_eq!(serde_json::to_value(&decoded).unwrap(), *event);
    assert_eq!(decoded.event_type(), event["event_type"].as_str());
    decoded
}

/// Decodes an event of a known type, asserts the common fields and returns the payload.
macro_rules! payload_of {
    ($variant:ident, $event_type:literal, $payload:expr) => {{
        let WebhookEvent::$variant(decoded) = decode(&event($event_type, $payload)) else {
            panic!("wrong variant");
        };
        assert_eq!(decoded.event_type.as_deref(), Some($event_type));
        assert_eq!(decoded.record_type.as_deref(), Some("event"));
        assert_eq!(decoded.id, Some(EVENT));
        assert_eq!(decoded.occurred_at, Some(occurred_at()));
        decoded.payload.unwrap()
    }};
}

#[test]
fn session_started_payload_is_decoded() {
    let payload = payload_of!(
        SessionStarted,
        "video.room.session.started",
        json!({"room_id": ROOM, "session_id": SESSION})
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
}

#[test]
fn session_ended_payload_is_decoded() {
    let payload = payload_of!(
        SessionEnded,
        "video.room.session.ended",
        json!({"room_id": ROOM, "session_id": SESSION, "duration_secs": 235, "ended_reason": "stale"})
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.duration_secs, Some(235));
    assert_eq!(payload.ended_reason.as_deref(), Some("stale"));
}

#[test]
fn participant_joined_payload_is_decoded() {
    let payload = payload_of!(
        ParticipantJoined,
        "video.room.participant.joined",
        json!({"room_id": ROOM, "session_id": SESSION, "participant_id": PARTICIPANT, "context": "Priya"})
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.participant_id, Some(PARTICIPANT));
    assert_eq!(payload.context.as_deref(), Some("Priya"));
}

#[test]
fn participant_left_payload_is_decoded() {
    let payload = payload_of!(
        ParticipantLeft,
        "video.room.participant.left",
        json!({
            "room_id": ROOM,
            "session_id": SESSION,
            "participant_id": PARTICIPANT,
            "context": "Priya",
            "duration_secs": 34,
            "left_reason": "kicked",
        })
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.participant_id, Some(PARTICIPANT));
    assert_eq!(payload.context.as_deref(), Some("Priya"));
    assert_eq!(payload.duration_secs, Some(34));
    assert_eq!(payload.left_reason.as_deref(), Some("kicked"));
}

#[test]
fn recording_started_payload_is_decoded() {
    let payload = payload_of!(
        RecordingStarted,
        "video.room.recording.started",
        json!({
            "room_id": ROOM,
            "session_id": SESSION,
            "participant_id": PARTICIPANT,
            "recording_id": RECORDING,
            "type": "audio",
        })
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.participant_id, Some(PARTICIPANT));
    assert_eq!(payload.recording_id, Some(RECORDING));
    assert_eq!(payload.r#type, Some(RoomRecordingType::Audio));
}

#[test]
fn recording_completed_payload_is_decoded() {
    let payload = payload_of!(
        RecordingCompleted,
        "video.room.recording.completed",
        json!({
            "room_id": ROOM,
            "session_id": SESSION,
            "participant_id": PARTICIPANT,
            "recording_id": RECORDING,
            "type": "video",
            "codec": "vp8",
            "download_url": "https://media.example.com/a.webm",
            "duration_secs": 3660,
            "size_mb": 5.6,
        })
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.participant_id, Some(PARTICIPANT));
    assert_eq!(payload.recording_id, Some(RECORDING));
    assert_eq!(payload.r#type, Some(RoomRecordingType::Video));
    assert_eq!(payload.codec.as_deref(), Some("vp8"));
    assert_eq!(
        payload.download_url.as_ref().map(Secret::expose),
        Some("https://media.example.com/a.webm")
    );
    assert_eq!(payload.duration_secs, Some(3660));
    assert_eq!(payload.size_mb, Some(5.6));
}

#[test]
fn composition_completed_payload_is_decoded() {
    let payload = payload_of!(
        CompositionCompleted,
        "video.room.composition.completed",
        json!({
            "room_id": ROOM,
            "session_id": SESSION,
            "composition_id": COMPOSITION,
            "download_url": "https://media.example.com/a.mp4",
            "duration_secs": 53,
            "format": "mp4",
            "resolution": "1280x720",
            "size_mb": 2.6,
        })
    );
    assert_eq!(payload.room_id, Some(ROOM));
    assert_eq!(payload.session_id, Some(SESSION));
    assert_eq!(payload.composition_id, Some(COMPOSITION));
    assert_eq!(
        payload.download_url.as_ref().map(Secret::expose),
        Some("https://media.example.com/a.mp4")
    );
    assert_eq!(payload.duration_secs, Some(53));
    assert_eq!(payload.format, Some(RoomCompositionFormat::Mp4));
    assert_eq!(payload.resolution.as_deref(), Some("1280x720"));
    assert_eq!(payload.size_mb, Some(2.6));
}

#[test]
fn occurred_at_may_have_space_between_date_and_time() {
    let body = r#"{"event_type":"video.room.composition.completed","occurred_at":"2026-03-14 09:30:00.521992Z"}"#;
    let WebhookEvent::CompositionCompleted(event) = deliver(body).unwrap() else {
        panic!("wrong variant");
    };
    assert_eq!(event.occurred_at, Some(occurred_at()));
    assert_eq!(event.payload, None);
}

#[test]
fn body_may_begin_with_byte_order_mark() {
    let body = "\u{feff}{\"event_type\":\"video.room.session.started\"}";
    assert!(matches!(deliver(body), Ok(WebhookEvent::SessionStarted(_))));
}

#[test]
fn event_of_unknown_type_keeps_json() {
    let payload = json!({"room_id": ROOM, "depth": [1, {"a": null}]});
    let unknown = event("video.room.session.paused", payload);
    let decoded = decode(&unknown);
    assert_eq!(decoded, WebhookEvent::Unknown(UnknownValue::from(unknown)));
}

#[test]
fn new_fields_and_values_in_known_event_are_accepted() {
    let body = r#"{"data":{"event_type":"video.room.recording.started","payload":{"type":"screen","new":1},"new":[]}}"#;
    let WebhookEvent::RecordingStarted(event) = deliver(body).unwrap() else {
        panic!("wrong variant");
    };
    assert_eq!(
        event.payload.unwrap().r#type,
        Some(RoomRecordingType::Unknown("screen".to_owned()))
    );
}

#[test]
fn known_event_with_invalid_field_is_unknown_and_keeps_json_and_reason() {
    let invalid = event("video.room.session.started", json!({"room_id": 5}));
    let WebhookEvent::Unknown(unknown) = decode(&invalid) else {
        panic!("wrong variant");
    };
    assert_eq!(unknown.json, invalid);
    let reason = unknown.reason.unwrap();
    assert!(
        reason.starts_with("payload.room_id: invalid type: integer `5`"),
        "{reason}"
    );
}

#[test]
fn body_that_is_not_json_is_error() {
    for body in ["", "{", "event_type=x"] {
        let error = deliver(body).unwrap_err();
        assert!(
            matches!(error, WebhookError::BodyNotJson(_)),
            "{body}: {error}"
        );
    }
}
