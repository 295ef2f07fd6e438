//! Names of operations after their operationId.

use std::slice;

use super::context::{Context, Phrase};
use super::segments::{Segment, is_api_or_version};
use super::verbs::{
    ADVERBS, CHANGE_VERBS, LAST_VERBS, PREPOSITIONS, READ_VERBS, STATE_VERBS, is_verb,
};
use super::words::split;
use crate::names::contains_word;

/// Returns the name of an operation after its operationId. Returns `None` if the ID only repeats HTTP method and path,
/// or has no word other than adverbs.
pub(super) fn name(context: &Context<'_>) -> Option<String> {
    context.operation.operation_id.as_ref()?;
    let words = split(&context.operation.id);
    let words = without_path(context, without_version(&words))?;
    let words = without_namespace(context, words);
    let is_no_adverb = |word: &String| !contains_word(ADVERBS, word);
    let (adverbs, without_adverbs) = words.split_at(words.iter().position(is_no_adverb)?);
    let phrase = post_and_verb(context, without_adverbs)
        .or_else(|| verb_last(adverbs, without_adverbs))
        .or_else(|| verb_first(context, adverbs, without_adverbs))
        .or_else(|| verb_in_the_middle(adverbs, without_adverbs))
        .or_else(|| only_resource(context, words));
    Some(phrase.map_or_else(|| words.join("_"), |phrase| context.compose(&phrase)))
}

/// Returns the parts of an operationId such as `postRoomUpdate`, in which the last word is the verb. In
/// `postStartUpdate`, the verb is `start`, unless the last literal segment of the path ends in `update`.
fn post_and_verb<'w>(context: &Context<'_>, words: &'w [String]) -> Option<Phrase<'w>> {
    let ([post, first, rest @ ..], [_, noun @ .., last]) = (words, words) else {
        return None;
    };
    let is_post = post == "post" && context.operation.http_method == "POST";
    if !is_post || rest.is_empty() || !contains_word(CHANGE_VERBS, last) {
        return None;
    }
    let literal = context.segments.iter().rfind(|it| !it.is_placeholder);
    let ends_path = literal.is_some_and(|it| it.words.last() == Some(last));
    let starts_with_verb = is_verb(first) && !contains_word(STATE_VERBS, first);
    Some(match starts_with_verb && !ends_path {
        true => Phrase::new(first, rest),
        false => Phrase::new(last, noun),
    })
}

/// Returns the parts of an operationId that ends in a verb: `roomUpdate`, `roomBulkUpdate`.
fn verb_last<'w>(adverbs: &[String], words: &'w [String]) -> Option<Phrase<'w>> {
    let ([first, ..], [noun @ .., verb]) = (words, words) else {
        return None;
    };
    let ends_in_verb = contains_word(LAST_VERBS, verb) || !is_verb(first) && is_verb(verb);
    if contains_word(STATE_VERBS, first) || !ends_in_verb {
        return None;
    }
    let (noun, inner) = match noun {
        [noun @ .., adverb] if contains_word(ADVERBS, adverb) => (noun, slice::from_ref(adverb)),
        noun => (noun, &[][..]),
    };
    Some(Phrase {
        adverbs: [adverbs, inner].concat(),
        is_noun_first: true,
        ..Phrase::new(verb, noun)
    })
}

/// Returns the parts of an operationId that begins with a verb: `getRoomsByName`.
fn verb_first<'w>(
    context: &Context<'_>,
    adverbs: &[String],
    words: &'w [String],
) -> Option<Phrase<'w>> {
    let (verb, rest) = words.split_first().filter(|(verb, _)| is_verb(verb))?;
    let reads_list = contains_word(READ_VERBS, verb) && context.is_list;
    // `RetrieveListRooms` lists rooms.
    let (verb, rest) = match rest {
        [list, rest @ ..] if reads_list && list == "list" && !rest.is_empty() => (list, rest),
        rest => (verb, rest),
    };
    let begins_tail =
        |word: &String| contains_word(PREPOSITIONS, word) && !context.is_resource(rest);
    let end = rest.iter().position(begins_tail);
    let (noun, tail) = rest.split_at(end.unwrap_or(rest.len()));
    let (all, noun) = match noun {
        [all, noun @ ..] if all == "all" && context.is_resource(noun) => {
            (slice::from_ref(all), noun)
        }
        noun => (&[][..], noun),
    };
    // `getRoomList` lists rooms.
    let (verb, noun) = match noun {
        [noun @ .., list] if reads_list && list == "list" && !noun.is_empty() => (list, noun),
        noun => (verb, noun),
    };
    Some(Phrase {
        adverbs: adverbs.to_vec(),
        tail: [all, tail].concat(),
        ..Phrase::new(verb, noun)
    })
}

/// Returns the parts of an operationId with a verb between noun and preposition: `roomsGetByName`.
fn verb_in_the_middle<'w>(adverbs: &[String], words: &'w [String]) -> Option<Phrase<'w>> {
    let index = words.windows(2).position(|pair| match pair {
        [verb, next] => contains_word(LAST_VERBS, verb) && contains_word(PREPOSITIONS, next),
        _ => false,
    });
    let (noun, rest) = words.split_at(index?);
    let (verb, tail) = rest.split_first()?;
    Some(Phrase {
        adverbs: adverbs.to_vec(),
        tail: tail.to_vec(),
        is_noun_first: true,
        ..Phrase::new(verb, noun)
    })
}

/// Returns the parts of the name for an operationId such as `rooms`, which is only the resource.
fn only_resource<'w>(context: &Context<'_>, words: &'w [String]) -> Option<Phrase<'w>> {
    let verb = match context.operation.http_method {
        "GET" => "get",
        "PUT" => "replace",
        "PATCH" => "update",
        "DELETE" => "delete",
        _ => return None,
    };
    let is_resource = context.is_resource(words);
    is_resource.then(|| Phrase::new(verb, words))
}

/// Removes a version from the start of an operationId such as `v1.rooms.create`.
fn without_version(words: &[String]) -> &[String] {
    let is_version = |word: &str| word.starts_with('v') && is_api_or_version(word);
    match words {
        [first, rest @ ..] if !rest.is_empty() && is_version(first) => rest,
        words => words,
    }
}

/// Removes path and HTTP method from the end of an operationId, where some frameworks append them. Returns `None` if no
/// other word remains.
fn without_path<'w>(context: &Context<'_>, words: &'w [String]) -> Option<&'w [String]> {
    let method = context.operation.http_method.to_lowercase();
    let path = split(&context.operation.path);
    let suffix = [path.as_slice(), slice::from_ref(&method)].concat();
    if let Some(name) = words.strip_suffix(suffix.as_slice()) {
        return Some(name).filter(|name| !name.is_empty());
    }
    let words_of_segments = |words: fn(&Segment) -> &[String]| -> Vec<String> {
        context.segments.iter().flat_map(words).cloned().collect()
    };
    let named = words_of_segments(|it| &it.words);
    // Some frameworks shorten `room_id` to `id`.
    let short = words_of_segments(|it| match it.words.last() {
        Some(last) if it.is_placeholder => slice::from_ref(last),
        _ => &it.words,
    });
    let is_path = |words: &[String]| {
        let without_by: Vec<String> = words.iter().filter(|it| *it != "by").cloned().collect();
        [path, named, short].contains(&without_by)
    };
    match words.split_first() {
        Some((first, rest)) if *first == method && is_path(rest) => None,
        _ => Some(words),
    }
}

/// Removes the resource from the start of an operationId such as `rooms/list` or `roomsListSeats`.
fn without_namespace<'w>(context: &Context<'_>, words: &'w [String]) -> &'w [String] {
    let separated = context.operation.id.split_once(['/', '.', ':', '#']);
    let namespace = separated.map_or(0, |(namespace, _)| split(namespace).len());
    for length in (1..words.len()).rev() {
        let (start, rest) = words.split_at(length);
        let starts_with_verb = |word: &String| is_verb(word) || contains_word(ADVERBS, word);
        let has_verb = rest.len() > 1 && rest.first().is_some_and(starts_with_verb);
        if context.is_resource(start) && (length == namespace || has_verb) {
            return rest;
        }
    }
    words
}
