//! Finds fields that OpenAPI 3.0 doesn't define, by comparing a document with its typed form.
//!
//! Keywords of schemas are checked where they are lowered.

use std::mem;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::keywords::{object_name, similar_field};
use crate::openapi::operations::WEBHOOKS;
use crate::openapi::walk::Kind;

/// Returns an error for each field of the document that the typed form lacks.
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
    for (key, member) in document.as_object().into_iter().flatten() {
        let typed = match key.as_str() {
            // The typed form of webhooks is separate.
            WEBHOOKS => Some(member),
            _ => typed.get(key),
        };
        let pointer = Pointer::root().child(key);
        compare(
            member,
            typed,
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
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let typed = typed.and_then(|typed| typed.get(key));
                compare(
                    member,
                    typed,
                    &pointer.child(key),
                    kind.of_member(key),
                    errors,
                );
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let typed = typed.and_then(|typed| typed.get(index));
                compare(
                    item,
                    typed,
                    &pointer.child(index),
                    kind.of_member(""),
                    errors,
                );
            }
        }
        _ => {}
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

fn unknown_field(pointer: &Pointer) -> Diagnostic {
    let field = pointer.key().unwrap_or_default();
    let object = pointer.parent().and_then(|parent| object_name(&parent));
    if object.as_deref() == Some("Paths Object") {
        return path_without_slash(&field, pointer);
    }
    let object = object.as_deref().unwrap_or("an unknown object");
    let (suggestion, help) = match similar_field(object, &field) {
        Some(similar) => (
            format!("; did you mean `{similar}`?"),
            format!("rename the field to `{similar}`"),
        ),
        None => (String::new(), "remove the field in the overlay".to_owned()),
    };
    let message = format!("unknown field `{field}` in {object}{suggestion}");
    Diagnostic::at(pointer, message, help)
}

pub(super) fn path_without_slash(path: &str, pointer: &Pointer) -> Diagnostic {
    let message = format!("path `{path}` doesn't begin with `/`");
    Diagnostic::at(pointer, message, format!("rename the path to `/{path}`"))
}
