//! Simulates what happens in rooms without a request: participants join, leave and are recorded.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::MockError;
use super::media;
use super::state::{State, TokenKind, seconds_between};
use crate::models::{
    RoomParticipant, RoomRecording, RoomRecordingStatus, RoomRecordingType, RoomSession,
};

type Result<T> = std::result::Result<T, MockError>;

/// Adds a participant to a room, and starts a session if there is none.
pub(super) fn join(
    state: &mut State,
    room: Uuid,
    context: &str,
    now: DateTime<Utc>,
) -> Result<RoomParticipant> {
    let max_participants = state
        .rooms
        .iter()
        .find(|it| it.id == room)
        .ok_or(MockError::NotFound {
            what: "room",
            id: room,
        })?
        .max_participants
        .and_then(|max| usize::try_from(max).ok());
    let session = state.active_session(room).map(|session| session.id);
    let count = session.map_or(0, |session| state.present_participants(session).len());
    if max_participants.is_some_and(|max| count >= max) {
        return Err(MockError::InvalidState {
            id: room,
            state: "full",
        });
    }
    let session = session.unwrap_or_else(|| start_session(state, room, now));
    let participant = RoomParticipant {
        context: Some(context.to_owned()),
        id: state.next_id(),
        joined_at: Some(now),
        left_at: None,
        record_type: Some("room_participant".to_owned()),
        session_id: Some(session),
        updated_at: Some(now),
    };
    state.participants.push(participant.clone());
    let payload = json!({
        "context": context,
        "participant_id": participant.id,
        "room_id": room,
        "session_id": session,
    });
    state.queue_webhook(Some(room), "video.room.participant.joined", now, &payload);
    Ok(participant)
}

/// Adds a participant to the room of a client token.
pub(super) fn join_with_token(
    state: &mut State,
    token: &str,
    context: &str,
    now: DateTime<Utc>,
) -> Result<RoomParticipant> {
    let mut tokens = state.tokens.iter();
    match tokens.find(|it| it.kind == TokenKind::Client && it.value == token) {
        Some(token) if token.expires_at > now => join(state, token.room, context, now),
        Some(_) => Err(MockError::InvalidToken("it has expired")),
        None => Err(MockError::InvalidToken(
            "this server has not issued such a client token",
        )),
    }
}

fn start_session(state: &mut State, room: Uuid, now: DateTime<Utc>) -> Uuid {
    let session = RoomSession {
        active: Some(true),
        created_at: Some(now),
        ended_at: None,
        id: state.next_id(),
        participants: None,
        record_type: Some("room_session".to_owned()),
        room_id: Some(room),
        updated_at: Some(now),
    };
    let id = session.id;
    state.sessions.push(session);
    let payload = json!({"room_id": room, "session_id": id});
    state.queue_webhook(Some(room), "video.room.session.started", now, &payload);
    id
}

/// Removes a participant from a session, and ends the session if it is empty. Events carry the reason.
pub(super) fn leave(state: &mut State, id: Uuid, reason: &str, now: DateTime<Utc>) {
    let Some(session) = remove_participant(state, id, reason, now) else {
        return;
    };
    if state.present_participants(session).is_empty() {
        end_session(state, session, "stale", reason, now);
    }
}

/// Removes a participant and returns the session that they were in.
fn remove_participant(
    state: &mut State,
    id: Uuid,
    reason: &str,
    now: DateTime<Utc>,
) -> Option<Uuid> {
    let mut participants = state.participants.iter_mut();
    let participant = participants.find(|it| it.id == id && it.left_at.is_none())?;
    participant.left_at = Some(now);
    participant.updated_at = Some(now);
    let session = participant.session_id?;
    let room = state.session(session).ok().and_then(|it| it.room_id);
    let participant = state.participants.iter().find(|it| it.id == id)?;
    let payload = json!({
        "context": participant.context,
        "duration_secs": seconds_between(participant.joined_at, now),
        "left_reason": reason,
        "participant_id": id,
        "room_id": room,
        "session_id": session,
    });
    stop_recordings(state, id, now);
    state.queue_webhook(room, "video.room.participant.left", now, &payload);
    Some(session)
}

/// Ends an active session and removes all participants.
pub(super) fn end_session(
    state: &mut State,
    id: Uuid,
    ended_reason: &str,
    left_reason: &str,
    now: DateTime<Utc>,
) {
    for participant in state.present_participants(id) {
        remove_participant(state, participant, left_reason, now);
    }
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
    state.queue_webhook(room, "video.room.session.ended", now, &payload);
}

/// Starts recording a participant who is in a session.
pub(super) fn start_recording(
    state: &mut State,
    id: Uuid,
    kind: RoomRecordingType,
    now: DateTime<Utc>,
) -> Result<RoomRecording> {
    let participant =
        state
            .participants
            .iter()
            .find(|it| it.id == id)
            .ok_or(MockError::NotFound {
                what: "participant",
                id,
            })?;
    if participant.left_at.is_some() {
        return Err(MockError::InvalidState {
            id,
            state: "no longer in a session",
        });
    }
    let session = participant.session_id;
    let room = state
        .sessions
        .iter()
        .find(|it| Some(it.id) == session)
        .and_then(|it| it.room_id);
    let codec = match kind {
        RoomRecordingType::Audio => "opus",
        _ => "vp8",
    };
    let recording = RoomRecording {
        codec: Some(codec.to_owned()),
        completed_at: None,
        created_at: Some(now),
        download_url: None,
        duration_secs: None,
        ended_at: None,
        id: state.next_id(),
        participant_id: Some(id),
        record_type: Some("room_recording".to_owned()),
        room_id: room,
        session_id: session,
        size_mb: None,
        started_at: Some(now),
        status: Some(RoomRecordingStatus::Processing),
        r#type: Some(kind),
        updated_at: Some(now),
    };
    state.recordings.push(recording.clone());
    let payload = json!({
        "participant_id": id,
        "recording_id": recording.id,
        "room_id": room,
        "session_id": session,
        "type": recording.r#type,
    });
    state.queue_webhook(room, "video.room.recording.started", now, &payload);
    Ok(recording)
}

/// Stops the recordings of a participant.
fn stop_recordings(state: &mut State, participant: Uuid, now: DateTime<Utc>) {
    for recording in &mut state.recordings {
        if recording.participant_id == Some(participant) && recording.ended_at.is_none() {
            stop(recording, now);
        }
    }
}

fn stop(recording: &mut RoomRecording, now: DateTime<Utc>) {
    recording.ended_at = Some(now);
    recording.duration_secs = Some(seconds_between(recording.started_at, now));
    recording.updated_at = Some(now);
}

/// Completes a recording, and stops it before if necessary.
pub(super) fn finish_recording(
    state: &mut State,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<RoomRecording> {
    let recording =
        state
            .recordings
            .iter_mut()
            .find(|it| it.id == id)
            .ok_or(MockError::NotFound {
                what: "recording",
                id,
            })?;
    if recording.status == Some(RoomRecordingStatus::Completed) {
        return Err(MockError::InvalidState {
            id,
            state: "completed",
        });
    }
    if recording.ended_at.is_none() {
        stop(recording, now);
    }
    recording.completed_at = Some(now);
    media::attach_recording_file(recording, &state.media_url);
    recording.status = Some(RoomRecordingStatus::Completed);
    recording.updated_at = Some(now);
    let recording = recording.clone();
    let payload = json!({
        "codec": recording.codec,
        "download_url": recording.download_url,
        "duration_secs": recording.duration_secs,
        "participant_id": recording.participant_id,
        "recording_id": id,
        "room_id": recording.room_id,
        "session_id": recording.session_id,
        "size_mb": recording.size_mb,
        "type": recording.r#type,
    });
    state.queue_webhook(
        recording.room_id,
        "video.room.recording.completed",
        now,
        &payload,
    );
    Ok(recording)
}
