//! Names of operations after their operationId.

use std::slice;

use super::path::{Segment, is_prefix};
use super::subject::{Phrase, Subject};
use super::verbs;
use super::words::split;
use crate::names::{contains_word, spaced_words};

/// Returns the name of an operation after its operationId, unless that only repeats HTTP method and path.
pub(super) fn name(subject: &Subject<'_>) -> Option<String> {
    let operation = subject.operation;
    operation.operation_id.as_ref()?;
    let words = split(&operation.id);
    let words = without_path(subject, without_version(&words))?;
    let words = without_namespace(subject, words);
    if words.is_empty() {
        return None;
    }
    let is_no_adverb = |word: &String| !contains_word(verbs::ADVERBS, word);
    let (adverbs, rest) = words.split_at(words.iter().position(is_no_adverb)?);
    if let Some(phrase) = posted(subject, rest) {
        return Some(subject.compose(&phrase));
    }
    let (first, last) = (rest.first()?, rest.last()?);
    let is_noun_first = !contains_word(verbs::STATE_VERBS, first)
        && (contains_word(verbs::LAST_VERBS, last)
            || !verbs::is_verb(first) && verbs::is_verb(last));
    if is_noun_first {
        let noun = rest.split_last().map_or(rest, |(_, noun)| noun);
        let is_adverb_last = noun
            .last()
            .is_some_and(|word| contains_word(verbs::ADVERBS, word));
        let (noun, inner) = noun.split_at(noun.len() - usize::from(is_adverb_last));
        return Some(subject.compose(&Phrase {
            adverbs: &[adverbs, inner].concat(),
            is_noun_first,
            ..Phrase::new(last, noun, &[])
        }));
    }
    if verbs::is_verb(first) {
        return Some(verb_first(subject, adverbs, rest));
    }
    if let Some(phrase) = noun_verb_phrase(adverbs, rest) {
        return Some(subject.compose(&phrase));
    }
    let verb = match operation.http_method {
        "GET" => "get",
        "PUT" => "replace",
        "PATCH" => "update",
        "DELETE" => "delete",
        _ => return Some(words.join("_")),
    };
    match subject.is_resource(words) {
        true => Some(subject.compose(&Phrase::new(verb, words, &[]))),
        false => Some(words.join("_")),
    }
}

/// Returns the parts of an operationId with a verb between noun and preposition: `roomsGetByName`.
fn noun_verb_phrase<'w>(adverbs: &'w [String], words: &'w [String]) -> Option<Phrase<'w>> {
    let index = words.windows(2).position(|pair| match pair {
        [verb, preposition] => {
            contains_word(verbs::LAST_VERBS, verb)
                && contains_word(verbs::PREPOSITIONS, preposition)
        }
        _ => false,
    });
    let (noun, rest) = words.split_at(index?);
    let (verb, tail) = rest.split_first()?;
    Some(Phrase {
        adverbs,
        is_noun_first: true,
        ..Phrase::new(verb, noun, tail)
    })
}

/// Returns the parts of an operationId that begins with the HTTP method and ends in a verb: `postRoomUpdate`. If the
/// path doesn't end in the last word, that may be a noun after another verb: `postStartUpdate`.
fn posted<'w>(subject: &Subject<'_>, words: &'w [String]) -> Option<Phrase<'w>> {
    let [post, others @ ..] = words else {
        return None;
    };
    let ([first, rest @ ..], [noun @ .., last]) = (others, others) else {
        return None;
    };
    let is_post = post == "post" && subject.operation.http_method == "POST";
    if !is_post || rest.is_empty() || !contains_word(verbs::CHANGE_VERBS, last) {
        return None;
    }
    let literal = subject.segments.iter().rfind(|it| !it.is_placeholder);
    let ends_path = literal.is_some_and(|it| it.words.last() == Some(last));
    let begins_verb = verbs::is_verb(first) && !contains_word(verbs::STATE_VERBS, first);
    Some(match begins_verb && !ends_path {
        true => Phrase::new(first, rest, &[]),
        false => Phrase::new(last, noun, &[]),
    })
}

/// Returns the name for an operationId that begins with a verb.
fn verb_first(subject: &Subject<'_>, adverbs: &[String], words: &[String]) -> String {
    let is_word = |index: usize, word: &str| words.get(index).is_some_and(|it| it == word);
    let is_read = words
        .first()
        .is_some_and(|word| contains_word(verbs::READ_VERBS, word));
    // `RetrieveListRooms` lists rooms.
    let skipped = usize::from(is_read && is_word(1, "list") && subject.is_list && words.len() > 2);
    let words = words.get(skipped..).unwrap_or(words);
    let Some((verb, rest)) = words.split_first() else {
        return adverbs.join("_");
    };
    let is_phrase =
        |word: &String| contains_word(verbs::PREPOSITIONS, word) && !subject.is_resource(rest);
    let end = rest.iter().position(is_phrase);
    let (noun, tail) = rest.split_at(end.unwrap_or(rest.len()));
    let (noun, tail) = match noun.split_first() {
        Some((all, noun)) if all == "all" && subject.is_resource(noun) => {
            (noun, [&["all".to_owned()], tail].concat())
        }
        _ => (noun, tail.to_vec()),
    };
    // `getRoomList` lists rooms.
    let (verb, noun) = match noun {
        [noun @ .., last] if is_read && last == "list" && subject.is_list && !noun.is_empty() => {
            ("list", noun)
        }
        noun => (verb.as_str(), noun),
    };
    subject.compose(&Phrase {
        adverbs,
        ..Phrase::new(verb, noun, &tail)
    })
}

/// Removes a version from the start of an operationId such as `v1.rooms.create`.
fn without_version(words: &[String]) -> &[String] {
    match words {
        [version, rest @ ..]
            if !rest.is_empty() && version.starts_with('v') && is_prefix(version) =>
        {
            rest
        }
        words => words,
    }
}

/// Removes path and HTTP method from the end of an operationId, where some frameworks append them. Returns `None` for
/// an operationId that consists of them.
fn without_path<'w>(subject: &Subject<'_>, words: &'w [String]) -> Option<&'w [String]> {
    let method = subject.operation.http_method.to_lowercase();
    let path = split(&subject.operation.path);
    let suffix = [path.as_slice(), slice::from_ref(&method)].concat();
    if let Some(name) = words.strip_suffix(suffix.as_slice()) {
        return Some(name).filter(|name| !name.is_empty());
    }
    let words_of_segments = |words: fn(&Segment) -> &[String]| -> Vec<String> {
        subject.segments.iter().flat_map(words).cloned().collect()
    };
    let all = words_of_segments(|it| &it.words);
    let literals = words_of_segments(|it| if it.is_placeholder { &[] } else { &it.words });
    // Some frameworks shorten `room_id` to `id`.
    let short = words_of_segments(|it| match it.words.last() {
        Some(last) if it.is_placeholder => slice::from_ref(last),
        _ => &it.words,
    });
    let has_placeholder = subject.segments.iter().any(|it| it.is_placeholder);
    let is_path = |words: &[String]| {
        let without_by: Vec<String> = words.iter().filter(|it| *it != "by").cloned().collect();
        // Without its placeholders, a path isn't distinct from that of its collection.
        [&path, &all, &short].contains(&&without_by) || !has_placeholder && literals == without_by
    };
    match words.split_first() {
        Some((first, rest)) if *first == method && is_path(rest) => None,
        _ => Some(words),
    }
}

/// Removes the resource from the start of an operationId such as `rooms/list` or `roomsListSeats`.
fn without_namespace<'w>(subject: &Subject<'_>, words: &'w [String]) -> &'w [String] {
    let separated = subject.operation.id.split_once(['/', '.', ':', '#']);
    let namespace = separated.map_or(0, |(namespace, _)| split(&spaced_words(namespace)).len());
    for length in (1..words.len()).rev() {
        let (start, rest) = words.split_at(length);
        let begins_verb = rest
            .first()
            .is_some_and(|word| verbs::is_verb(word) || contains_word(verbs::ADVERBS, word));
        if subject.is_resource(start) && (length == namespace || begins_verb && rest.len() > 1) {
            return rest;
        }
    }
    words
}
