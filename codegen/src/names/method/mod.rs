//! Default names of methods, for operations without `x-sdk-method`. Examples of the resource `rooms`:
//!
//! - `listRooms` becomes the bare verb, `rooms().list()`, because the noun is the resource.
//! - `deleteRooms` becomes `rooms().delete_rooms()`, because `delete` would mean a single room.
//! - `getRoomSeat` and `viewRoomSeat` become `rooms().retrieve_room_seat()`: one verb replaces its synonyms.
//!
//! Without a useful operationId, HTTP method and path give verb and noun. A new operation renames no other method,
//! except if two default names are equal: the method whose path has more segments gets a more specific name. With
//! equally many segments, it is the method whose path, or else HTTP method, sorts later.

mod context;
mod operation_id;
mod path;
pub(crate) mod segments;
pub(super) mod verbs;
pub(super) mod words;

use std::collections::HashMap;

use self::context::Context;
use self::segments::{Segment, segments};
use self::words::{in_singular, split};
use super::in_snake_case;
use super::scope::{ItemKind, Scope, describe_operation};
use crate::diagnostics::{Diagnostic, Mode};
use crate::ir::{Api, Operation, Shape};

/// Names the methods that have no name yet. Reports methods whose name another method or resource has. `scopes` has the
/// accessors of child resources, by the path of the parent resource.
pub(super) fn name_methods(
    api: &mut Api,
    mut scopes: HashMap<Vec<String>, Scope>,
    mode: Mode,
) -> Vec<Diagnostic> {
    let shapes: HashMap<&str, &Shape> = api.types.iter().map(|it| (&*it.name, &it.shape)).collect();
    let shape = |name: &str| shapes.get(name).copied();
    let mut problems = Vec::new();
    for resource in &mut api.resources {
        let scope = scopes.entry(resource.path.clone()).or_default();
        let operations = resource.operations.iter_mut();
        let (mut unnamed, named): (Vec<_>, Vec<_>) =
            operations.partition(|operation| operation.method.is_empty());
        for operation in named {
            let object = (describe_operation(operation), &operation.pointer);
            let method = &mut operation.method;
            problems.extend(scope.add_given(ItemKind::Method, method, object, mode));
        }
        unnamed
            .sort_by_cached_key(|it| (segments(&it.path).len(), it.path.clone(), it.http_method));
        for operation in unnamed {
            operation.method = default_name(&resource.path, operation, shape);
            let alternatives = alternatives(operation);
            let object = (describe_operation(operation), &operation.pointer);
            let method = &mut operation.method;
            problems.extend(scope.add_or_rename(ItemKind::Method, method, &alternatives, object));
        }
    }
    problems
}

fn default_name<'s>(
    resource: &[String],
    operation: &Operation,
    shape: impl Fn(&str) -> Option<&'s Shape> + Copy,
) -> String {
    let context = Context::new(resource, operation, shape);
    operation_id::name(&context).unwrap_or_else(|| path::name(&context))
}

/// Returns more specific names of a method, in order of preference.
fn alternatives(operation: &Operation) -> Vec<String> {
    let method = &operation.method;
    let segments = segments(&operation.path);
    let is_owned = |window: &&[Segment]| matches!(window, [_, id, last] if id.is_placeholder && !last.is_placeholder);
    let owner = segments
        .windows(3)
        .rfind(is_owned)
        .and_then(|window| window.first());
    let owner = owner.map(|it| format!("{method}_for_{}", in_singular(&it.words).join("_")));
    let parameter = segments.last().filter(|last| last.is_placeholder);
    let parameter = parameter.map(|last| format!("{method}_by_{}", last.words.join("_")));
    let method_and_path = format!(
        "{} {}",
        operation.http_method.to_lowercase(),
        operation.path
    );
    let full = [
        in_snake_case(&operation.id),
        split(&method_and_path).join("_"),
    ];
    owner.into_iter().chain(parameter).chain(full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Output, Type};
    use crate::lower::fixtures::{api, field, operation, resource};
    use crate::names::choose_names;

    /// Returns an operation without a name. Its output is a list if the operationId ends in `s`.
    fn unnamed(http_method: &'static str, path: &str, id: &str) -> Operation {
        let mut operation = operation(id, "");
        operation.http_method = http_method;
        operation.path = path.to_owned();
        operation.builder = String::new();
        operation.pointer = crate::diagnostics::Pointer::root()
            .child(path)
            .child(http_method);
        if id.ends_with('s') {
            operation.output = Output::Json(Type::Array(Box::new(Type::String)));
        }
        operation
    }

    fn name(resource: &str, operation: &Operation) -> String {
        let resource: Vec<String> = resource.split('.').map(str::to_owned).collect();
        default_name(&resource, operation, |_| None)
    }

    #[test]
    fn name_is_verb_if_operation_id_names_resource() {
        for (resource, http_method, path, id, expected) in [
            ("rooms", "GET", "/rooms", "ListRooms", "list"),
            ("rooms", "GET", "/rooms", "getAllRooms", "list_all"),
            ("rooms", "POST", "/rooms", "addRoom", "create"),
            ("rooms", "GET", "/rooms/{id}", "ViewRoom", "retrieve"),
            ("rooms", "PATCH", "/rooms/{id}", "EditRoom", "update"),
            ("rooms", "PUT", "/rooms/{id}", "put_room", "replace"),
            (
                "rooms",
                "POST",
                "/rooms/get",
                "bulkGetRooms",
                "bulk_retrieve",
            ),
            ("rooms", "POST", "/rooms/add", "addRoom", "add"),
            ("rooms", "POST", "/v1/rooms", "v1.rooms.create", "create"),
            (
                "rooms",
                "POST",
                "/rooms/get",
                "roomsGetByName",
                "retrieve_by_name",
            ),
            (
                "rooms",
                "GET",
                "/rooms/{room_id}",
                "get_rooms_id",
                "retrieve",
            ),
            // A PUT to the same path may be the update.
            ("rooms", "PATCH", "/rooms/{id}", "patchRoom", "patch"),
            (
                "rooms",
                "POST",
                "/rooms/{id}/update",
                "postRoomUpdate",
                "update",
            ),
            ("rooms", "DELETE", "/rooms/{id}", "RemoveRoom", "delete"),
            ("rooms", "POST", "/rooms/{id}/lock", "room-lock", "lock"),
            (
                "rooms",
                "GET",
                "/rooms/{name}",
                "getRoomByName",
                "retrieve_by_name",
            ),
            (
                "rooms",
                "POST",
                "/rooms/delete",
                "bulkDeleteRooms",
                "bulk_delete",
            ),
            (
                "rooms",
                "PATCH",
                "/rooms/{id}",
                "rooms_partial_update",
                "partial_update",
            ),
            ("rooms", "GET", "/rooms", "rooms/list", "list"),
            (
                "rooms.sessions",
                "GET",
                "/x/{id}",
                "getRoomSession",
                "retrieve",
            ),
            ("health", "GET", "/health", "health", "retrieve"),
            ("search", "GET", "/search", "search", "search"),
            (
                "rooms",
                "GET",
                "/rooms/{id}",
                "read_room_rooms__id__get",
                "retrieve",
            ),
        ] {
            assert_eq!(
                name(resource, &unnamed(http_method, path, id)),
                expected,
                "{id}"
            );
        }
    }

    #[test]
    fn name_has_words_of_operation_id_that_names_another_object() {
        for (resource, http_method, path, id, expected) in [
            (
                "rooms",
                "GET",
                "/seats/{name}",
                "seatGetByName",
                "seat_retrieve_by_name",
            ),
            (
                "messages",
                "DELETE",
                "/message_types/{id}",
                "deleteMessageType",
                "delete_message_type",
            ),
            (
                "system",
                "PUT",
                "/pools/{id}",
                "ip_pool_update",
                "ip_pool_update",
            ),
            ("rooms", "DELETE", "/rooms", "DeleteRooms", "delete_rooms"),
            (
                "rooms",
                "GET",
                "/rooms/{id}/seats",
                "getRoomSeats",
                "list_room_seats",
            ),
            (
                "rooms",
                "GET",
                "/rooms/{id}/door",
                "viewDoorOfRoom",
                "retrieve_door_of_room",
            ),
            ("rooms", "POST", "/rooms/{id}/x", "addMember", "add_member"),
            (
                "rooms",
                "GET",
                "/rooms/{id}/seats",
                "rooms/get-seats",
                "list_seats",
            ),
            ("rooms", "POST", "/rooms/x", "roomMagic", "room_magic"),
            (
                "rooms",
                "POST",
                "/update/start",
                "post_start_update",
                "start_update",
            ),
            (
                "rooms",
                "POST",
                "/tags/{id}/update",
                "postTagUpdate",
                "update_tag",
            ),
            (
                "rooms",
                "POST",
                "/messages/read",
                "postMessageRead",
                "post_message_read",
            ),
        ] {
            assert_eq!(
                name(resource, &unnamed(http_method, path, id)),
                expected,
                "{id}"
            );
        }
    }

    #[test]
    fn name_is_list_only_if_output_has_list() {
        let list = |name: &str| field(name, Type::Array(Box::new(Type::String)));
        for (fields, expected) in [
            (vec![list("names"), field("total", Type::String)], "list"),
            (vec![list("rooms"), list("errors")], "list"),
            (vec![list("items"), list("errors")], "list"),
            (vec![list("errors"), list("warnings")], "retrieve_rooms"),
            (vec![field("rooms", Type::String)], "retrieve_rooms"),
        ] {
            let mut operation = unnamed("GET", "/rooms", "getRooms");
            operation.output = Output::Json(Type::Named("Rooms".to_owned()));
            let shape = Shape::Struct(fields);
            let name = default_name(&["rooms".to_owned()], &operation, |_| Some(&shape));
            assert_eq!(name, expected, "{shape:?}");
        }
        // An object may have lists.
        let mut operation = unnamed("GET", "/rooms/{id}", "");
        operation.operation_id = None;
        operation.output = Output::Json(Type::Named("Room".to_owned()));
        let shape = Shape::Struct(vec![list("items")]);
        let name_of_object = default_name(&["rooms".to_owned()], &operation, |_| Some(&shape));
        assert_eq!(name_of_object, "retrieve");
        // The author's word is kept.
        let mut operation = unnamed("GET", "/rooms", "listRooms");
        operation.output = Output::Empty;
        assert_eq!(name("rooms", &operation), "list");
    }

    #[test]
    fn name_without_operation_id_has_words_of_path() {
        for (resource, http_method, path, expected) in [
            ("rooms", "GET", "/v2/rooms.json", "list"),
            ("rooms", "GET", "/2.0/rooms", "list"),
            ("rooms", "GET", "/2010-04-01/rooms", "list"),
            ("rooms", "POST", "/rooms", "create"),
            ("rooms", "GET", "/rooms/{id}.json", "retrieve"),
            ("rooms", "POST", "/rooms/{id}", "post"),
            ("rooms", "PUT", "/rooms/{id}", "replace"),
            ("rooms", "DELETE", "/rooms", "delete_rooms"),
            ("rooms", "GET", "/rooms/{id}/{date}", "retrieve_by_date"),
            (
                "rooms",
                "GET",
                "/hotels/{hotel}/rooms/{id}",
                "retrieve_for_hotel",
            ),
            ("fees", "POST", "/fees/{id}/refund", "refund"),
            ("fees", "POST", "/fees/{id}/refunds", "create_refunds"),
            (
                "fees",
                "GET",
                "/fees/{id}/refunds/{refund}",
                "retrieve_refund",
            ),
            ("rooms", "POST", "/rooms/{id}/actions/end-now", "end_now"),
            (
                "rooms",
                "POST",
                "/rooms/{id}/seats/{seat}:lock",
                "lock_seat",
            ),
            ("orders", "POST", "/fees/balance", "fee_balance"),
            ("rooms", "POST", "/rooms/actions", "create_actions"),
        ] {
            let mut operation = unnamed(http_method, path, "");
            operation.operation_id = None;
            if expected == "list" {
                operation.output = Output::Json(Type::Array(Box::new(Type::String)));
            }
            assert_eq!(name(resource, &operation), expected, "{http_method} {path}");
            operation.id = format!("{http_method} {path}");
            operation.operation_id = Some(operation.id.clone());
            assert_eq!(name(resource, &operation), expected, "{http_method} {path}");
        }
    }

    #[test]
    fn clashing_name_becomes_more_specific() {
        let mut rooms = resource("rooms", Vec::new());
        rooms.operations = vec![
            unnamed("GET", "/hotels/{hotel}/rooms", "getRooms"),
            unnamed("GET", "/rooms", "listRooms"),
            unnamed("GET", "/rooms/{name}", "retrieveRoom"),
            unnamed("GET", "/rooms/{id}", "getRoom"),
            operation("Named", "list_for_hotel"),
        ];
        let mut api = api(vec![rooms], Vec::new());
        let renamed = choose_names(&mut api, Mode::Strict);
        let names = api.resources[0]
            .operations
            .iter()
            .map(|it| it.method.as_str());
        let expected = [
            "get_rooms",
            "list",
            "retrieve_by_name",
            "retrieve",
            "list_for_hotel",
        ];
        assert_eq!(names.collect::<Vec<_>>(), expected);
        assert_eq!(renamed.len(), 2);
    }
}
