//! Names of methods in whole documents: removing operations from a document renames no other operation.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use codegen::diagnostics::Pointer;
use codegen::names;
use codegen::{Input, read};
use serde_json::{Map, Value};

use crate::support::{cases, parse, source, upstream};

/// The HTTP methods whose operations are removed.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Returns the accessors and method of each operation, unless strict mode rejects the document.
fn calls(document: &Value) -> Option<BTreeMap<Pointer, String>> {
    let text = document.to_string();
    let api = read(Input::new(source("api.json", &text), None)).ok()?;
    let calls = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(|it| (it.pointer.clone(), names::dotted_call(resource, it)))
    });
    Some(calls.collect())
}

/// Removes the operations for which `is_removed` is true. It gets the number of the operation.
fn remove_operations(document: &mut Value, is_removed: impl Fn(u64) -> bool) {
    let mut number = 0;
    let paths = document["paths"].as_object_mut();
    for item in paths.into_iter().flat_map(Map::values_mut) {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        item.retain(|key, _| {
            number += 1;
            !METHODS.contains(&key.as_str()) || !is_removed(number)
        });
    }
}

/// Returns the operations whose names differ in a document without some of the operations, although no other operation
/// has the name.
fn renamed(document: &Value) -> Vec<String> {
    let Some(whole) = calls(document) else {
        return Vec::new();
    };
    let taken: HashSet<&String> = whole.values().collect();
    let mut renamed = Vec::new();
    for seed in 1..3 {
        let mut part = document.clone();
        remove_operations(&mut part, |number| {
            number
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(seed * 7)
                % 2
                == 0
        });
        for (pointer, name) in calls(&part).unwrap_or_default() {
            if whole.get(&pointer) != Some(&name) && !taken.contains(&name) {
                renamed.push(format!(
                    "{pointer}: {:?} became {name}",
                    whole.get(&pointer)
                ));
            }
        }
    }
    renamed
}

#[test]
fn method_names_do_not_depend_on_other_operations() {
    let own = ["golden", "wire"].into_iter().flat_map(cases);
    let own = own.map(|path| fs::read_to_string(path).unwrap());
    let documents: Vec<String> = own.chain(upstream::document("2022-05-20")).collect();
    let renamed: Vec<String> = documents
        .iter()
        .flat_map(|text| renamed(&parse(text)))
        .collect();
    assert!(renamed.is_empty(), "{}", renamed.join("\n"));
}
