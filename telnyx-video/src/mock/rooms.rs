use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{MockError, ParsedRequest, Problem, Resource, Result, State, meeting, object, to_json};
use crate::models::Room;

pub(super) fn create(state: &mut State, request: &ParsedRequest) -> Result {
    check_unique_name(state, request, None)?;
    let room: Room = state.create(request.fields().into())?;
    Ok(json!({"data": room}))
}

/// Sets the fields in the body. `null` removes a field, except `webhook_event_failover_url`, which becomes `""`.
pub(super) fn update(state: &mut State, request: &ParsedRequest) -> Result {
    let id = request.id;
    let mut fields = object(to_json(state.find::<Room>(id)?));
    check_unique_name(state, request, Some(id))?;
    fields.extend(request.body.clone());
    fields.insert("updated_at".to_owned(), json!(state.now));
    let mut updated = Room::deserialize(Value::Object(fields)).map_err(MockError::contract)?;
    updated.webhook_event_failover_url.get_or_insert_default();
    let room = updated.to_response(state, request);
    *state.find_mut(id)? = updated;
    Ok(json!({"data": room}))
}

/// Deletes a room and kicks its participants. Its sessions remain.
pub(super) fn delete(state: &mut State, request: &ParsedRequest) -> Result {
    let id = state.find::<Room>(request.id)?.id;
    if let Some(session) = state.active_session(id) {
        meeting::end_session(state, session, "room_deleted", "kicked");
    }
    state.remove::<Room>(id)?;
    Ok(Value::Null)
}

/// Checks that no room except `renamed` has the name in the body.
fn check_unique_name(state: &State, request: &ParsedRequest, renamed: Option<Uuid>) -> Result<()> {
    let name: Option<String> = request.field("unique_name");
    let mut others = state.rooms.iter().filter(|room| Some(room.id) != renamed);
    if name.is_none() || others.all(|room| room.unique_name != name) {
        return Ok(());
    }
    Err(Problem::invalid("another room has this name")
        .in_body("/unique_name")
        .into())
}
