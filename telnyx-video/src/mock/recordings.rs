//! Recordings.

use reqwest::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::answer::Answer;
use super::call::Call;
use super::list::{self, Page};
use super::problem::Refusal;
use super::state::{State, json_of};

type Result<T> = std::result::Result<T, Refusal>;

pub(super) fn list(state: &mut State, call: &Call) -> Result<Answer> {
    Ok(list::answer(state.recordings.iter().map(json_of), call))
}

pub(super) fn view(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_recording_id")?;
    let recording = state.recordings.iter().find(|it| it.id == id);
    let recording = recording.ok_or_else(|| absent(id))?;
    Ok(Answer::data(StatusCode::OK, recording))
}

pub(super) fn delete(state: &mut State, call: &Call) -> Result<Answer> {
    let id = call.id("room_recording_id")?;
    let before = state.recordings.len();
    state.recordings.retain(|recording| recording.id != id);
    if state.recordings.len() == before {
        return Err(absent(id));
    }
    Ok(Answer::no_content())
}

/// Deletes all that match, or those of one page of them where the request names one.
pub(super) fn delete_bulk(state: &mut State, call: &Call) -> Result<Answer> {
    let matching = state.recordings.iter();
    let matching = matching.filter(|recording| list::matches(&json_of(recording), call));
    let mut doomed: Vec<Uuid> = matching.map(|recording| recording.id).collect();
    if call.query.contains_key("page") {
        doomed = Page::of(call).cut(doomed);
    }
    state
        .recordings
        .retain(|recording| !doomed.contains(&recording.id));
    let data = json!({"room_recordings": doomed.len()});
    Ok(Answer::data(StatusCode::CREATED, &data))
}

fn absent(id: Uuid) -> Refusal {
    Refusal::not_found(format!("there is no recording with the id {id}"))
}
