//! What happens in rooms without a request: people come and go, and are recorded.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::MockError;
use super::media;
use super::state::{State, TokenKind, seconds};
use crate::models::{
    RoomParticipant, RoomRecording, RoomRecordingStatus, RoomRecordingType, RoomSession,
};

type Result<T> = std::result::Result<T, MockError>;

/// Somebody enters a room; the first one begins a session.
pub(super) fn join(
    state: &mut State,
    room: Uuid,
    context: &str,
    now: DateTime<Utc>,
) -> Result<RoomParticipant> {
    let place = state.rooms.iter().find(|it| it.id == room);
    let place = place.ok_or(MockError::NotFound {
        what: "room",
        id: room,
    })?;
    let most = place.max_participants;
    let session = state.active_session(room).map(|session| session.id);
    let count = session.map_or(0, |session| state.present(session).len());
    if most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| count >= most)) {
        return Err(MockError::NotNow {
            id: room,
            state: "full",
        });
    }
    let session = match session {
        Some(session) => session,
        None => begin(state, room, now),
    };
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
    state.announce(Some(room), "video.room.participant.joined", now, &payload);
    Ok(participant)
}

/// Enters the room that a client token is for.
pub(super) fn join_with_token(
    state: &mut State,
    token: &str,
    context: &str,
    now: DateTime<Utc>,
) -> Result<RoomParticipant> {
    let mut tokens = state.tokens.iter();
    let token = tokens.find(|it| it.kind == TokenKind::Client && it.text == token);
    match token {
        Some(token) if token.expires_at > now => {
            let room = token.room;
            join(state, room, context, now)
        }
        Some(_) => Err(MockError::Token("it has expired")),
        None => Err(MockError::Token("this server has given out none such")),
    }
}

fn begin(state: &mut State, room: Uuid, now: DateTime<Utc>) -> Uuid {
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
    state.announce(Some(room), "video.room.session.started", now, &payload);
    id
}

/// Somebody leaves, for a reason that events name; the last one ends the session.
pub(super) fn leave(state: &mut State, id: Uuid, reason: &str, now: DateTime<Utc>) {
    let Some(session) = depart(state, id, reason, now) else {
        return;
    };
    if state.present(session).is_empty() {
        end(state, session, "stale", reason, now);
    }
}

/// Takes somebody out who is in a session, and gives that session.
fn depart(state: &mut State, id: Uuid, reason: &str, now: DateTime<Utc>) -> Option<Uuid> {
    let mut participants = state.participants.iter_mut();
    let participant = participants.find(|it| it.id == id && it.left_at.is_none())?;
    participant.left_at = Some(now);
    participant.updated_at = Some(now);
    let session = participant.session_id?;
    let room = state.session(session).ok().and_then(|it| it.room_id);
    let participant = state.participants.iter().find(|it| it.id == id)?;
    let payload = json!({
        "context": participant.context,
        "duration_secs": seconds(participant.joined_at, now),
        "left_reason": reason,
        "participant_id": id,
        "room_id": room,
        "session_id": session,
    });
    stop_recording(state, id, now);
    state.announce(room, "video.room.participant.left", now, &payload);
    Some(session)
}

/// Ends a session that goes on, and takes everybody out.
pub(super) fn end(
    state: &mut State,
    id: Uuid,
    ended_reason: &str,
    left_reason: &str,
    now: DateTime<Utc>,
) {
    for participant in state.present(id) {
        depart(state, participant, left_reason, now);
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
        "duration_secs": seconds(session.created_at, now),
        "ended_reason": ended_reason,
        "room_id": room,
        "session_id": id,
    });
    state.announce(room, "video.room.session.ended", now, &payload);
}

/// Begins to record somebody who is in a session.
pub(super) fn start_recording(
    state: &mut State,
    participant: Uuid,
    kind: RoomRecordingType,
    now: DateTime<Utc>,
) -> Result<RoomRecording> {
    let person = state.participants.iter().find(|it| it.id == participant);
    let person = person.ok_or(MockError::NotFound {
        what: "participant",
        id: participant,
    })?;
    if person.left_at.is_some() {
        return Err(MockError::NotNow {
            id: participant,
            state: "gone",
        });
    }
    let session = person.session_id;
    let sessions = state.sessions.iter();
    let room = sessions
        .filter(|it| Some(it.id) == session)
        .find_map(|it| it.room_id);
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
        participant_id: Some(participant),
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
        "participant_id": participant,
        "recording_id": recording.id,
        "room_id": room,
        "session_id": session,
        "type": recording.r#type,
    });
    state.announce(room, "video.room.recording.started", now, &payload);
    Ok(recording)
}

/// Ends what is being recorded of somebody; it is processed from then on.
fn stop_recording(state: &mut State, participant: Uuid, now: DateTime<Utc>) {
    let recordings = state.recordings.iter_mut();
    let running =
        |it: &&mut RoomRecording| it.participant_id == Some(participant) && it.ended_at.is_none();
    for recording in recordings.filter(running) {
        stop(recording, now);
    }
}

fn stop(recording: &mut RoomRecording, now: DateTime<Utc>) {
    recording.ended_at = Some(now);
    recording.duration_secs = Some(seconds(recording.started_at, now));
    recording.updated_at = Some(now);
}

/// Ends a recording if it still goes on, and completes it.
pub(super) fn finish_recording(
    state: &mut State,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<RoomRecording> {
    let recording = state.recordings.iter_mut().find(|it| it.id == id);
    let recording = recording.ok_or(MockError::NotFound {
        what: "recording",
        id,
    })?;
    if recording.status == Some(RoomRecordingStatus::Completed) {
        return Err(MockError::NotNow {
            id,
            state: "completed",
        });
    }
    if recording.ended_at.is_none() {
        stop(recording, now);
    }
    recording.completed_at = Some(now);
    media::add_to_recording(recording, &state.media);
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
    state.announce(
        recording.room_id,
        "video.room.recording.completed",
        now,
        &payload,
    );
    Ok(recording)
}
