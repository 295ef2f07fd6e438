//! Removes what can't be deserialized from a document, so that the rest can.

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::deserialize::deserialize;
use super::invalid_objects::{
    check_schema, error_in_component, error_in_operation, error_in_path_item,
};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::openapi::errors::path_without_slash;
use crate::openapi::keywords::{Role, component_fields, schema_keyword};
use crate::openapi::operations::is_method;
use crate::openapi::walk::{Kind, document_nodes, members};

/// Removes invalid objects, deserializes the rest, and returns a diagnostic about each object removed.
///
/// # Errors
///
/// Returns an error if the rest can't be deserialized.
pub(super) fn remove_invalid_objects(document: &mut Value) -> Result<(OpenAPI, Vec<Diagnostic>)> {
    let mut diagnostics = Vec::new();
    simplify_schemas(document, &mut diagnostics);
    if let Ok(openapi) = deserialize(document, &Pointer::root())
        && paths_are_valid(document)
    {
        return Ok((openapi, diagnostics));
    }
    remove_components(document, &mut diagnostics);
    remove_paths(document, &mut diagnostics);
    Ok((deserialize(document, &Pointer::root())?, diagnostics))
}

fn simplify_schemas(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) {
    let invalid: Vec<(Pointer, Diagnostic)> = document_nodes(document)
        .filter(|node| node.kind == Kind::Schema)
        .filter_map(|node| {
            let error = check_schema(node.value, &node.pointer).err()?;
            Some((node.pointer, error))
        })
        .collect();
    for (pointer, error) in invalid {
        // An outer schema may have been replaced.
        if let Some(schema) = document.pointer_mut(pointer.as_str()) {
            let effect = simplify(schema, &pointer);
            diagnostics.push(error.with_effect(effect, pointer));
        }
    }
}

/// Removes annotations and limits from a schema; if it is still invalid, replaces it by a schema that allows any value.
fn simplify(schema: &mut Value, pointer: &Pointer) -> Effect {
    if let Value::Object(members) = schema {
        members.retain(|key, _| {
            let role = schema_keyword(key).map(|keyword| keyword.role);
            !matches!(role, Some(Role::Annotation | Role::Limit))
        });
        if check_schema(schema, pointer).is_ok() {
            return Effect::Ignored;
        }
    }
    *schema = Value::Object(Map::new());
    Effect::Fallback
}

/// Removes invalid components. References to them are reported when they are lowered.
fn remove_components(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) {
    for field in component_fields() {
        let pointer = Pointer::root().child("components").child(field);
        if let Some(Value::Object(members)) = document.pointer_mut(pointer.as_str()) {
            members.retain(|name, component| {
                let pointer = pointer.child(name);
                let error = error_in_component(field, component, &pointer);
                is_kept(error, Effect::Ignored, pointer, diagnostics)
            });
        }
    }
}

/// Removes invalid operations, and then invalid paths with all their operations.
fn remove_paths(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    let root = Pointer::root().child("paths");
    for (path, item) in paths.iter_mut() {
        let Value::Object(members) = item else {
            continue;
        };
        let pointer = root.child(path);
        members.retain(|key, operation| {
            let pointer = pointer.child(key);
            let error = if is_method(key) {
                error_in_operation(operation, &pointer)
            } else {
                None
            };
            is_kept(error, Effect::Skipped, pointer, diagnostics)
        });
    }
    paths.retain(|path, item| {
        if is_extension(path) {
            return true;
        }
        let pointer = root.child(path);
        let error =
            error_in_path(path, item, &pointer).or_else(|| error_in_path_item(item, &pointer));
        if let Some(error) = &error {
            for method in methods(item) {
                let skipped = Diagnostic::at(&pointer, error.message(), error.help());
                diagnostics.push(skipped.with_effect(Effect::Skipped, pointer.child(method)));
            }
        }
        is_kept(error, Effect::Ignored, pointer, diagnostics)
    });
}

/// Whether the paths have no error that deserializing ignores.
fn paths_are_valid(document: &Value) -> bool {
    let root = Pointer::root().child("paths");
    members(document, "/paths").all(|(path, item)| {
        is_extension(path) || error_in_path(path, item, &root.child(path)).is_none()
    })
}

/// Returns an error about a path that deserializing ignores.
fn error_in_path(path: &str, item: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    if !path.starts_with('/') {
        return Some(path_without_slash(pointer));
    }
    let is_ambiguous = item.get("$ref").is_some() && methods(item).next().is_some();
    is_ambiguous.then(|| {
        Diagnostic::at(
            pointer,
            "the Path Item Object has both a `$ref` and operations",
            "move the operations to the Path Item Object that `$ref` refers to",
        )
    })
}

fn methods(item: &Value) -> impl Iterator<Item = &String> {
    members(item, "")
        .map(|(key, _)| key)
        .filter(|key| is_method(key))
}

fn is_extension(path: &str) -> bool {
    path.starts_with("x-")
}

/// Reports the error about an object, if there is one; otherwise the object is kept.
fn is_kept(
    error: Option<Diagnostic>,
    effect: Effect,
    pointer: Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let is_kept = error.is_none();
    diagnostics.extend(error.map(|error| error.with_effect(effect, pointer)));
    is_kept
}
