//! Moves the properties next to a `oneOf` or `anyOf` into its branches.

use serde_json::{Value, json};

use super::{Merger, alias};
use crate::openapi::references;
use crate::openapi::size::size_of_members;
use crate::passes::{ALL_OF, Schema, UNIONS, contains_any, has_branches, has_type};

/// The keywords that move into the branches.
const SHARED: [&str; 4] = ["type", "properties", "required", "additionalProperties"];

/// The extension key of a branch that replaces a reference to a component. Its value is the name of the component.
pub(crate) const MERGED_COMPONENT: &str = "x-merged-component";

impl Merger<'_> {
    /// Moves the [`SHARED`] keywords of a schema into the branches of its union. Each branch that may be an object
    /// becomes an `allOf` of these keywords and the branch. If every branch already has all properties (and
    /// `additionalProperties`, if the schema has a Schema Object there), only removes the keywords from the schema.
    /// Does nothing if a branch can't be resolved or the result would be too large.
    pub(super) fn move_properties_into_branches(&mut self, schema: &mut Schema) {
        let union = UNIONS.into_iter().find(|it| has_branches(schema, it));
        let Some(union) =
            union.filter(|_| contains_any(schema, &["properties", "additionalProperties"]))
        else {
            return;
        };
        let shared = SHARED.map(|keyword| schema.get_key_value(keyword));
        let shared = shared.into_iter().flatten();
        let shared: Schema = shared.map(|(key, it)| (key.clone(), it.clone())).collect();
        let Some(Value::Array(branches)) = schema.get_mut(union) else {
            return;
        };
        let Some(resolved) = self.resolve_all(branches) else {
            return;
        };
        let size = size_of_members(&shared).saturating_mul(branches.len());
        let Some(capacity) = self.capacity.checked_sub(size) else {
            return;
        };
        self.capacity = capacity;
        let has_shared = |branch| has_properties_of(branch, &shared);
        if !resolved.iter().all(has_shared) {
            for (branch, resolved) in branches.iter_mut().zip(&resolved) {
                if !resolved.contains_key("type") || has_type(resolved, "object") {
                    *branch = with_shared(&shared, branch);
                }
            }
        }
        schema.retain(|key, _| !SHARED.contains(&key.as_str()));
    }

    /// Returns the schema that each branch is or refers to, with `allOf` merged, or `None` if a branch can't be
    /// resolved.
    fn resolve_all(&mut self, branches: &[Value]) -> Option<Vec<Schema>> {
        let length = self.ref_stack.len();
        let mut resolved = Vec::new();
        for branch in branches {
            resolved.push(self.resolve(branch, 0).ok()?);
            self.ref_stack.truncate(length);
        }
        Some(resolved)
    }
}

fn with_shared(shared: &Schema, branch: &Value) -> Value {
    match alias::reference(branch).and_then(references::component) {
        Some((_, name)) => json!({ALL_OF: [shared, branch], MERGED_COMPONENT: name}),
        None => json!({ALL_OF: [shared, branch]}),
    }
}

fn has_properties_of(branch: &Schema, shared: &Schema) -> bool {
    let additional = shared
        .get("additionalProperties")
        .filter(|it| it.is_object());
    let has_additional = additional.is_none() || branch.contains_key("additionalProperties");
    let own = branch.get("properties").and_then(Value::as_object);
    let shared = shared.get("properties").and_then(Value::as_object);
    let mut shared = shared.into_iter().flatten();
    shared.all(|(name, _)| own.is_some_and(|own| own.contains_key(name))) && has_additional
}
