//! Warns about actions that change an object for other users than those that their target names.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::target::Followed;
use crate::diagnostics::{Diagnostic, Effect, Pointer};
use crate::openapi::references;
use crate::openapi::walk::Kind;

/// The references to one object that the target of one action follows.
#[derive(Debug)]
pub(super) struct FollowedBy {
    /// The location of the target in the overlay.
    pointer: Pointer,
    target: String,
    /// The object that the references refer to.
    object: Pointer,
    /// The JSONPath that selects the same values without a reference.
    direct_target: String,
    locations: HashSet<Pointer>,
}

impl FollowedBy {
    /// Groups the references that a target follows by the object that they refer to.
    pub(super) fn new(
        pointer: &Pointer,
        target: &str,
        followed: impl Iterator<Item = Followed>,
    ) -> Vec<Self> {
        let mut groups = Vec::<Self>::new();
        let mut indices = HashMap::new();
        for Followed {
            location,
            object,
            direct_target,
        } in followed
        {
            let index = *indices.entry(object.clone()).or_insert_with(|| {
                groups.push(Self {
                    pointer: pointer.clone(),
                    target: target.to_owned(),
                    object,
                    direct_target,
                    locations: HashSet::new(),
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(index) {
                group.locations.insert(location);
            }
        }
        groups
    }

    /// Returns a warning if the object has other users in the updated document.
    fn warning(&self, users: &[Pointer]) -> Option<Diagnostic> {
        let example = users.iter().find(|user| !self.locations.contains(user))?;
        let own = self.locations.len();
        let others = match users.len().saturating_sub(own) {
            0 | 1 => format!("the reference at {example}"),
            count => format!("{count} other references, such as the one at {example}"),
        };
        let Self {
            target,
            object,
            direct_target,
            ..
        } = self;
        let message = format!("target `{target}` follows a reference to {object}, which is shared");
        let help = format!(
            "if all users of {object} are meant, set `target` to `{direct_target}`; otherwise, replace the reference \
             by an object of its own in an earlier action"
        );
        let warning = Diagnostic::at(&self.pointer, message, help)
            .tolerated()
            .with_effect(Effect::Ignored, self.pointer.clone())
            .with_note(format!("the action also affects {others}"));
        Some(warning)
    }
}

/// Returns a warning about each object that has other users than those that followed a reference to it.
pub(super) fn warnings(document: &Value, followed: &[FollowedBy]) -> Vec<Diagnostic> {
    if followed.is_empty() {
        return Vec::new();
    }
    let mut users = HashMap::<Pointer, Vec<Pointer>>::new();
    for (reference, location) in references::all(document, &Pointer::root(), Kind::Object) {
        if let Ok(object) = references::find_local(document, reference) {
            users.entry(object).or_default().push(location);
        }
    }
    let warning = |it: &FollowedBy| it.warning(users.get(&it.object)?);
    followed.iter().filter_map(warning).collect()
}
