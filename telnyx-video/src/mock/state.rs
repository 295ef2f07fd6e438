//! The resources that the server holds.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::delivery::Delivery;
use super::error_response::ErrorResponse;
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

/// The number before the first id. Ids count up and have the form of UUID version 4, so that tests get the same ids in
/// each run.
const ID_BASE: u128 = 0x0000_0000_0000_4000_8000_0000_0000_0000;

/// Everything that the server holds, in the order of creation.
#[derive(Default)]
pub(super) struct State {
    pub(super) rooms: Vec<Room>,
    pub(super) sessions: Vec<RoomSession>,
    pub(super) participants: Vec<RoomParticipant>,
    pub(super) recordings: Vec<RoomRecording>,
    pub(super) compositions: Vec<RoomComposition>,
    pub(super) tokens: Vec<Token>,
    /// Webhooks that are not sent yet.
    pub(super) pending_deliveries: Vec<Delivery>,
    /// The URL below which media files are served.
    pub(super) media_url: String,
    id_count: u128,
}

/// A client or refresh token.
pub(super) struct Token {
    pub(super) value: String,
    pub(super) room: Uuid,
    pub(super) kind: TokenKind,
    pub(super) expires_at: DateTime<Utc>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Joins the room.
    Client,
    /// Generates another client token.
    Refresh,
}

impl State {
    pub(super) fn new(media_url: String) -> Self {
        Self {
            media_url,
            ..Self::default()
        }
    }

    /// Returns an unused id.
    pub(super) fn next_id(&mut self) -> Uuid {
        self.id_count += 1;
        Uuid::from_u128(ID_BASE + self.id_count)
    }

    pub(super) fn room(&self, id: Uuid) -> Result<&Room, ErrorResponse> {
        found(self.rooms.iter().find(|room| room.id == id), "room", id)
    }

    pub(super) fn room_mut(&mut self, id: Uuid) -> Result<&mut Room, ErrorResponse> {
        found(self.rooms.iter_mut().find(|room| room.id == id), "room", id)
    }

    pub(super) fn session(&self, id: Uuid) -> Result<&RoomSession, ErrorResponse> {
        found(self.sessions.iter().find(|it| it.id == id), "session", id)
    }

    /// Returns the session in progress in a room.
    pub(super) fn active_session(&self, room: Uuid) -> Option<&RoomSession> {
        self.sessions
            .iter()
            .find(|session| session.room_id == Some(room) && session.active == Some(true))
    }

    /// Returns the participants of a session, including those who have left.
    pub(super) fn participants_of(&self, session: Uuid) -> impl Iterator<Item = &RoomParticipant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.session_id == Some(session))
    }

    /// Returns the ids of the participants who have not left a session.
    pub(super) fn present_participants(&self, session: Uuid) -> Vec<Uuid> {
        self.participants_of(session)
            .filter(|participant| participant.left_at.is_none())
            .map(|participant| participant.id)
            .collect()
    }

    /// Queues a webhook for a room that has a webhook URL.
    pub(super) fn queue_webhook(
        &mut self,
        room: Option<Uuid>,
        event_type: &str,
        now: DateTime<Utc>,
        payload: &Value,
    ) {
        let event = self.new_event(event_type, now, payload);
        let room = self.rooms.iter().find(|it| Some(it.id) == room);
        let delivery = room.and_then(|room| {
            Delivery::new(
                room.webhook_event_url.as_deref(),
                room.webhook_event_failover_url.as_deref(),
                room.webhook_timeout_secs,
                event,
            )
        });
        self.pending_deliveries.extend(delivery);
    }

    /// Returns an event with a new id.
    pub(super) fn new_event(
        &mut self,
        event_type: &str,
        now: DateTime<Utc>,
        payload: &Value,
    ) -> Value {
        json!({
            "event_type": event_type,
            "id": self.next_id(),
            "occurred_at": now,
            "payload": payload,
            "record_type": "event",
        })
    }
}

/// Turns a missing resource into a 404 response.
pub(super) fn found<T>(found: Option<T>, resource: &str, id: Uuid) -> Result<T, ErrorResponse> {
    found.ok_or_else(|| ErrorResponse::no_such(resource, id))
}

/// Removes the resource that `has_id` selects, or returns a 404 response.
pub(super) fn remove<T>(
    resources: &mut Vec<T>,
    has_id: impl Fn(&T) -> bool,
    resource: &str,
    id: Uuid,
) -> Result<T, ErrorResponse> {
    let index = found(resources.iter().position(has_id), resource, id)?;
    Ok(resources.remove(index))
}

/// Serializes a resource. Serializing the models never fails.
pub(super) fn to_json(resource: &impl Serialize) -> Value {
    serde_json::to_value(resource).unwrap_or_default()
}

/// Returns the whole seconds between two times, and 0 if the first is missing or later.
pub(super) fn seconds_between(start: Option<DateTime<Utc>>, end: DateTime<Utc>) -> i64 {
    start.map_or(0, |start| (end - start).num_seconds().max(0))
}
