//! Names of operations without a useful operationId, made of HTTP method and path.

use super::context::{Context, Phrase};
use super::segments::Segment;
use super::verbs;
use super::words::{in_singular, is_plural, is_same_noun};

/// Makes the name of an operation from its HTTP method and path. The noun consists of the literal segments that follow
/// the segment of the resource, or else is the resource.
pub(super) fn name(context: &Context<'_>) -> String {
    let segments = context.segments.as_slice();
    let last_literal = segments.iter().rposition(|it| !it.is_placeholder);
    let (up_to_last_literal, trailing_placeholders) =
        segments.split_at(last_literal.map_or(0, |index| index + 1));
    let is_resource = |it: &Segment| !it.is_placeholder && context.is_resource(&it.words);
    let resource = up_to_last_literal.iter().rposition(is_resource);
    let (up_to_resource, after_resource) =
        up_to_last_literal.split_at(resource.map_or(0, |index| index + 1));
    // `actions` before another segment isn't part of the name: `/rooms/{id}/actions/end` is `end`.
    let is_actions = |(index, it): (usize, &Segment)| {
        index + 1 < after_resource.len() && it.words == ["actions"]
    };
    let literals: Vec<&[String]> = after_resource
        .iter()
        .enumerate()
        .filter(|(index, it)| !it.is_placeholder && !is_actions((*index, it)))
        .map(|(_, segment)| segment.words.as_slice())
        .collect();
    let owner = owner(up_to_resource).filter(|_| literals.is_empty());
    let owner = owner.map(|owner| format!("for_{}", owner.join("_")));
    let other_placeholders = trailing_placeholders.iter().skip(1);
    let other_placeholders =
        other_placeholders.map(|segment| format!("by_{}", segment.words.join("_")));
    let tail = Vec::from_iter(owner.into_iter().chain(other_placeholders));
    let is_on_one_object = !trailing_placeholders.is_empty();
    let is_post = context.operation.http_method == "POST";
    let noun = match literals.split_last() {
        None => {
            let noun = up_to_resource.last().map_or(&[][..], |it| &it.words);
            // A POST to a collection creates one object.
            singular_if(is_on_one_object || is_post, noun)
        }
        Some((last, outer)) => {
            let outer = outer.iter().flat_map(|words| in_singular(words));
            if is_post && !is_on_one_object && is_action(last) {
                // A noun such as `balance` is last.
                let words: Vec<String> = match starts_with_verb(last) {
                    true => last.iter().cloned().chain(outer).chain(tail).collect(),
                    false => outer.chain(last.iter().cloned()).chain(tail).collect(),
                };
                return words.join("_");
            }
            outer.chain(singular_if(is_on_one_object, last)).collect()
        }
    };
    context.compose(&Phrase {
        tail,
        ..Phrase::new(verb(context, is_on_one_object), &noun)
    })
}

fn singular_if(is_one: bool, noun: &[String]) -> Vec<String> {
    match is_one {
        true => in_singular(noun),
        false => noun.to_vec(),
    }
}

/// Whether the last segment of a POST's path names an action, as in `/rooms/{id}/lock`, instead of a collection.
fn is_action(words: &[String]) -> bool {
    !is_plural(words) || starts_with_verb(words)
}

fn starts_with_verb(words: &[String]) -> bool {
    words.first().is_some_and(|word| verbs::is_verb(word))
}

/// Returns the object that the objects of a resource belong to: `hotel` in `/hotels/{id}/rooms`.
fn owner(segments: &[Segment]) -> Option<Vec<String>> {
    let [.., owner, placeholder, resource] = segments else {
        return None;
    };
    let is_owner = !owner.is_placeholder
        && placeholder.is_placeholder
        && !is_same_noun(&owner.words, &resource.words);
    is_owner.then(|| in_singular(&owner.words))
}

/// Returns the verb for the HTTP method of an operation on one object or on a collection.
fn verb(context: &Context<'_>, is_one: bool) -> &'static str {
    match context.operation.http_method {
        "GET" => "get",
        "POST" if is_one => "post",
        "POST" => "create",
        "PUT" => "replace",
        "PATCH" => "update",
        "DELETE" => "delete",
        "HEAD" => "head",
        "OPTIONS" => "options",
        _ => "trace",
    }
}
