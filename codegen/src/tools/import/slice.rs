//! Cuts a document down to some of its operations and everything they need.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostics::{Pointer, Result};
use crate::openapi::operations::{WEBHOOKS, is_method, operations};
use crate::openapi::references;
use crate::openapi::walk::{self, Kind};

/// Keeps the operations for which `wanted`, of path and operation, is true, the components that they reach by `$ref`, and
/// the tags and security schemes that they name.
///
/// # Errors
///
/// When a `$ref` on the way leads to nothing, or out of the components.
pub fn slice(mut document: Value, wanted: impl Fn(&str, &Value) -> bool) -> Result<Value> {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            if let Value::Object(members) = item {
                members.retain(|key, member| !is_method(key) || wanted(path, member));
            }
        }
        paths.retain(|_, item| {
            item.as_object()
                .is_some_and(|members| members.keys().any(|key| is_method(key)))
        });
    }
    if let Value::Object(members) = &mut document {
        members.shift_remove(WEBHOOKS);
    }
    let mut needed = reached_components(&document)?;
    needed.extend(
        named(&document, "security").map(|name| Pointer::component("securitySchemes", name)),
    );
    let tags: BTreeSet<String> = named(&document, "tags").map(str::to_owned).collect();
    if let Some(Value::Object(kinds)) = document.get_mut("components") {
        for (kind, members) in kinds.iter_mut() {
            if let Value::Object(members) = members {
                members.retain(|name, _| needed.contains(&Pointer::component(kind, name)));
            }
        }
        kinds.retain(|_, members| {
            members
                .as_object()
                .is_none_or(|members| !members.is_empty())
        });
    }
    if let Some(Value::Array(members)) = document.get_mut("tags") {
        let name = |tag: &Value| tag.get("name").and_then(Value::as_str).map(str::to_owned);
        members.retain(|tag| name(tag).is_none_or(|name| tags.contains(&name)));
    }
    Ok(document)
}

/// What the operations, and in case of `security` the document as well, name under `key`: texts, or the keys of objects.
fn named<'a>(document: &'a Value, key: &'static str) -> impl Iterator<Item = &'a str> {
    let of_document = document.get(key).filter(|_| key == "security");
    let of_operations = operations(document).into_iter();
    let of_operations = of_operations.filter_map(move |operation| operation.value.get(key));
    let lists = of_document.into_iter().chain(of_operations);
    lists.flat_map(Value::as_array).flatten().flat_map(|item| {
        let keys = item
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .map(String::as_str);
        item.as_str().into_iter().chain(keys)
    })
}

fn reached_components(document: &Value) -> Result<BTreeSet<Pointer>> {
    let mut reached = BTreeSet::new();
    let mut pending = Vec::new();
    if let Some(paths) = document.get("paths") {
        pending.push((Pointer::root().child("paths"), Kind::Objects, paths));
    }
    while let Some((place, kind, node)) = pending.pop() {
        let mut reach = |pointer: Pointer, kind, target| {
            if reached.insert(pointer.clone()) {
                pending.push((pointer, Kind::of_component(kind), target));
            }
        };
        for (reference, place) in references::all(node, &place, kind) {
            let (pointer, target) = references::target(document, reference, &place)?;
            let kind = references::component(reference).map_or("", |(kind, _)| kind);
            reach(pointer, kind, target);
        }
        for node in walk::nodes(node, &place, kind).filter(|node| node.kind == Kind::Schema) {
            for pointer in references::discriminator_targets(node.value) {
                // Unresolved entries are reported when the discriminator is lowered.
                if let Some(target) = document.pointer(pointer.as_str()) {
                    reach(pointer, "schemas", target);
                }
            }
        }
    }
    Ok(reached)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use serde_json::json;

    use super::*;

    /// A document in which each operation refers to the schema of its number, and the schemas refer to one another.
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

    /// What `from` leads to: step by step, until no step adds anything.
    fn reached(edges: &[(usize, usize)], from: &BTreeSet<usize>) -> BTreeSet<String> {
        let mut reached = from.clone();
        for _ in 0..SCHEMAS {
            let next = edges.iter().filter(|(from, _)| reached.contains(from));
            let next: Vec<usize> = next.map(|(_, to)| *to).collect();
            reached.extend(next);
        }
        reached.iter().map(|at| format!("S{at}")).collect()
    }

    proptest! {
        // The same cases each time: a failure is one that everybody sees.
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn a_slice_is_closed_and_as_small_as_can_be(
            edges in prop::collection::vec((0..SCHEMAS, 0..SCHEMAS), 0..20),
            wanted in prop::collection::btree_set(0..SCHEMAS, 1..4),
        ) {
            let is_wanted = |path: &str, _: &Value| wanted.iter().any(|at| path == format!("/{at}/"));
            let slice = slice(document(&edges), is_wanted).unwrap();
            references::check(&slice).unwrap();
            let schemas = slice.pointer("/components/schemas").and_then(Value::as_object).unwrap();
            let kept: BTreeSet<String> = schemas.keys().cloned().collect();
            prop_assert_eq!(kept, reached(&edges, &wanted));
            prop_assert_eq!(operations(&slice).len(), wanted.len());
        }
    }
}
