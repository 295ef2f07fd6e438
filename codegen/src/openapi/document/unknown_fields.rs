//! Finds fields that OpenAPI 3.0 doesn't define, by comparing a document with its typed form, which drops them.
//!
//! Schemas aren't compared: lowering checks their keywords.

use std::mem;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::{enclosing_object, unknown_field};
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::walk::{Kind, children, members};

/// Returns an error for each unknown field. `openapi` is the typed form of the document, and is the same afterwards.
pub(super) fn find(document: &Value, openapi: &mut OpenAPI) -> Vec<Diagnostic> {
    // Serializing takes time, and most of a document are schemas. So they are taken out, and put back afterwards.
    let schemas = openapi
        .components
        .as_mut()
        .map(|components| mem::take(&mut components.schemas));
    let typed = serde_json::to_value(&*openapi).unwrap_or_default();
    if let (Some(components), Some(schemas)) = (&mut openapi.components, schemas) {
        components.schemas = schemas;
    }
    let mut errors = Vec::new();
    // `openapiv3` doesn't know webhooks.
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

/// Compares a value with its typed form, and adds errors about fields that the typed form lacks.
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
        let error = unknown_field(pointer);
        errors.push(match is_loss(pointer, value) {
            true => error,
            false => error.tolerated(),
        });
        return;
    }
    for (key, pointer, child) in children(value, pointer) {
        let typed = typed.and_then(|typed| typed.pointer(pointer.last_segment()));
        compare(child, typed, &pointer, kind.of_member(key), errors);
    }
}

/// Whether the SDK would lack an operation or a response without the unknown field at `pointer`.
fn is_loss(pointer: &Pointer, value: &Value) -> bool {
    let object = pointer
        .parent()
        .and_then(|parent| enclosing_object(&parent));
    match object.as_deref() {
        Some("Paths Object" | "Responses Object") => true,
        Some("Path Item Object") => value.is_object(),
        _ => false,
    }
}

/// Whether a value may be the default of its field, which the typed form omits.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
