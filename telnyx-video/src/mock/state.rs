//! The resources, tokens and pending webhooks that the server holds.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::resource::with_defaults;
use super::{Delivery, MockError, Resource, object};
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

/// The number before the first ID. New IDs are consecutive numbers in the form of UUIDs of version 4, so each run of a
/// test gets the same IDs.
const ID_BASE: u128 = 0x0000_0000_0000_4000_8000_0000_0000_0000;

/// The data of the server. Each list is in the order of creation.
#[derive(Clone, Default)]
pub(super) struct State {
    /// The time of the current request or method call.
    pub(super) now: DateTime<Utc>,
    pub(super) rooms: Vec<Room>,
    pub(super) sessions: Vec<RoomSession>,
    pub(super) participants: Vec<RoomParticipant>,
    pub(super) recordings: Vec<RoomRecording>,
    pub(super) compositions: Vec<RoomComposition>,
    pub(super) tokens: Vec<Token>,
    pub(super) pending_deliveries: Vec<Delivery>,
    /// The URL below which media files are served.
    pub(super) media_url: String,
    /// The IDs that seeds contain. New IDs differ from them.
    pub(super) seeded_ids: BTreeSet<Uuid>,
    id_count: u128,
}

#[derive(Clone)]
pub(super) struct Token {
    pub(super) value: String,
    pub(super) room: Uuid,
    pub(super) kind: TokenKind,
    pub(super) expires_at: DateTime<Utc>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Permits joining the room.
    Client,
    /// Permits generating another client token.
    Refresh,
}

impl State {
    pub(super) fn new(media_url: String) -> Self {
        Self {
            media_url,
            ..Self::default()
        }
    }

    pub(super) fn next_id(&mut self) -> Uuid {
        loop {
            self.id_count += 1;
            let id = Uuid::from_u128(ID_BASE + self.id_count);
            if !self.seeded_ids.contains(&id) {
                return id;
            }
        }
    }

    pub(super) fn find<T: Resource>(&self, id: Uuid) -> Result<&T, MockError> {
        let found = T::list(self).iter().find(|it| it.id() == id);
        found.ok_or_else(|| not_found::<T>(id))
    }

    pub(super) fn find_mut<T: Resource>(&mut self, id: Uuid) -> Result<&mut T, MockError> {
        let found = T::list_mut(self).iter_mut().find(|it| it.id() == id);
        found.ok_or_else(|| not_found::<T>(id))
    }

    pub(super) fn remove<T: Resource>(&mut self, id: Uuid) -> Result<T, MockError> {
        let index = T::list(self).iter().position(|it| it.id() == id);
        let removed = index.map(|index| T::list_mut(self).remove(index));
        removed.ok_or_else(|| not_found::<T>(id))
    }

    pub(super) fn create<T: Resource>(&mut self, fields: Value) -> Result<T, MockError> {
        let mut fields = object(fields);
        fields.insert("id".to_owned(), json!(self.next_id()));
        let resource: T = with_defaults(fields, self.now).map_err(MockError::contract)?;
        T::list_mut(self).push(resource.clone());
        Ok(resource)
    }

    pub(super) fn active_session(&self, room: Uuid) -> Option<Uuid> {
        let active = self.sessions_of(room).find(|it| it.active == Some(true));
        active.map(|session| session.id)
    }

    pub(super) fn sessions_of(&self, room: Uuid) -> impl Iterator<Item = &RoomSession> {
        let sessions = self.sessions.iter();
        sessions.filter(move |session| session.room_id == Some(room))
    }

    /// Returns the participants of a session, including those who have left.
    pub(super) fn participants_of(&self, session: Uuid) -> impl Iterator<Item = &RoomParticipant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.session_id == Some(session))
    }

    /// Returns the IDs of the participants who have not left a session.
    pub(super) fn present_participants(&self, session: Uuid) -> Vec<Uuid> {
        let participants = self.participants_of(session);
        let present = participants.filter(|participant| participant.left_at.is_none());
        present.map(|participant| participant.id).collect()
    }

    /// Queues a webhook for the URL of a room. Without URL or room, only uses up an ID.
    pub(super) fn queue_webhook(&mut self, room: Option<Uuid>, event_type: &str, payload: Value) {
        let event = self.new_event(event_type, payload);
        let room = self.rooms.iter().find(|it| Some(it.id) == room);
        if let Some(room) = room
            && let Some(url) = &room.webhook_event_url
            && !url.is_empty()
        {
            let failover_url = room.webhook_event_failover_url.as_deref();
            let delivery = Delivery::to(url, event);
            let delivery = delivery.with_options(failover_url, room.webhook_timeout_secs);
            self.pending_deliveries.push(delivery);
        }
    }

    pub(super) fn new_event(&mut self, event_type: &str, payload: Value) -> Value {
        json!({
            "event_type": event_type,
            "id": self.next_id(),
            "occurred_at": self.now,
            "payload": payload,
            "record_type": "event",
        })
    }
}

fn not_found<T: Resource>(id: Uuid) -> MockError {
    let resource = T::KIND.name;
    MockError::NotFound { resource, id }
}

/// Returns the whole seconds between two times, or 0 if the start is missing or after the end.
pub(super) fn seconds_between(start: Option<DateTime<Utc>>, end: DateTime<Utc>) -> i64 {
    start.map_or(0, |start| (end - start).num_seconds().max(0))
}
