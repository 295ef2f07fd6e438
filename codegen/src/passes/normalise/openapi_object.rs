//! Converts the fields of the OpenAPI Object to 3.0, and replaces references to path items and callbacks.

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::references::{self, MAX_CHAIN_LENGTH};
use crate::openapi::size::size;
use crate::openapi::walk::{Kind, each_in_document, string};
use crate::passes::growth;

const VERSION: &str = "3.0.3";

/// The locations and names of fields without an equivalent in 3.0.
const REMOVED_FIELDS: [(&str, &str); 4] = [
    // Not a field of OpenAPI. Documents keep schemas here; those that references refer to are already components.
    ("", "definitions"),
    ("", "jsonSchemaDialect"),
    ("/info", "summary"),
    ("/info/license", "identifier"),
];

/// How often path items and callbacks are copied. Each round doubles the depth to which a copy contains other copies.
/// Three rounds are enough, and keep a callback that contains itself small.
const ROUNDS: usize = 3;

/// Sets a supported version to 3.0.3, removes fields without an equivalent, and inlines path items and callbacks.
pub(super) fn normalise(document: &mut Value) {
    let Value::Object(members) = document else {
        return;
    };
    let version = members.get("openapi").and_then(Value::as_str);
    if version.is_some_and(is_supported_version) {
        members.insert("openapi".to_owned(), Value::from(VERSION));
        members
            .entry("paths")
            .or_insert_with(|| Value::Object(Map::new()));
    }
    for (pointer, field) in REMOVED_FIELDS {
        remove(document, pointer, field);
    }
    let mut capacity = growth::capacity(document);
    for _ in 0..ROUNDS {
        if !inline_path_items_and_callbacks(document, &mut capacity) {
            break;
        }
    }
    remove(document, "/components", "pathItems");
}

fn remove(document: &mut Value, pointer: &str, field: &str) {
    if let Some(Value::Object(members)) = document.pointer_mut(pointer) {
        members.shift_remove(field);
    }
}

pub(crate) fn is_supported_version(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    matches!(&*parts, ["3", "0" | "1" | "2", ..])
}

/// Replaces references to path items and callbacks by copies, because `openapiv3` has no type for these references. A
/// copy may contain further references. `capacity` is the total size that copies from now on may have, and each copy
/// reduces it; the first reference that would exceed it stays, and so do all later ones. Returns whether there are
/// copies.
fn inline_path_items_and_callbacks(document: &mut Value, capacity: &mut usize) -> bool {
    let mut copies: Vec<(Pointer, Value)> = Vec::new();
    each_in_document(document, |value, kind, path| {
        if kind == Kind::Object
            && *capacity > 0
            && string(value, "$ref").is_some()
            && let pointer = path.pointer()
            && is_path_item_or_callback(&pointer)
            && let Some(copy) = inlined(document, value)
        {
            match capacity.checked_sub(size(&copy)) {
                Some(rest) => {
                    *capacity = rest;
                    copies.push((pointer, copy));
                }
                // Creating a copy for each further reference would take quadratic time.
                None => *capacity = 0,
            }
        }
    });
    let has_copies = !copies.is_empty();
    for (pointer, copy) in copies {
        if let Some(value) = document.pointer_mut(pointer.as_str()) {
            *value = copy;
        }
    }
    has_copies
}

fn is_path_item_or_callback(pointer: &Pointer) -> bool {
    let segments: Vec<&str> = pointer.as_str().split('/').collect();
    // The last pattern matches the path items in a callback. Their keys are expressions for URLs.
    matches!(
        &*segments,
        [.., "paths" | "callbacks" | WEBHOOKS, _] | [.., "callbacks", _, _]
    )
}

/// Returns a copy of the target of a Reference Object, with the members next to the `$ref`. Returns `None` if the
/// `$ref` can't be resolved, or begins a chain that is too long.
fn inlined(document: &Value, reference: &Value) -> Option<Value> {
    let mut members = reference.as_object()?.clone();
    for _ in 0..=MAX_CHAIN_LENGTH {
        let Some(Value::String(reference)) = members.shift_remove("$ref") else {
            return Some(Value::Object(members));
        };
        let target = references::find_local(document, &reference).ok()?;
        for (key, member) in document.pointer(target.as_str())?.as_object()? {
            members.entry(key.clone()).or_insert_with(|| member.clone());
        }
    }
    None
}
