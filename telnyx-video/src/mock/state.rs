//! What the server remembers.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::delivery::Delivery;
use super::problem::Refusal;
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

/// Ids count up from here, so that a test sees the same ones each time. They have the form of version 4.
const FIRST_ID: u128 = 0x0000_0000_0000_4000_8000_0000_0000_0000;

/// Everything there is, in the order in which it came to be.
#[derive(Default)]
pub(super) struct State {
    pub(super) rooms: Vec<Room>,
    pub(super) sessions: Vec<RoomSession>,
    pub(super) participants: Vec<RoomParticipant>,
    pub(super) recordings: Vec<RoomRecording>,
    pub(super) compositions: Vec<RoomComposition>,
    pub(super) tokens: Vec<Token>,
    /// Webhooks that are to be sent.
    pub(super) outgoing: Vec<Delivery>,
    /// The address below which media can be downloaded.
    pub(super) media: String,
    ids: u128,
}

/// A token that has been given out.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) room: Uuid,
    pub(super) kind: TokenKind,
    pub(super) expires_at: DateTime<Utc>,
}

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Joining the room.
    Client,
    /// Getting another client token.
    Refresh,
}

impl State {
    /// Nothing yet.
    pub(super) fn new(media: String) -> Self {
        Self {
            media,
            ..Self::default()
        }
    }

    /// An id that nothing has yet.
    pub(super) fn next_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(FIRST_ID + self.ids)
    }

    pub(super) fn room(&self, id: Uuid) -> Result<&Room, Refusal> {
        let room = self.rooms.iter().find(|room| room.id == id);
        room.ok_or_else(|| absent("room", id))
    }

    pub(super) fn room_mut(&mut self, id: Uuid) -> Result<&mut Room, Refusal> {
        let room = self.rooms.iter_mut().find(|room| room.id == id);
        room.ok_or_else(|| absent("room", id))
    }

    pub(super) fn session(&self, id: Uuid) -> Result<&RoomSession, Refusal> {
        let session = self.sessions.iter().find(|session| session.id == id);
        session.ok_or_else(|| absent("session", id))
    }

    /// The session that goes on in a room.
    pub(super) fn active_session(&self, room: Uuid) -> Option<&RoomSession> {
        self.sessions
            .iter()
            .find(|session| session.room_id == Some(room) && session.active == Some(true))
    }

    /// Those who take or took part in a session.
    pub(super) fn participants_of(&self, session: Uuid) -> impl Iterator<Item = &RoomParticipant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.session_id == Some(session))
    }

    /// Those who are in a session now.
    pub(super) fn present(&self, session: Uuid) -> Vec<Uuid> {
        self.participants_of(session)
            .filter(|participant| participant.left_at.is_none())
            .map(|participant| participant.id)
            .collect()
    }

    /// Sends an event to the webhook of a room, if it has one.
    pub(super) fn announce(
        &mut self,
        room: Option<Uuid>,
        kind: &str,
        now: DateTime<Utc>,
        payload: &Value,
    ) {
        let event = self.event(kind, now, payload);
        let room = self.rooms.iter().find(|it| Some(it.id) == room);
        let delivery = room.and_then(|room| {
            let failover = room.webhook_event_failover_url.as_deref();
            let timeout = room.webhook_timeout_secs;
            Delivery::to(room.webhook_event_url.as_deref(), failover, timeout, event)
        });
        self.outgoing.extend(delivery);
    }

    /// An event, with an id of its own.
    pub(super) fn event(&mut self, kind: &str, now: DateTime<Utc>, payload: &Value) -> Value {
        json!({
            "event_type": kind,
            "id": self.next_id(),
            "occurred_at": now,
            "payload": payload,
            "record_type": "event",
        })
    }
}

fn absent(what: &str, id: Uuid) -> Refusal {
    Refusal::not_found(format!("there is no {what} with the id {id}"))
}

/// A resource in JSON. What cannot be written is nothing, which no resource is.
pub(super) fn json_of(resource: &impl Serialize) -> Value {
    serde_json::to_value(resource).unwrap_or_default()
}

/// Whole seconds from one time to another.
pub(super) fn seconds(from: Option<DateTime<Utc>>, to: DateTime<Utc>) -> i64 {
    from.map_or(0, |from| (to - from).num_seconds().max(0))
}
