//! Names of request builders: `rooms().list()` returns `ListRooms`.
//!
//! A name consists of the method's verb, the resource's noun and the method's other words. A new operation renames no
//! other builder, except where both would have the same name. The examples below are methods of the resource `rooms`.

use std::collections::HashMap;

use super::method::verbs::{ADVERBS, PREPOSITIONS, is_verb};
use super::method::words::{in_singular, split};
use super::scope::{ItemKind, Scope, describe_operation};
use super::{builder_type, contains_word, in_snake_case, method, resource_type};
use crate::diagnostics::{Diagnostic, Mode};
use crate::ir::{Api, Operation, Shape};

/// The child resource for actions on its parent: `rooms().actions().end()` returns `EndRoom`.
const ACTIONS: &str = "actions";

/// Words that precede a plural: `delete_all` returns `DeleteAllRooms`.
const QUANTIFIERS: &str = "all many multiple";

/// Words that precede a noun: `list_active` returns `ListActiveRooms`.
const ADJECTIVES: &str = "active archived available current deleted last latest new recent";

/// Words that begin a phrase after the noun, in addition to [`PREPOSITIONS`]: `sign_up` returns `SignRoomUp`.
const PARTICLES: &str = "and off onto out up";

/// Names the request builders that have no name yet. `scope` has the types so far. If several operations produce the
/// same name, the operation whose resource has the shortest path keeps it. Other names contain the whole path.
pub(super) fn name_builders(api: &mut Api, mut scope: Scope, mode: Mode) -> Vec<Diagnostic> {
    let shapes: HashMap<&str, &Shape> = api.types.iter().map(|it| (&*it.name, &it.shape)).collect();
    let mut problems = Vec::new();
    let mut unnamed = Vec::new();
    for resource in &mut api.resources {
        for operation in &mut resource.operations {
            if operation.builder.is_empty() {
                unnamed.push((resource.path.as_slice(), operation));
                continue;
            }
            let object = format!("the request builder of {}", describe_operation(operation));
            let object = (object, &operation.pointer);
            let builder = &mut operation.builder;
            problems.extend(scope.add_given(ItemKind::RequestBuilder, builder, object, mode));
        }
    }
    unnamed.sort_by(|(a, x), (b, y)| (a.len(), a, &x.method).cmp(&(b.len(), b, &y.method)));
    problems.extend(unnamed.into_iter().filter_map(|(path, operation)| {
        let is_list = split(&operation.method).starts_with(&["list".to_owned()])
            || operation.output.is_list(|name| shapes.get(name).copied());
        let mut name = default_name(path, operation, is_list);
        if builder_type(&name) == resource_type(path) {
            name.push_str(" request");
        }
        operation.builder = name;
        let with_path = format!("{} {}", path.join(" "), operation.method);
        let (method, resource) = (method(&operation.method), path.join("."));
        let object = format!("the request builder of `{method}` in resource `{resource}`");
        let (builder, object) = (&mut operation.builder, (object, &operation.pointer));
        scope.add_or_rename(ItemKind::RequestBuilder, builder, &[with_path], object)
    }));
    problems
}

/// Returns the default name of an operation's request builder.
fn default_name(resource: &[String], operation: &Operation, is_list: bool) -> String {
    let is_actions = |name: &String| in_snake_case(name) == ACTIONS;
    let acts_on_parent = resource.last().is_some_and(is_actions);
    let noun = resource.iter().rfind(|name| !is_actions(name));
    let noun = split(noun.or(resource.last()).map_or("", String::as_str));
    let method = split(&operation.method);
    if mentions(&method, &noun) || names_its_object(&method, operation) {
        return method.join(" ");
    }
    let is_adverb = |word: &&str| contains_word(ADVERBS, word);
    let (adverbs, method): (Vec<&str>, Vec<&str>) =
        method.iter().map(String::as_str).partition(is_adverb);
    let (plural, singular) = (&*noun.join(" "), &*in_singular(&noun).join(" "));
    // `partial_update` updates a part of one object.
    let is_bulk = adverbs.iter().any(|it| *it != "partial");
    let is_one = !is_bulk && acts_on_one(operation, &noun, is_list);
    // How many words of the method come before the noun, and the noun.
    let (count, noun) = match method.as_slice() {
        [_, word, ..] if contains_word(QUANTIFIERS, word) => (2, Some(plural)),
        [_, word, ..] if contains_word(ADJECTIVES, word) => {
            (2, Some(if is_list { plural } else { singular }))
        }
        [_, word, ..] if !begins_phrase(word) && acts_on_parent => (1, None),
        // The other words are the object of the verb: `list_participants` returns `ListRoomParticipants`.
        [_, word, ..] if !begins_phrase(word) => (1, Some(singular)),
        method => (
            method.len().min(1),
            Some(if is_one { singular } else { plural }),
        ),
    };
    let (before, after) = method.split_at(count);
    [&adverbs, before, noun.as_slice(), after]
        .concat()
        .join(" ")
}

/// Whether a method has the words of the operation's ID, except for the verb, and therefore names its object already:
/// `retrieve_seat` for `getSeat`. The first word always counts as a verb.
fn names_its_object(method: &[String], operation: &Operation) -> bool {
    let id = split(&operation.id);
    let pairs = method.iter().zip(&id).enumerate();
    let mut different = pairs.filter(|(_, (a, b))| a != b);
    let is_verb =
        |(index, (a, b)): (usize, (&String, &String))| index == 0 || is_verb(a) && is_verb(b);
    method.len() > 1
        && method.len() == id.len()
        && different.next().is_none_or(is_verb)
        && different.next().is_none()
}

fn begins_phrase(word: &str) -> bool {
    contains_word(PREPOSITIONS, word)
        || contains_word(PARTICLES, word)
        || word.chars().all(|character| character.is_ascii_digit())
}

/// Whether the words of a method contain a noun, in the singular or the plural.
fn mentions(method: &[String], noun: &[String]) -> bool {
    let is_noun = |words: &[String]| in_singular(words) == in_singular(noun);
    !noun.is_empty() && method.windows(noun.len()).any(is_noun)
}

/// Whether an operation acts on one object of a resource instead of several.
fn acts_on_one(operation: &Operation, noun: &[String], is_list: bool) -> bool {
    let path = &operation.path;
    let last = split(path.rsplit('/').find(|it| !it.is_empty()).unwrap_or(path));
    let has_parameter = path.contains('{');
    match operation.http_method {
        _ if is_list => false,
        // A POST to `/rooms` creates one object. A POST to `/rooms/search`, whose last segment is the method itself,
        // acts on the collection.
        "POST" => has_parameter || last != split(&operation.method),
        _ => has_parameter && in_singular(&last) != in_singular(noun),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::{api, operation, resource};
    use crate::names::choose_names;

    /// Returns the default request builder of a method with this path.
    fn builder(resource: &str, method: &str, http_method: &'static str, path: &str) -> String {
        let mut operation = operation("Id", method);
        operation.http_method = http_method;
        operation.path = path.to_owned();
        let resource: Vec<String> = resource.split('.').map(str::to_owned).collect();
        let is_list = method.starts_with("list");
        builder_type(&default_name(&resource, &operation, is_list)).to_string()
    }

    #[test]
    fn default_name_is_verb_and_noun() {
        for (resource, method, http_method, path, expected) in [
            ("rooms", "list", "GET", "/rooms", "ListRooms"),
            ("rooms", "create", "POST", "/rooms", "CreateRoom"),
            ("rooms", "retrieve", "GET", "/rooms/{id}", "RetrieveRoom"),
            ("rooms", "clear", "DELETE", "/rooms", "ClearRooms"),
            ("rooms", "search", "POST", "/rooms/search", "SearchRooms"),
            ("rooms", "lock", "POST", "/rooms/{id}/lock", "LockRoom"),
            (
                "rooms.seats",
                "clear",
                "DELETE",
                "/rooms/{id}/seats",
                "ClearSeats",
            ),
            ("settings", "update", "PATCH", "/settings", "UpdateSettings"),
            ("balance", "retrieve", "GET", "/balance", "RetrieveBalance"),
            (
                "pet_addresses",
                "delete",
                "DELETE",
                "/a/{id}",
                "DeletePetAddress",
            ),
            (
                "rooms.actions",
                "end",
                "POST",
                "/rooms/{id}/actions/end",
                "EndRoom",
            ),
            ("actions", "list", "GET", "/actions", "ListActions"),
            ("search", "search", "GET", "/search", "Search"),
        ] {
            assert_eq!(builder(resource, method, http_method, path), expected);
        }
    }

    #[test]
    fn other_words_of_the_method_keep_their_order() {
        for (resource, method, path, expected) in [
            (
                "rooms.sessions",
                "list_participants",
                "/s/{id}/participants",
                "ListSessionParticipants",
            ),
            (
                "rooms.sessions",
                "list_for_room",
                "/rooms/{id}/sessions",
                "ListSessionsForRoom",
            ),
            (
                "rooms",
                "retrieve_by_name",
                "/rooms/by_name/{name}",
                "RetrieveRoomByName",
            ),
            ("rooms", "delete_bulk", "/rooms", "BulkDeleteRooms"),
            ("rooms", "batch_create", "/rooms/batch", "BatchCreateRooms"),
            (
                "rooms",
                "partial_update",
                "/rooms/{id}",
                "PartialUpdateRoom",
            ),
            (
                "rooms",
                "list_during_event",
                "/events/{id}/rooms",
                "ListRoomsDuringEvent",
            ),
            ("rooms", "list_active", "/rooms/active", "ListActiveRooms"),
            (
                "rooms",
                "retrieve_latest",
                "/rooms/latest",
                "RetrieveLatestRoom",
            ),
            ("rooms", "list 2", "/halls", "ListRooms2"),
            (
                "rooms",
                "view_room_window",
                "/rooms/{id}/window",
                "ViewRoomWindow",
            ),
            ("rooms", "delete_rooms", "/rooms", "DeleteRooms"),
            (
                "rooms.actions",
                "generate_client_token",
                "/rooms/{id}/a",
                "GenerateClientToken",
            ),
        ] {
            assert_eq!(builder(resource, method, "GET", path), expected);
        }
    }

    #[test]
    fn default_name_of_method_with_words_of_operation_id_is_method() {
        for (id, method, expected) in [
            ("DeleteRooms", "delete_all", "DeleteAllRooms"),
            ("ListRooms", "list_active", "ListActiveRooms"),
            ("ViewSeat", "retrieve_seat", "RetrieveSeat"),
            ("ZapSeat", "remove_seat", "RemoveSeat"),
            ("seatEdit", "seat_update", "SeatUpdate"),
            (
                "seatsGetByName",
                "seats_retrieve_by_name",
                "SeatsRetrieveByName",
            ),
        ] {
            let operation = operation(id, method);
            let name = default_name(&["rooms".to_owned()], &operation, true);
            assert_eq!(builder_type(&name).to_string(), expected, "{id}");
        }
    }

    /// Names the request builders of calls: resource, method, and name in the overlay or `""`. Returns the names, and
    /// the number of renamed builders.
    fn builders(calls: &[(&str, &str, &str)]) -> (Vec<String>, usize) {
        let resources = calls.iter().map(|(path, method, given)| {
            let mut operation = operation("Id", method);
            operation.builder = (*given).to_owned();
            resource(path, vec![operation])
        });
        let mut api = api(resources.collect(), Vec::new());
        let renamed = choose_names(&mut api, Mode::Strict).len();
        let types = api
            .operations()
            .map(|it| builder_type(&it.builder).to_string());
        (types.collect(), renamed)
    }

    #[test]
    fn name_builders_with_a_clash_lengthens_the_deeper_call() {
        let calls = [
            ("rooms.sessions", "list", ""),
            ("sessions", "list", ""),
            ("rooms", "retrieve", ""),
        ];
        let expected = ["RoomsSessionsList", "ListSessions", "RetrieveRooms"];
        for shift in 0..calls.len() {
            let (mut calls, mut expected) = (calls, expected);
            calls.rotate_left(shift);
            expected.rotate_left(shift);
            assert_eq!(builders(&calls), (expected.map(str::to_owned).to_vec(), 1));
        }
    }

    #[test]
    fn name_builders_keeps_given_names() {
        let calls = [("sessions", "list", ""), ("rooms", "close", "ListSessions")];
        let expected = ["SessionsList", "ListSessions"].map(str::to_owned);
        assert_eq!(builders(&calls), (expected.to_vec(), 1));
    }

    #[test]
    fn name_builders_when_all_names_are_taken_numbers_them() {
        let calls = [
            ("sessions", "list", ""),
            ("rooms", "close", "ListSessions"),
            ("halls", "open", "SessionsList"),
        ];
        let expected = ["SessionsList2", "ListSessions", "SessionsList"].map(str::to_owned);
        assert_eq!(builders(&calls), (expected.to_vec(), 1));
    }
}
