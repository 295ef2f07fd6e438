//! Simulates the events in rooms that no request causes: participants join, leave and are recorded.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::Result;
use super::state::{TokenKind, seconds_between};
use super::{MockError, Resource, State, media, object, to_json};
use crate::models::{
    RecordingCompletedPayload, RecordingStartedPayload, Room, RoomParticipant, RoomRecording,
    RoomRecordingStatus, RoomRecordingType, RoomSession,
};

pub(super) fn join(state: &mut State, room: Uuid, context: &str) -> Result<RoomParticipant> {
    let max_participants = state.find::<Room>(room)?.max_participants;
    let max_participants = max_participants.and_then(|max| usize::try_from(max).ok());
    let active = state.active_session(room);
    let count = active.map_or(0, |session| state.present_participants(session).len());
    if max_participants.is_some_and(|max| count >= max) {
        return Err(invalid_state(room, "full"));
    }
    let session = match active {
        Some(session) => session,
        None => start_session(state, room)?,
    };
    let fields = json!({"context": context, "session_id": session});
    let participant: RoomParticipant = state.create(fields)?;
    let payload = json!({
        "context": context,
        "participant_id": participant.id,
        "room_id": room,
        "session_id": session,
    });
    state.queue_webhook(Some(room), "video.room.participant.joined", payload);
    Ok(participant)
}

pub(super) fn join_with_token(
    state: &mut State,
    token: &str,
    context: &str,
) -> Result<RoomParticipant> {
    let mut tokens = state.tokens.iter();
    match tokens.find(|it| it.kind == TokenKind::Client && it.value == token) {
        Some(token) if token.expires_at > state.now => join(state, token.room, context),
        Some(_) => Err(MockError::InvalidToken("it has expired")),
        None => Err(MockError::InvalidToken(
            "this server has not issued such a client token",
        )),
    }
}

fn start_session(state: &mut State, room: Uuid) -> Result<Uuid> {
    let session: RoomSession = state.create(json!({"room_id": room}))?;
    let payload = json!({"room_id": room, "session_id": session.id});
    state.queue_webhook(Some(room), "video.room.session.started", payload);
    Ok(session.id)
}

/// Removes a participant from their session, and ends an empty session with the `ended_reason` `stale`. `reason` is the
/// `left_reason` in webhooks.
pub(super) fn leave(state: &mut State, id: Uuid, reason: &str) -> Result<()> {
    let resource = "participant in an active session";
    let session = remove_participant(state, id, reason);
    let session = session.ok_or(MockError::NotFound { resource, id })?;
    if state.present_participants(session).is_empty() {
        end_session(state, session, "stale", reason);
    }
    Ok(())
}

/// Returns the IDs of the active session that a participant is in and of its room, or `None` if they are in no active
/// session.
fn current_session(state: &State, participant: &RoomParticipant) -> Option<(Uuid, Option<Uuid>)> {
    let session = state.find::<RoomSession>(participant.session_id?).ok()?;
    let is_present = participant.left_at.is_none() && session.active == Some(true);
    is_present.then_some((session.id, session.room_id))
}

/// Removes a participant and returns their session, or `None` if they are in no active session.
fn remove_participant(state: &mut State, id: Uuid, reason: &str) -> Option<Uuid> {
    let now = state.now;
    let (session, room) = current_session(state, state.find(id).ok()?)?;
    let participant = state.find_mut::<RoomParticipant>(id).ok()?;
    participant.left_at = Some(now);
    participant.updated_at = Some(now);
    let participant = participant.clone();
    for recording in &mut state.recordings {
        if recording.participant_id == Some(id) && recording.ended_at.is_none() {
            stop_recording(recording, now);
        }
    }
    let payload = json!({
        "context": participant.context,
        "duration_secs": seconds_between(participant.joined_at, now),
        "left_reason": reason,
        "participant_id": id,
        "room_id": room,
        "session_id": session,
    });
    state.queue_webhook(room, "video.room.participant.left", payload);
    Some(session)
}

pub(super) fn end_session(state: &mut State, id: Uuid, ended_reason: &str, left_reason: &str) {
    for participant in state.present_participants(id) {
        remove_participant(state, participant, left_reason);
    }
    let now = state.now;
    let mut sessions = state.sessions.iter_mut();
    let Some(session) = sessions.find(|it| it.id == id && it.active == Some(true)) else {
        return;
    };
    session.active = Some(false);
    session.ended_at = Some(now);
    session.updated_at = Some(now);
    let room = session.room_id;
    let payload = json!({
        "duration_secs": seconds_between(session.created_at, now),
        "ended_reason": ended_reason,
        "room_id": room,
        "session_id": id,
    });
    state.queue_webhook(room, "video.room.session.ended", payload);
}

pub(super) fn start_recording(
    state: &mut State,
    id: Uuid,
    kind: &RoomRecordingType,
) -> Result<RoomRecording> {
    let current_session = current_session(state, state.find(id)?);
    let (session, room) = current_session.ok_or_else(|| invalid_state(id, "not in a session"))?;
    let codec = match kind {
        RoomRecordingType::Audio => "opus",
        _ => "vp8",
    };
    let recording: RoomRecording = state.create(json!({
        "codec": codec,
        "participant_id": id,
        "room_id": room,
        "session_id": session,
        "started_at": state.now,
        "type": kind,
    }))?;
    let payload = payload::<RecordingStartedPayload>(&recording, "recording_id");
    state.queue_webhook(recording.room_id, "video.room.recording.started", payload);
    Ok(recording)
}

fn stop_recording(recording: &mut RoomRecording, now: DateTime<Utc>) {
    recording.ended_at = Some(now);
    recording.duration_secs = Some(seconds_between(recording.started_at, now));
    recording.updated_at = Some(now);
}

pub(super) fn finish_recording(state: &mut State, id: Uuid) -> Result<RoomRecording> {
    let (now, media_url) = (state.now, state.media_url.clone());
    let recording = state.find_mut::<RoomRecording>(id)?;
    if recording.status == Some(RoomRecordingStatus::Completed) {
        return Err(invalid_state(id, "completed"));
    }
    if recording.ended_at.is_none() {
        stop_recording(recording, now);
    }
    recording.completed_at = Some(now);
    recording.status = Some(RoomRecordingStatus::Completed);
    recording.updated_at = Some(now);
    media::attach_recording_file(recording, &media_url);
    let recording = recording.clone();
    let payload = payload::<RecordingCompletedPayload>(&recording, "recording_id");
    state.queue_webhook(recording.room_id, "video.room.recording.completed", payload);
    Ok(recording)
}

/// Returns the payload of an event about a resource: its ID, named `id_name`, and the fields that the model `P` has.
pub(super) fn payload<P>(resource: &impl Resource, id_name: &str) -> Value
where
    P: DeserializeOwned + Serialize,
{
    let mut members = object(to_json(resource));
    members.insert(id_name.to_owned(), json!(resource.id()));
    to_json(&P::deserialize(Value::Object(members)).ok())
}

fn invalid_state(id: Uuid, state: &'static str) -> MockError {
    MockError::InvalidState { id, state }
}
