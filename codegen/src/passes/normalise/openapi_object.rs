//! Converts the fields of the OpenAPI Object to 3.0, and replaces references to Path Item and Callback Objects.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_in_document, string};

/// The version that normalised documents declare.
const VERSION: &str = "3.0.3";

/// The fields without an equivalent in 3.0, each after the location of its object.
const REMOVED_FIELDS: [(&str, &str); 4] = [
    ("", "definitions"),
    ("", "jsonSchemaDialect"),
    ("/info", "summary"),
    ("/info/license", "identifier"),
];

/// Sets the version if it is supported, removes fields without an equivalent in 3.0, and inlines path items.
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
    inline_path_items(document);
    remove(document, "/components", "pathItems");
}

fn remove(document: &mut Value, pointer: &str, field: &str) {
    if let Some(Value::Object(members)) = document.pointer_mut(pointer) {
        members.shift_remove(field);
    }
}

/// Whether documents with this version of OpenAPI can be normalised.
pub(crate) fn is_supported_version(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    matches!(&*parts, ["3", "0" | "1" | "2", ..])
}

/// Replaces references to Path Item and Callback Objects by the objects: `openapiv3` has no type for such references.
fn inline_path_items(document: &mut Value) {
    let mut references: Vec<(Pointer, Value)> = Vec::new();
    each_in_document(document, &mut |value, kind, path| {
        if kind == Kind::Object
            && string(value, "$ref").is_some()
            && let pointer = path.pointer()
            && is_path_item_or_callback(&pointer)
        {
            let item = inlined(document, value);
            references.extend(item.map(|item| (pointer, item)));
        }
    });
    for (pointer, item) in references {
        if let Some(value) = document.pointer_mut(pointer.as_str()) {
            *value = item;
        }
    }
}

fn is_path_item_or_callback(pointer: &Pointer) -> bool {
    let segments: Vec<&str> = pointer.as_str().split('/').collect();
    // The last pattern is for the path items in a callback, which are named by a URL.
    matches!(
        &*segments,
        [.., "paths" | "callbacks" | WEBHOOKS, _] | [.., "callbacks", _, _]
    )
}

/// Returns the object that a reference refers to, with the members next to the `$ref`. Returns `None` if `reference`
/// has no `$ref`, or one that can't be resolved.
fn inlined(document: &Value, reference: &Value) -> Option<Value> {
    let mut members = reference.as_object()?.clone();
    let mut seen = HashSet::new();
    while let Some(Value::String(reference)) = members.shift_remove("$ref") {
        let target = references::find_local(document, &reference).ok()?;
        let shared = document.pointer(target.as_str())?.as_object()?;
        if !seen.insert(reference) {
            return None;
        }
        for (key, member) in shared {
            members.entry(key.clone()).or_insert_with(|| member.clone());
        }
    }
    (!seen.is_empty()).then_some(Value::Object(members))
}
