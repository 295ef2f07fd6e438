//! Participants.

use reqwest::StatusCode;

use super::answer::Answer;
use super::call::Call;
use super::list;
use super::problem::Refusal;
use super::state::{State, json_of};

pub(super) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    Ok(list::answer(state.participants.iter().map(json_of), call))
}

pub(super) fn view(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.id("room_participant_id")?;
    let participant = state.participants.iter().find(|it| it.id == id);
    let absent = || Refusal::not_found(format!("there is no participant with the id {id}"));
    Ok(Answer::data(
        StatusCode::OK,
        participant.ok_or_else(absent)?,
    ))
}
