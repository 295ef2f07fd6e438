//! Moves the properties next to a `oneOf` or `anyOf` into its branches.

use serde_json::{Map, Value, json};

use super::Merger;
use crate::openapi::references;
use crate::passes::unions::UNIONS;
use crate::passes::{ALL_OF, growth};

/// The keywords that move into the branches.
const SHARED: [&str; 4] = ["type", "properties", "required", "additionalProperties"];

impl Merger<'_> {
    /// Replaces each branch of a union by an `allOf` of the keywords next to the union and the branch, unless every
    /// branch has these properties already.
    pub(super) fn move_properties_into_branches(&mut self, schema: &mut Map<String, Value>) {
        let Some(keyword) = UNIONS
            .into_iter()
            .find(|keyword| schema.contains_key(*keyword))
        else {
            return;
        };
        let mut shared = Map::new();
        for keyword in SHARED {
            if let Some(member) = schema.get(keyword) {
                shared.insert(keyword.to_owned(), member.clone());
            }
        }
        if !shared.contains_key("properties") && !shared.contains_key("additionalProperties") {
            return;
        }
        let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
            return;
        };
        let Some(resolved) = self.resolve_all(branches) else {
            return;
        };
        let size = growth::size_of_members(&shared).saturating_mul(branches.len());
        let Some(capacity) = self.capacity.checked_sub(size) else {
            return;
        };
        self.capacity = capacity;
        if !resolved
            .iter()
            .all(|branch| has_properties_of(branch, &shared))
        {
            for (branch, resolved) in branches.iter_mut().zip(&resolved) {
                if is_object(resolved) {
                    *branch = with_shared(&shared, branch.take());
                }
            }
        }
        schema.retain(|key, _| !SHARED.contains(&key.as_str()));
    }

    /// Returns the schemas that branches are or refer to, without following references inside them.
    fn resolve_all(&mut self, branches: &[Value]) -> Option<Vec<Map<String, Value>>> {
        let length = self.ref_stack.len();
        let mut resolved = Vec::new();
        for branch in branches {
            resolved.push(self.resolve_branch(branch).ok()?);
            self.ref_stack.truncate(length);
        }
        Some(resolved)
    }
}

fn with_shared(shared: &Map<String, Value>, branch: Value) -> Value {
    let reference = branch.get("$ref").and_then(Value::as_str);
    let component = reference
        .and_then(references::component)
        .map(|(_, name)| name.to_owned());
    let mut merged = Map::from_iter([(ALL_OF.to_owned(), json!([shared, branch]))]);
    if let Some(name) = component {
        merged.insert("x-sdk-variant".to_owned(), Value::from(name));
    }
    Value::Object(merged)
}

fn is_object(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_none_or(|name| name == "object")
}

fn has_properties_of(branch: &Map<String, Value>, shared: &Map<String, Value>) -> bool {
    let own = branch.get("properties").and_then(Value::as_object);
    let shared = shared.get("properties").and_then(Value::as_object);
    shared
        .into_iter()
        .flatten()
        .all(|(name, _)| own.is_some_and(|own| own.contains_key(name)))
}
