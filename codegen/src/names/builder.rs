//! Names of request builders: `rooms().list()` returns `ListRooms`.
//!
//! A name consists of the method's verb, the resource's noun and the method's other words. It depends only on its own
//! operation, so adding an operation never renames the builder of another, except where both would have the same name.

use super::in_snake_case;
use super::plural::singular;
use super::words;
use crate::ir::Operation;

/// The resource of actions on its parent: `rooms().actions().end()` is `EndRoom`.
const ACTIONS: &str = "actions";

/// Words that precede the verb: `delete_bulk` is `BulkDeleteRooms`.
const ADVERBS: [&str; 2] = ["batch", "bulk"];

/// Words that precede a plural: `delete_all` is `DeleteAllRooms`.
const QUANTIFIERS: [&str; 3] = ["all", "many", "multiple"];

/// Words that precede a noun: `list_active` is `ListActiveRooms`.
const ADJECTIVES: [&str; 9] = [
    "active",
    "archived",
    "available",
    "current",
    "deleted",
    "last",
    "latest",
    "new",
    "recent",
];

/// Words that begin a phrase after a noun: `list_for_room` is `ListSessionsForRoom`.
const PREPOSITIONS: [&str; 23] = [
    "after", "and", "as", "at", "before", "between", "by", "for", "from", "in", "into", "of",
    "off", "on", "onto", "out", "per", "since", "to", "up", "via", "with", "without",
];

/// Returns the default name of an operation's request builder.
pub(super) fn name(resource: &[String], operation: &Operation, is_list: bool) -> String {
    let is_noun = |step: &&String| in_snake_case(step) != ACTIONS;
    let is_actions = resource.last().is_some_and(|last| !is_noun(&last));
    let noun = resource.iter().rfind(is_noun).or(resource.last());
    let noun = split(noun.map_or("", String::as_str));
    let method = split(&operation.name);
    if mentions(&method, &noun) {
        return method.join(" ");
    }
    let is_adverb = |word: &&str| ADVERBS.contains(word);
    let (adverbs, method): (Vec<&str>, Vec<&str>) =
        method.iter().map(String::as_str).partition(is_adverb);
    let (many, one) = (noun.join(" "), singular_phrase(&noun));
    let object = match adverbs.is_empty() && acts_on_one(operation, &noun, is_list) {
        true => one.as_str(),
        false => &many,
    };
    let (before, after) = match method.as_slice() {
        [verb, word, rest @ ..] if QUANTIFIERS.contains(word) => (vec![*verb, word, &many], rest),
        [verb, word, rest @ ..] if ADJECTIVES.contains(word) => {
            let object = if is_list { &many } else { &one };
            (vec![*verb, word, object], rest)
        }
        [verb, rest @ ..] if rest.first().is_none_or(|word| begins_phrase(word)) => {
            (vec![*verb, object], rest)
        }
        [verb, rest @ ..] if is_actions => (vec![*verb], rest),
        [verb, rest @ ..] => (vec![*verb, &one], rest),
        [] => (vec![object], &[][..]),
    };
    [&adverbs, &before, after].concat().join(" ")
}

fn split(name: &str) -> Vec<String> {
    let name = in_snake_case(&words(name));
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn begins_phrase(word: &str) -> bool {
    PREPOSITIONS.contains(&word) || word.chars().all(|character| character.is_ascii_digit())
}

/// Whether the words of a method include those of a noun, in the singular or the plural.
fn mentions(method: &[String], noun: &[String]) -> bool {
    let is_noun = |words: &[String]| singular_phrase(words) == singular_phrase(noun);
    !noun.is_empty() && method.windows(noun.len()).any(is_noun)
}

/// Whether an operation acts on one object of a resource.
fn acts_on_one(operation: &Operation, noun: &[String], is_list: bool) -> bool {
    let path = &operation.path;
    let last = split(path.rsplit('/').find(|it| !it.is_empty()).unwrap_or(path));
    let has_parameter = path.contains('{');
    match operation.http_method {
        _ if is_list => false,
        // On the collection itself, it creates one; `/rooms/search` acts on all.
        "POST" => has_parameter || last != split(&operation.name),
        _ => has_parameter && singular_phrase(&last) != singular_phrase(noun),
    }
}

fn singular_phrase(words: &[String]) -> String {
    let Some((last, first)) = words.split_last() else {
        return String::new();
    };
    let words = first.iter().cloned().chain([singular(last)]);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::fixtures::operation;
    use crate::names::builder_type;

    /// Returns the builder of a method with this path.
    fn builder(resource: &str, method: &str, http_method: &'static str, path: &str) -> String {
        let mut operation = operation("Id", method);
        operation.http_method = http_method;
        operation.path = path.to_owned();
        let resource: Vec<String> = resource.split('.').map(str::to_owned).collect();
        let is_list = method.starts_with("list");
        builder_type(&name(&resource, &operation, is_list)).to_string()
    }

    #[test]
    fn name_is_verb_and_noun() {
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
}
