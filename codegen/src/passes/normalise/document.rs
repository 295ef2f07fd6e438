//! The document's own members.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::references;
use crate::openapi::walk::{self, Kind};

/// The version of all that is normalised.
const VERSION: &str = "3.0.3";

/// Rewrites those that are new in 3.1, or drops them where 3.0 has nothing like them.
pub(super) fn normalise(document: &mut Value) {
    let Value::Object(members) = document else {
        return;
    };
    let version = members.get("openapi").and_then(Value::as_str);
    if version.is_some_and(is_known) {
        members.insert("openapi".to_owned(), Value::from(VERSION));
        members
            .entry("paths")
            .or_insert_with(|| Value::Object(Map::new()));
    }
    for member in ["definitions", "jsonSchemaDialect"] {
        members.shift_remove(member);
    }
    if let Some(Value::Object(info)) = members.get_mut("info") {
        info.shift_remove("summary");
        if let Some(Value::Object(license)) = info.get_mut("license") {
            license.shift_remove("identifier");
        }
    }
    inline_path_items(document);
}

/// Whether a version of OpenAPI is one of those that can be normalised.
pub(crate) fn is_known(version: &str) -> bool {
    ["3.0", "3.1"]
        .into_iter()
        .any(|known| version == known || version.starts_with(&format!("{known}.")))
}

/// Puts shared path items and callbacks where they are referred to.
fn inline_path_items(document: &mut Value) {
    let mut items = Vec::new();
    // No visit fails.
    let _ = walk::each(
        document,
        &Pointer::root(),
        Kind::Object,
        &mut |node, place, kind| {
            if kind == Kind::Object
                && is_shared(place)
                && let Some(shared) = shared_item(document, node)
            {
                items.push((place.clone(), shared));
            }
            Ok(())
        },
    );
    for (place, item) in items {
        if let Some(node) = document.pointer_mut(place.as_str()) {
            *node = item;
        }
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.shift_remove("pathItems");
    }
}

/// Whether a place is that of a path, a webhook, a callback or a request of one: the typed form knows no references there.
fn is_shared(place: &Pointer) -> bool {
    let mut above = place.as_str().rsplit('/').skip(1);
    let (parent, second) = (above.next(), above.next());
    matches!(parent, Some("paths" | "callbacks" | WEBHOOKS)) || second == Some("callbacks")
}

/// What a reference to a path item or a callback leads to, with what stands beside it.
fn shared_item(document: &Value, item: &Value) -> Option<Value> {
    let mut members = item.as_object()?.clone();
    let mut seen = HashSet::new();
    while let Some(Value::String(reference)) = members.shift_remove("$ref") {
        let place = references::locate(document, &reference).ok()?;
        let shared = document.pointer(place.as_str())?.as_object()?;
        if !seen.insert(reference) {
            return None;
        }
        for (key, member) in shared {
            members.entry(key.clone()).or_insert_with(|| member.clone());
        }
    }
    (!seen.is_empty()).then_some(Value::Object(members))
}
