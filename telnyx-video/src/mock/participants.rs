//! Handlers of the participant operations.

use reqwest::StatusCode;

use super::error_response::ErrorResponse;
use super::list;
use super::parsed_request::ParsedRequest;
use super::response::MockResponse;
use super::state::{State, found, to_json};

type Result<T> = std::result::Result<T, ErrorResponse>;

pub(super) fn list(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let participants = state.participants.iter().map(to_json);
    Ok(list::page_response(participants, request))
}

pub(super) fn retrieve(state: &mut State, request: &ParsedRequest) -> Result<MockResponse> {
    let id = request.id("room_participant_id")?;
    let participant = state.participants.iter().find(|it| it.id == id);
    let participant = found(participant, "participant", id)?;
    Ok(MockResponse::data(StatusCode::OK, participant))
}
