//! Compositions, which are queued, then processed, then completed.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::delivery::Delivery;
use super::list;
use super::media;
use super::problem::{Problem, Refusal, Source};
use super::state::{State, json_of, seconds};
use crate::models::{RoomComposition, RoomCompositionFormat, RoomCompositionStatus};

type Result<T> = std::result::Result<T, Refusal>;

/// How long a composition is queued.
const QUEUED: TimeDelta = TimeDelta::seconds(2);

/// How long after its creation it is completed.
const COMPLETED: TimeDelta = TimeDelta::seconds(5);

/// The user to whom all compositions belong.
pub(super) const USER: Uuid = Uuid::from_u128(0x27f8_d5b3_a40e_4b69_b1c7_60e9_2f3d_8a74);

/// The format, and the resolution where none is asked for.
pub(super) const FORMAT: RoomCompositionFormat = RoomCompositionFormat::Mp4;
pub(super) const RESOLUTION: &str = "1280x720";

pub(super) fn list(state: &mut State, call: &Call) -> Result<Answer> {
    Ok(list::answer(state.compositions.iter().map(json_of), call))
}

pub(super) fn view(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_composition_id")?;
    let composition = state.compositions.iter().find(|it| it.id == id);
    let composition = composition.ok_or_else(|| absent(id))?;
    Ok(Answer::data(StatusCode::OK, composition))
}

pub(super) fn delete(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_composition_id")?;
    let before = state.compositions.len();
    state
        .compositions
        .retain(|composition| composition.id != id);
    if state.compositions.len() == before {
        return Err(absent(id));
    }
    Ok(Answer::no_content())
}

pub(super) fn create(state: &mut State, call: &Call) -> Result<Answer> {
    let refused = |problem| Refusal::unprocessable(vec![problem]);
    let pointer = || Source::Pointer("/session_id".to_owned());
    // The contract requires nothing, but without a session there is nothing to compose.
    let id: Uuid = call
        .field("session_id")
        .ok_or_else(|| refused(Problem::missing(pointer())))?;
    let session = state
        .session(id)
        .map_err(|_| refused(Problem::invalid("there is no such session", pointer())))?;
    let ends = session.ended_at.unwrap_or(call.now);
    let composition = RoomComposition {
        completed_at: None,
        created_at: Some(call.now),
        download_url: None,
        duration_secs: Some(seconds(session.created_at, ends)),
        ended_at: Some(ends),
        format: Some(call.field("format").unwrap_or(FORMAT)),
        record_type: Some("room_composition".to_owned()),
        resolution: Some(call.field("resolution").unwrap_or(RESOLUTION.to_owned())),
        room_id: session.room_id,
        session_id: Some(id),
        size_mb: None,
        started_at: session.created_at,
        status: Some(RoomCompositionStatus::Enqueued),
        updated_at: Some(call.now),
        user_id: Some(USER),
        video_layout: call.field("video_layout"),
        webhook_event_failover_url: Some(
            call.field("webhook_event_failover_url").unwrap_or_default(),
        ),
        webhook_event_url: call.field("webhook_event_url"),
        webhook_timeout_secs: call.field("webhook_timeout_secs"),
        id: state.next_id(),
    };
    let answer = Answer::data(StatusCode::ACCEPTED, &composition);
    state.compositions.push(composition);
    Ok(answer)
}

/// Brings all compositions to where they are now.
pub(super) fn settle(state: &mut State, now: DateTime<Utc>) {
    let mut completed = Vec::new();
    for composition in &mut state.compositions {
        let Some(created) = composition.created_at else {
            continue;
        };
        if composition.status == Some(RoomCompositionStatus::Completed) {
            continue;
        }
        let (status, since) = match now - created {
            age if age >= COMPLETED => (RoomCompositionStatus::Completed, created + COMPLETED),
            age if age >= QUEUED => (RoomCompositionStatus::Processing, created + QUEUED),
            _ => continue,
        };
        if composition.status.as_ref() == Some(&status) {
            continue;
        }
        composition.status = Some(status.clone());
        composition.updated_at = Some(since);
        if status == RoomCompositionStatus::Completed {
            composition.completed_at = Some(since);
            media::add_to_composition(composition, &state.media);
            completed.push(composition.clone());
        }
    }
    for composition in completed {
        announce(state, &composition);
    }
}

/// Sends the event to the composition's own webhook, or else to that of the room.
fn announce(state: &mut State, composition: &RoomComposition) {
    const KIND: &str = "video.room.composition.completed";
    let now = composition.completed_at.unwrap_or_default();
    let payload = payload(composition);
    let own = composition.webhook_event_url.as_deref();
    if own.is_none() {
        state.announce(composition.room_id, KIND, now, &payload);
        return;
    }
    let event = state.event(KIND, now, &payload);
    let failover = composition.webhook_event_failover_url.as_deref();
    let timeout = composition.webhook_timeout_secs;
    let delivery = Delivery::to(own, failover, timeout, event);
    state.outgoing.extend(delivery);
}

fn payload(composition: &RoomComposition) -> Value {
    json!({
        "composition_id": composition.id,
        "download_url": composition.download_url,
        "duration_secs": composition.duration_secs,
        "format": composition.format,
        "resolution": composition.resolution,
        "room_id": composition.room_id,
        "session_id": composition.session_id,
        "size_mb": composition.size_mb,
    })
}

fn absent(id: Uuid) -> Refusal {
    Refusal::not_found(format!("there is no composition with the id {id}"))
}
