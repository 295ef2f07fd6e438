//! Slices a document: keeps only the selected operations and everything that they refer to.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostics::{Pointer, Result};
use crate::openapi::operations::{WEBHOOKS, is_http_method, operations};
use crate::openapi::references;
use crate::openapi::walk::{self, Kind, Path};

/// Keeps the operations for which `selects` returns true, given the path and the Operation Object. Of the components,
/// tags and security schemes, keeps those that these operations refer to, directly or through other components.
///
/// # Errors
///
/// Returns an error if one of their references can't be resolved or points outside of `components`.
pub fn slice(mut document: Value, selects: impl Fn(&str, &Value) -> bool) -> Result<Value> {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            if let Value::Object(members) = item {
                members.retain(|key, member| !is_http_method(key) || selects(path, member));
            }
        }
        paths.retain(|_, item| walk::members(item, "").any(|(key, _)| is_http_method(key)));
    }
    if let Value::Object(members) = &mut document {
        members.shift_remove(WEBHOOKS);
    }
    let mut reached = reached_components(&document)?;
    reached.extend(
        names(&document, "security").map(|name| Pointer::component("securitySchemes", name)),
    );
    let tags: BTreeSet<String> = names(&document, "tags").map(str::to_owned).collect();
    if let Some(Value::Object(fields)) = document.get_mut("components") {
        for (field, members) in fields.iter_mut() {
            if let Value::Object(members) = members {
                members.retain(|name, _| reached.contains(&Pointer::component(field, name)));
            }
        }
        fields.retain(|_, members| members.as_object().is_none_or(|it| !it.is_empty()));
    }
    if let Some(Value::Array(members)) = document.get_mut("tags") {
        members.retain(|tag| walk::string(tag, "name").is_none_or(|name| tags.contains(name)));
    }
    Ok(document)
}

/// Returns the names in the field `tags` or `security` of all operations. With `security`, also returns the names in
/// the field of the document, which applies to operations without their own.
fn names<'a>(document: &'a Value, key: &'static str) -> impl Iterator<Item = &'a str> {
    operations(document)
        .into_iter()
        .filter_map(move |operation| operation.value.get(key))
        .chain(document.get(key).filter(|_| key == "security"))
        .flat_map(Value::as_array)
        .flatten()
        .flat_map(|item| {
            let keys = item.as_object().into_iter().flat_map(Map::keys);
            item.as_str().into_iter().chain(keys.map(String::as_str))
        })
}

/// Returns the locations of the components that paths refer to, directly or through other components.
fn reached_components(document: &Value) -> Result<BTreeSet<Pointer>> {
    let mut reached = BTreeSet::new();
    let mut queue = Vec::new();
    if let Some(paths) = document.get("paths") {
        queue.push((Pointer::root().child("paths"), Kind::Objects, paths));
    }
    while let Some((pointer, kind, node)) = queue.pop() {
        let mut reach = |pointer: Pointer, field, target| {
            if reached.insert(pointer.clone()) {
                queue.push((pointer, Kind::of_component(field), target));
            }
        };
        for (reference, pointer) in references::all(node, &pointer, kind) {
            let (target_pointer, target) = references::target(document, reference, &pointer)?;
            let field = references::component(reference).map_or("", |(field, _)| field);
            reach(target_pointer, field, target);
        }
        walk::each(node, kind, Path::Start(&pointer), &mut |node, kind, _| {
            if kind != Kind::Schema {
                return;
            }
            for pointer in references::discriminator_targets(node) {
                // Lowering reports an entry of `mapping` that can't be resolved.
                if let Some(target) = document.pointer(pointer.as_str()) {
                    reach(pointer, "schemas", target);
                }
            }
        });
    }
    Ok(reached)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use serde_json::json;

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
