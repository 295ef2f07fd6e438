//! Finds fields that OpenAPI 3.0 doesn't define, by comparing a document with its typed form.
//!
//! Keywords of schemas are checked where they are lowered.

use std::mem;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::unknown_field;
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::walk::{Kind, children, members};

/// Returns an error for each field of the document that the typed form lacks. Doesn't change `openapi`.
pub(super) fn find(document: &Value, openapi: &mut OpenAPI) -> Vec<Diagnostic> {
    // Schemas are most of a document and aren't compared, so they aren't serialized.
    let schemas = openapi
        .components
        .as_mut()
        .map(|components| mem::take(&mut components.schemas));
    let typed = serde_json::to_value(&*openapi).unwrap_or_default();
    if let (Some(components), Some(schemas)) = (&mut openapi.components, schemas) {
        components.schemas = schemas;
    }
    let mut errors = Vec::new();
    // The typed form of webhooks is separate.
    for (key, member) in members(document, "").filter(|(key, _)| *key != WEBHOOKS) {
        let pointer = Pointer::root().child(key);
        compare(
            member,
            typed.get(key),
            &pointer,
            Kind::Object.of_member(key),
            &mut errors,
        );
    }
    errors
}

/// Compares a value with its typed form, member by member.
fn compare(
    value: &Value,
    typed: Option<&Value>,
    pointer: &Pointer,
    kind: Kind,
    errors: &mut Vec<Diagnostic>,
) {
    if !matches!(kind, Kind::Object | Kind::Objects) {
        return;
    }
    if typed.is_none() && !is_empty(value) {
        errors.push(unknown_field(pointer));
        return;
    }
    for (key, pointer, child) in children(value, pointer) {
        let typed = typed.and_then(|typed| typed.pointer(pointer.last_segment()));
        compare(child, typed, &pointer, kind.of_member(key), errors);
    }
}

/// Whether the typed form may omit a value because it is the default of a field.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
