//! Warns about actions that change an object to which other references refer.

use std::collections::HashMap;

use serde_json::Value;

use super::action::Action;
use super::target::FollowedReferences;
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::openapi::references;

pub(super) fn warnings(
    document: &Value,
    followed: &[(&Action, FollowedReferences)],
) -> Vec<Diagnostic> {
    if followed.is_empty() {
        return Vec::new();
    }
    let mut locations = HashMap::<Pointer, Vec<Pointer>>::new();
    for (reference, location) in references::all(document) {
        if let Ok(object) = references::find_local(document, reference) {
            locations.entry(object).or_default().push(location);
        }
    }
    followed
        .iter()
        .filter_map(|(action, it)| warning(document, action, it, locations.get(&it.object)?))
        .collect()
}

/// Returns a warning if one of `references`, the locations of all references to the object, isn't followed.
fn warning(
    document: &Value,
    action: &Action,
    followed: &FollowedReferences,
    references: &[Pointer],
) -> Option<Diagnostic> {
    let mut others = references
        .iter()
        .filter(|it| !followed.locations.contains(it));
    let example = others.next()?;
    let others = match others.count() {
        0 => format!("the reference at {example}"),
        more => format!(
            "{} other references, such as the one at {example}",
            more + 1
        ),
    };
    let object = &followed.object;
    let target = &action.target.text;
    let direct_target = action.target.starting_at(document, object, followed.depth);
    let message = format!("target `{target}` follows a reference to {object}, which is shared");
    let help = format!(
        "to change {object} for all references, set `target` to `{direct_target}`; to change it only here, \
         insert two actions before this one: an update that adds the members of {object} next to the `$ref`, and \
         then a removal of the `$ref`"
    );
    let pointer = action.pointer.child("target");
    let warning = Diagnostic::at(&pointer, message, help)
        .tolerated()
        .with_effect(Effect::Ignored, pointer)
        .with_note(format!("the action also affects {others}"));
    Some(warning)
}
