//! The operation that a method sends, and the parts of the method's name.

use super::segments::{self, Segment};
use super::verbs::{COLLECTION_VERBS, READ_VERBS};
use super::words::{is_plural, is_same_noun, split};
use crate::ir::{Operation, Shape};
use crate::names::{contains_word, is_valid_method};

/// An operation whose method needs a name, and its resource.
pub(super) struct Context<'a> {
    pub(super) operation: &'a Operation,
    pub(super) segments: Vec<Segment>,
    /// The words of each name of the resource's path.
    resource: Vec<Vec<String>>,
    /// Whether the operation returns a list, or an object with an array in one of the `LIST_PROPERTIES`, such as
    /// `data`.
    pub(super) is_list: bool,
    /// The name of each array property of the returned object, split into words.
    lists: Vec<Vec<String>>,
}

/// The parts of a method's name.
#[derive(Default)]
pub(super) struct Phrase<'a> {
    /// Words that modify the verb, such as `bulk` in `bulk_delete`.
    pub(super) adverbs: Vec<String>,
    pub(super) verb: &'a str,
    pub(super) noun: &'a [String],
    /// The words at the end: `for room`.
    pub(super) tail: Vec<String>,
    /// Whether the noun precedes the verb.
    pub(super) is_noun_first: bool,
}

impl<'a> Phrase<'a> {
    pub(super) fn new(verb: &'a str, noun: &'a [String]) -> Self {
        Self {
            verb,
            noun,
            ..Self::default()
        }
    }
}

impl<'a> Context<'a> {
    pub(super) fn new<'s>(
        resource: &[String],
        operation: &'a Operation,
        shape: impl Fn(&str) -> Option<&'s Shape> + Copy,
    ) -> Self {
        let output = &operation.output;
        Self {
            operation,
            segments: segments::segments(&operation.path),
            resource: words_of_resource(resource),
            is_list: output.is_list(shape),
            lists: output
                .list_properties(shape)
                .into_iter()
                .map(split)
                .collect(),
        }
    }

    /// Whether a noun is the resource itself, possibly with its parents: `room session` for `rooms.sessions`.
    pub(super) fn is_resource(&self, noun: &[String]) -> bool {
        (0..self.resource.len())
            .filter_map(|start| self.resource.get(start..))
            .any(|names| is_same_noun(&names.concat(), noun))
    }

    /// Whether an operation that reads a noun returns several objects.
    fn returns_several(&self, noun: &[String]) -> bool {
        match (is_plural(noun), self.ends_in_placeholder()) {
            (true, false) => self.is_list || self.has_list_of(noun),
            (true, true) => self.is_list,
            // Some APIs return a single object as a list.
            (false, true) => false,
            // A POST such as `sessionGet` may return one object that happens to contain a list, so only a GET counts.
            (false, false) => self.is_list && self.operation.http_method == "GET",
        }
    }

    /// Whether the operation returns an object with only one list, or with a list that has the name of the noun.
    fn has_list_of(&self, noun: &[String]) -> bool {
        let is_noun = |list: &Vec<String>| {
            let start = noun.len().saturating_sub(list.len());
            noun.get(start..).is_some_and(|end| is_same_noun(end, list))
        };
        self.lists.len() == 1 || self.lists.iter().any(is_noun)
    }

    /// Whether the path is that of the resource's collection.
    fn is_collection(&self) -> bool {
        let last = self.segments.last();
        last.is_some_and(|it| !it.is_placeholder && self.is_resource(&it.words))
    }

    fn ends_in_placeholder(&self) -> bool {
        self.segments.last().is_some_and(|it| it.is_placeholder)
    }

    /// Returns the name with these parts. Omits the noun if it is the resource, unless a plural distinguishes the
    /// operation from an operation on a single object.
    pub(super) fn compose(&self, phrase: &Phrase<'_>) -> String {
        let (adverbs, noun, tail) = (&*phrase.adverbs, phrase.noun, &*phrase.tail);
        let is_of_resource = noun.is_empty() || self.is_resource(noun);
        let verb = self.canonical_verb(phrase, is_of_resource);
        let needs_noun = is_plural(noun)
            && adverbs.is_empty()
            && tail.first().is_none_or(|word| word != "all")
            && !self.ends_in_placeholder()
            && !contains_word(COLLECTION_VERBS, verb);
        let verb = [verb.to_owned()];
        let bare = [adverbs, &verb, tail].concat().join("_");
        // If the bare verb is a keyword or a reserved name, the noun is kept: `clone_voice`.
        if is_of_resource && !needs_noun && (is_valid_method(&bare) || noun.is_empty()) {
            return bare;
        }
        match phrase.is_noun_first {
            true => [noun, adverbs, &verb, tail].concat().join("_"),
            false => [adverbs, &verb, noun, tail].concat().join("_"),
        }
    }

    /// Returns the verb that replaces its synonyms: `retrieve` replaces `get`. `add` and `insert` become `create` only
    /// if they act on the resource itself: `addMember` need not create a member.
    fn canonical_verb<'v>(&self, phrase: &Phrase<'v>, is_of_resource: bool) -> &'v str {
        // After an adverb, `get` never becomes `list`: `batchGetRooms` retrieves some rooms, and doesn't list all.
        let is_several = phrase.adverbs.is_empty() && self.returns_several(phrase.noun);
        match (phrase.verb, self.operation.http_method) {
            (verb, _) if contains_word(READ_VERBS, verb) && is_several => "list",
            (verb, _) if contains_word(READ_VERBS, verb) => "retrieve",
            ("add" | "insert" | "new", "POST") if is_of_resource && self.is_collection() => {
                "create"
            }
            ("remove", "DELETE") if is_of_resource => "delete",
            ("destroy", "DELETE") => "delete",
            ("edit" | "modify", _) => "update",
            ("put", "PUT") => "replace",
            (verb, _) => verb,
        }
    }
}

/// Returns the words of each name of a resource's path. The child `actions` has the operations on its parent.
fn words_of_resource(path: &[String]) -> Vec<Vec<String>> {
    let mut names: Vec<_> = path.iter().map(|name| split(name)).collect();
    if names.len() > 1 {
        names.pop_if(|last| *last == ["actions"]);
    }
    names
}
