//! Slices a document: keeps the selected operations and everything that they refer to.

use std::collections::HashSet;
use std::iter;

use serde_json::Value;

use crate::diagnostics::{Pointer, Result};
use crate::openapi::operations::{WEBHOOKS, is_http_method, operations};
use crate::openapi::walk::{items, members, string};
use crate::openapi::{components, references};

/// Keeps the operations for which `selects` returns true, and the components, tags and security schemes to which they
/// refer, directly or through components. The arguments of `selects` are the path and the Operation Object.
///
/// # Errors
///
/// Returns an error if a remaining reference can't be resolved or points outside of `components`.
pub fn slice(mut document: Value, selects: impl Fn(&str, &Value) -> bool) -> Result<Value> {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            if let Value::Object(members) = item {
                members.retain(|key, member| !is_http_method(key) || selects(path, member));
            }
        }
        paths.retain(|_, item| members(item, "").any(|(key, _)| is_http_method(key)));
    }
    if let Value::Object(members) = &mut document {
        members.shift_remove(WEBHOOKS);
    }
    let reached = components::reached(&document, iter::empty());
    let tags: HashSet<String> = operations(&document)
        .iter()
        .flat_map(|operation| items(operation.value, "/tags"))
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    if let Some(Value::Object(fields)) = document.get_mut("components") {
        for (field, members) in fields.iter_mut() {
            if let Value::Object(members) = members {
                members.retain(|name, _| reached.contains(&Pointer::component(field, name)));
            }
        }
        fields.retain(|_, members| members.as_object().is_none_or(|it| !it.is_empty()));
    }
    if let Some(Value::Array(members)) = document.get_mut("tags") {
        members.retain(|tag| string(tag, "name").is_none_or(|name| tags.contains(name)));
    }
    references::check(&document)?;
    Ok(document)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use serde_json::{Map, json};

    use super::*;

    /// Returns a document in which operation n refers to schema n, and schemas refer to each other by these edges.
    fn document(edges: &[(usize, usize)]) -> Value {
        let reference = |to: usize| json!({"$ref": format!("#/components/schemas/S{to}")});
        let path = |at: usize| (format!("/{at}/"), json!({"get": {"schema": reference(at)}}));
        let schema = |at: usize| {
            let own = edges.iter().filter(|(from, _)| *from == at);
            let all_of: Vec<Value> = own.map(|(_, to)| reference(*to)).collect();
            (format!("S{at}"), json!({"allOf": all_of}))
        };
        json!({
            "paths": Map::from_iter((0..SCHEMAS).map(path)),
            "components": {"schemas": Map::from_iter((0..SCHEMAS).map(schema))},
        })
    }

    const SCHEMAS: usize = 10;

    /// Returns the schemas that are reachable from others, one edge at a time.
    fn reached(edges: &[(usize, usize)], from: &BTreeSet<usize>) -> BTreeSet<String> {
        let mut reached = from.clone();
        for _ in 0..SCHEMAS {
            let next: Vec<usize> = edges
                .iter()
                .filter(|(from, _)| reached.contains(from))
                .map(|(_, to)| *to)
                .collect();
            reached.extend(next);
        }
        reached.iter().map(|at| format!("S{at}")).collect()
    }

    proptest! {
        // The same documents each time, so that failures are reproducible.
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn slice_has_exactly_the_reachable_schemas(
            edges in prop::collection::vec((0..SCHEMAS, 0..SCHEMAS), 0..20),
            selected in prop::collection::btree_set(0..SCHEMAS, 1..4),
        ) {
            let selects = |path: &str, _: &Value| selected.iter().any(|at| path == format!("/{at}/"));
            let slice = slice(document(&edges), selects).unwrap();
            references::check(&slice).unwrap();
            let schemas = slice.pointer("/components/schemas").and_then(Value::as_object).unwrap();
            let kept: BTreeSet<String> = schemas.keys().cloned().collect();
            prop_assert_eq!(kept, reached(&edges, &selected));
            prop_assert_eq!(operations(&slice).len(), selected.len());
        }
    }
}
