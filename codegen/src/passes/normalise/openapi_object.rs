//! Fields of the OpenAPI Object that are new in 3.1, and shared Path Item Objects.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::references;
use crate::openapi::walk::{Kind, document_nodes};

/// The version of normalised documents.
const VERSION: &str = "3.0.3";

/// Sets the version, and removes fields without an equivalent in 3.0.
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
    for field in ["definitions", "jsonSchemaDialect"] {
        members.shift_remove(field);
    }
    if let Some(Value::Object(info)) = members.get_mut("info") {
        info.shift_remove("summary");
        if let Some(Value::Object(license)) = info.get_mut("license") {
            license.shift_remove("identifier");
        }
    }
    inline_path_items(document);
}

/// Whether documents with this version of OpenAPI can be normalised.
pub(crate) fn is_supported_version(version: &str) -> bool {
    ["3.0", "3.1"]
        .into_iter()
        .any(|known| version == known || version.starts_with(&format!("{known}.")))
}

/// Replaces references to Path Item and Callback Objects by the objects, since the typed form has no such references.
fn inline_path_items(document: &mut Value) {
    let inlined: Vec<(Pointer, Value)> = document_nodes(document)
        .filter(|node| node.kind == Kind::Object && is_path_item_or_callback(&node.pointer))
        .filter_map(|node| Some((node.pointer, inlined(document, node.value)?)))
        .collect();
    for (pointer, item) in inlined {
        if let Some(value) = document.pointer_mut(pointer.as_str()) {
            *value = item;
        }
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.shift_remove("pathItems");
    }
}

fn is_path_item_or_callback(pointer: &Pointer) -> bool {
    let mut parents = pointer.as_str().rsplit('/').skip(1);
    let (parent, grandparent) = (parents.next(), parents.next());
    matches!(parent, Some("paths" | "callbacks" | WEBHOOKS)) || grandparent == Some("callbacks")
}

/// Returns the object that a reference refers to, with the members next to the `$ref`; `None` if it isn't a reference.
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
