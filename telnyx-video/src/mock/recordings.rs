//! Handlers of the recording operations.

use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::error_response::ErrorResponse;
use super::list::{self, Page};
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::{State, found, remove, to_json};

type Result<T> = std::result::Result<T, ErrorResponse>;

pub(super) fn list(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let recordings = state.recordings.iter().map(to_json);
    Ok(list::page_response(recordings, request))
}

pub(super) fn retrieve(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_recording_id")?;
    let recording = state.recordings.iter().find(|it| it.id == id);
    let recording = found(recording, "recording", id)?;
    Ok(MockResponse::data(StatusCode::OK, recording))
}

pub(super) fn delete(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_recording_id")?;
    remove(&mut state.recordings, |it| it.id == id, "recording", id)?;
    Ok(MockResponse::no_content())
}

/// Deletes all matching recordings, or the requested page of them.
pub(super) fn delete_bulk(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let mut deleted: Vec<Uuid> = state
        .recordings
        .iter()
        .filter(|recording| list::matches_filter(&to_json(recording), request))
        .map(|recording| recording.id)
        .collect();
    if request.query.contains_key("page") {
        deleted = Page::requested(request).select(deleted);
    }
    state
        .recordings
        .retain(|recording| !deleted.contains(&recording.id));
    let data = json!({"room_recordings": deleted.len()});
    Ok(MockResponse::data(StatusCode::CREATED, &data))
}
