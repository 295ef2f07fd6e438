//! Warns about actions that change an object to which other references refer.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::target::{Followed, Target};
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::openapi::references;

/// The references to `object` that the target of an action follows.
#[derive(Debug)]
pub(super) struct FollowedReferences<'a> {
    /// The location of the action in the overlay.
    action: &'a Pointer,
    target: &'a Target,
    object: Pointer,
    /// The number of segments from the document to the references.
    depth: usize,
    locations: HashSet<Pointer>,
}

impl<'a> FollowedReferences<'a> {
    pub(super) fn group(
        action: &'a Pointer,
        target: &'a Target,
        followed: Vec<Followed<'_>>,
    ) -> impl Iterator<Item = Self> {
        let mut groups = IndexMap::<&Pointer, Self>::new();
        for reference in followed {
            let group = groups.entry(reference.object).or_insert_with(|| Self {
                action,
                target,
                object: reference.object.clone(),
                depth: reference.depth,
                locations: HashSet::new(),
            });
            group.locations.insert(reference.location.clone());
        }
        groups.into_values()
    }

    /// Returns a warning if one of `references`, the locations of all references to the object, isn't followed.
    fn warning(&self, document: &Value, references: &[Pointer]) -> Option<Diagnostic> {
        let mut others = references.iter().filter(|it| !self.locations.contains(it));
        let example = others.next()?;
        let others = match others.count() {
            0 => format!("the reference at {example}"),
            more => format!(
                "{} other references, such as the one at {example}",
                more + 1
            ),
        };
        let object = &self.object;
        let target = &self.target.text;
        let direct_target = self.target.starting_at(document, object, self.depth);
        let message = format!("target `{target}` follows a reference to {object}, which is shared");
        let help = format!(
            "to change {object} for all references, set `target` to `{direct_target}`; to change it only here, \
             insert two actions before this one: an update that adds the members of {object} next to the `$ref`, and \
             then a removal of the `$ref`"
        );
        let pointer = self.action.child("target");
        let warning = Diagnostic::at(&pointer, message, help)
            .with_effect(Effect::Ignored, pointer)
            .with_note(format!("the action also affects {others}"));
        Some(warning)
    }
}

pub(super) fn warnings(document: &Value, followed: &[FollowedReferences<'_>]) -> Vec<Diagnostic> {
    if followed.is_empty() {
        return Vec::new();
    }
    let mut locations = HashMap::<Pointer, Vec<Pointer>>::new();
    for (reference, location) in references::all(document) {
        if let Ok(object) = references::find_local(document, reference) {
            locations.entry(object).or_default().push(location);
        }
    }
    let warning = |it: &FollowedReferences<'_>| it.warning(document, locations.get(&it.object)?);
    followed.iter().filter_map(warning).collect()
}
