//! Finds fields that OpenAPI 3.0 doesn't define: the typed form of the document lacks them. Lowering checks the
//! keywords of schemas.

use std::mem;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::{enclosing_object, unknown_field};
use crate::openapi::keywords::{field_names, object_name};
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::walk::{Kind, Path, children, members};

/// Returns an error for each unknown field. `openapi` is the typed form, and doesn't change.
pub(super) fn find(document: &Value, openapi: &mut OpenAPI) -> Vec<Diagnostic> {
    // Schemas are most of a document, and serializing them takes time, so they are removed temporarily.
    let schemas = openapi
        .components
        .as_mut()
        .map(|components| mem::take(&mut components.schemas));
    let typed = serde_json::to_value(&*openapi).unwrap_or_default();
    if let (Some(components), Some(schemas)) = (&mut openapi.components, schemas) {
        components.schemas = schemas;
    }
    let mut errors = Vec::new();
    let start = Pointer::root();
    let root = Path::Start(&start);
    // `openapiv3` doesn't know webhooks.
    for (key, member) in members(document, "").filter(|(key, _)| *key != WEBHOOKS) {
        let path = Path::Member(&root, key);
        let kind = Kind::Object.of_member(key);
        compare((member, document), typed.get(key), path, kind, &mut errors);
    }
    errors
}

/// Compares a value in `parent` with its typed form, and adds an error for each field that the typed form lacks.
fn compare(
    (value, parent): (&Value, &Value),
    typed: Option<&Value>,
    path: Path<'_>,
    kind: Kind,
    errors: &mut Vec<Diagnostic>,
) {
    if !matches!(kind, Kind::Object | Kind::Objects) {
        return;
    }
    let Some(typed) = typed else {
        let pointer = path.pointer();
        if !is_empty(value) || !is_known(&pointer) {
            let error = unknown_field(&pointer, parent);
            errors.push(match is_loss(&pointer, value) {
                true => error,
                false => error.tolerated(),
            });
        }
        return;
    };
    for (key, path, child) in children(value, &path) {
        let typed = match path {
            Path::Item(_, index) => typed.get(index),
            _ => typed.get(key),
        };
        compare((child, value), typed, path, kind.of_member(key), errors);
    }
}

/// Whether the SDK lacks an operation or a response if the field at `pointer` is ignored.
fn is_loss(pointer: &Pointer, value: &Value) -> bool {
    let object = pointer
        .parent()
        .and_then(|parent| enclosing_object(&parent));
    match object.as_deref() {
        Some("Paths Object" | "Responses Object") => true,
        Some("Path Item Object") => value.is_object() && !is_empty(value),
        _ => false,
    }
}

/// Whether OpenAPI 3.0 defines the field at `pointer`. True for objects whose fields [`field_names`] doesn't list.
fn is_known(pointer: &Pointer) -> bool {
    let object = pointer.parent().and_then(|parent| object_name(&parent));
    let mut fields = field_names(&object.unwrap_or_default()).peekable();
    fields.peek().is_none() || fields.any(|field| pointer.key().as_deref() == Some(field))
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
