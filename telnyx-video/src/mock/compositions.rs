//! Creates compositions, and completes them as time passes.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::meeting::payload;
use super::state::seconds_between;
use super::{Delivery, ErrorResponse, ParsedRequest, Problem, Result, State, media, object};
use crate::models::{
    CompositionCompletedPayload, RoomComposition, RoomCompositionStatus, RoomSession,
};

const PROCESSING_AFTER: TimeDelta = TimeDelta::seconds(2);

const COMPLETED_AFTER: TimeDelta = TimeDelta::seconds(5);

pub(super) fn create(state: &mut State, request: &ParsedRequest) -> Result {
    let invalid =
        |detail: &str| ErrorResponse::from(Problem::invalid(detail).in_body("/session_id"));
    // Optional in the contract, but a composition needs the recordings of a session.
    let session_id = request.field::<Uuid>("session_id");
    let session_id = session_id.ok_or_else(|| invalid("missing required property"))?;
    let session = state.find::<RoomSession>(session_id);
    let session = session.map_err(|error| invalid(&error.to_string()))?;
    let ended_at = session.ended_at.unwrap_or(state.now);
    let mut fields = request.fields();
    fields.extend(object(json!({
        "duration_secs": seconds_between(session.created_at, ended_at),
        "ended_at": ended_at,
        "room_id": session.room_id,
        "started_at": session.created_at,
    })));
    let composition: RoomComposition = state.create(fields.into())?;
    Ok(json!({"data": composition}))
}

pub(super) fn update_statuses(state: &mut State) {
    let mut completed = Vec::new();
    for composition in &mut state.compositions {
        let Some(created_at) = composition.created_at else {
            continue;
        };
        let age = state.now - created_at;
        if composition.status == Some(RoomCompositionStatus::Enqueued) && age >= PROCESSING_AFTER {
            composition.status = Some(RoomCompositionStatus::Processing);
            composition.updated_at = Some(created_at + PROCESSING_AFTER);
        }
        if composition.status == Some(RoomCompositionStatus::Processing) && age >= COMPLETED_AFTER {
            composition.status = Some(RoomCompositionStatus::Completed);
            composition.completed_at = Some(created_at + COMPLETED_AFTER);
            composition.updated_at = composition.completed_at;
            media::attach_composition_file(composition, &state.media_url);
            completed.push(composition.clone());
        }
    }
    for composition in completed {
        queue_completed_webhook(state, &composition);
    }
}

/// Queues a webhook for the URL of the composition, or else for the URL of its room.
fn queue_completed_webhook(state: &mut State, composition: &RoomComposition) {
    const EVENT_TYPE: &str = "video.room.composition.completed";
    let payload = payload::<CompositionCompletedPayload>(composition, "composition_id");
    let url = composition.webhook_event_url.as_ref();
    let Some(url) = url.filter(|url| !url.is_empty()) else {
        return state.queue_webhook(composition.room_id, EVENT_TYPE, payload);
    };
    let failover_url = composition.webhook_event_failover_url.as_deref();
    let delivery = Delivery::to(url, state.new_event(EVENT_TYPE, payload));
    let delivery = delivery.with_options(failover_url, composition.webhook_timeout_secs);
    state.pending_deliveries.push(delivery);
}
