//! Handlers of the composition operations, and the progress of compositions.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::delivery::Delivery;
use super::error_response::{ErrorResponse, Problem, Source};
use super::list;
use super::media;
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::{State, found, remove, seconds_between, to_json};
use crate::models::{RoomComposition, RoomCompositionFormat, RoomCompositionStatus};

type Result<T> = std::result::Result<T, ErrorResponse>;

/// The age at which processing starts.
const PROCESSING_AFTER: TimeDelta = TimeDelta::seconds(2);

/// The age at which a composition is completed.
const COMPLETED_AFTER: TimeDelta = TimeDelta::seconds(5);

/// The `user_id` of all compositions.
pub(super) const USER_ID: Uuid = Uuid::from_u128(0x27f8_d5b3_a40e_4b69_b1c7_60e9_2f3d_8a74);

/// The format and resolution, unless the request sets them.
pub(super) const DEFAULT_FORMAT: RoomCompositionFormat = RoomCompositionFormat::Mp4;
pub(super) const DEFAULT_RESOLUTION: &str = "1280x720";

pub(super) fn list(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    Ok(list::page_response(
        state.compositions.iter().map(to_json),
        request,
    ))
}

pub(super) fn retrieve(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_composition_id")?;
    let composition = state.compositions.iter().find(|it| it.id == id);
    let composition = found(composition, "composition", id)?;
    Ok(MockResponse::data(StatusCode::OK, composition))
}

pub(super) fn delete(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_composition_id")?;
    remove(&mut state.compositions, |it| it.id == id, "composition", id)?;
    Ok(MockResponse::no_content())
}

pub(super) fn create(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let reject = |problem| ErrorResponse::unprocessable(vec![problem]);
    let pointer = || Source::Pointer("/session_id".to_owned());
    // Optional in the contract, but a composition needs the recordings of a session.
    let session_id: Uuid = request
        .field("session_id")
        .ok_or_else(|| reject(Problem::missing(pointer())))?;
    let session = state.session(session_id).map_err(|_| {
        let detail = format!("no session has the id {session_id}");
        reject(Problem::invalid(detail, pointer()))
    })?;
    let ended_at = session.ended_at.unwrap_or(request.now);
    let composition = RoomComposition {
        completed_at: None,
        created_at: Some(request.now),
        download_url: None,
        duration_secs: Some(seconds_between(session.created_at, ended_at)),
        ended_at: Some(ended_at),
        format: Some(request.field("format").unwrap_or(DEFAULT_FORMAT)),
        record_type: Some("room_composition".to_owned()),
        resolution: Some(
            request
                .field("resolution")
                .unwrap_or(DEFAULT_RESOLUTION.to_owned()),
        ),
        room_id: session.room_id,
        session_id: Some(session_id),
        size_mb: None,
        started_at: session.created_at,
        status: Some(RoomCompositionStatus::Enqueued),
        updated_at: Some(request.now),
        user_id: Some(USER_ID),
        video_layout: request.field("video_layout"),
        webhook_event_failover_url: Some(
            request
                .field("webhook_event_failover_url")
                .unwrap_or_default(),
        ),
        webhook_event_url: request.field("webhook_event_url"),
        webhook_timeout_secs: request.field("webhook_timeout_secs"),
        id: state.next_id(),
    };
    let response = MockResponse::data(StatusCode::ACCEPTED, &composition);
    state.compositions.push(composition);
    Ok(response)
}

/// Updates the status of each composition to its age.
pub(super) fn update_statuses(state: &mut State, now: DateTime<Utc>) {
    let mut completed = Vec::new();
    for composition in &mut state.compositions {
        let Some(created_at) = composition.created_at else {
            continue;
        };
        if composition.status == Some(RoomCompositionStatus::Completed) {
            continue;
        }
        let (status, since) = match now - created_at {
            age if age >= COMPLETED_AFTER => (
                RoomCompositionStatus::Completed,
                created_at + COMPLETED_AFTER,
            ),
            age if age >= PROCESSING_AFTER => (
                RoomCompositionStatus::Processing,
                created_at + PROCESSING_AFTER,
            ),
            _ => continue,
        };
        if composition.status.as_ref() == Some(&status) {
            continue;
        }
        composition.status = Some(status.clone());
        composition.updated_at = Some(since);
        if status == RoomCompositionStatus::Completed {
            composition.completed_at = Some(since);
            media::attach_composition_file(composition, &state.media_url);
            completed.push(composition.clone());
        }
    }
    for composition in completed {
        queue_completed_webhook(state, &composition);
    }
}

/// Queues a webhook for the URL of the composition, or else for that of its room.
fn queue_completed_webhook(state: &mut State, composition: &RoomComposition) {
    const EVENT_TYPE: &str = "video.room.composition.completed";
    let now = composition.completed_at.unwrap_or_default();
    let payload = payload(composition);
    let url = composition.webhook_event_url.as_deref();
    if url.is_none() {
        state.queue_webhook(composition.room_id, EVENT_TYPE, now, &payload);
        return;
    }
    let event = state.new_event(EVENT_TYPE, now, &payload);
    state.pending_deliveries.extend(Delivery::new(
        url,
        composition.webhook_event_failover_url.as_deref(),
        composition.webhook_timeout_secs,
        event,
    ));
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
