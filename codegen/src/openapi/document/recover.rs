//! Removes the objects that can't be deserialized from a document.

use openapiv3::{OpenAPI, PathItem};
use serde_json::{Map, Value};

use super::deserialize::deserialize;
use super::invalid_objects::{
    check_schema, error_in, error_in_component, error_in_operation, is_certainly_valid,
};
use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::openapi::errors::path_without_slash;
use crate::openapi::keywords::{Role, component_fields, role};
use crate::openapi::operations::is_http_method;
use crate::openapi::walk::{Kind, each_in_document, members};

/// Removes or simplifies invalid objects, deserializes the document, and returns a warning about each invalid object.
///
/// # Errors
///
/// Returns an error if the document without these objects can't be deserialized.
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
    let mut invalid: Vec<(Pointer, Diagnostic)> = Vec::new();
    each_in_document(document, |schema, kind, path| {
        if kind == Kind::Schema && !is_certainly_valid(schema) {
            let pointer = path.pointer();
            let error = check_schema(schema, &pointer).err();
            invalid.extend(error.map(|error| (pointer, error)));
        }
    });
    for (pointer, error) in invalid {
        // The schema doesn't exist if a schema around it was replaced.
        if let Some(schema) = document.pointer_mut(pointer.as_str()) {
            let keyword = error.pointer().filter(|it| **it != pointer).cloned();
            diagnostics.push(simplify(schema, keyword, pointer, error.tolerated()));
        }
    }
}

/// Removes the invalid keyword of a schema; if the schema is still invalid, removes all annotations and limits, which
/// don't affect the Rust type; and if that isn't enough, replaces the schema by `{}`. Returns a warning.
fn simplify(
    schema: &mut Value,
    keyword: Option<Pointer>,
    pointer: Pointer,
    error: Diagnostic,
) -> Diagnostic {
    if let (Some(keyword), Value::Object(members)) = (keyword, &mut *schema)
        && let Some(name) = keyword.key()
        && members.shift_remove(&name).is_some()
        && check_schema(schema, &pointer).is_ok()
    {
        return error.with_effect(Effect::Ignored, keyword);
    }
    if let Value::Object(members) = schema {
        members.retain(|key, _| !matches!(role(key), Some(Role::Annotation | Role::Limit)));
        if check_schema(schema, &pointer).is_ok() {
            return error.with_effect(Effect::Ignored, pointer);
        }
    }
    *schema = Value::Object(Map::new());
    error.with_effect(Effect::Fallback, pointer)
}

/// Removes invalid components. Lowering reports references to them.
fn remove_components(document: &mut Value, diagnostics: &mut Vec<Diagnostic>) {
    for field in component_fields() {
        let pointer = Pointer::root().child("components").child(field);
        if let Some(Value::Object(members)) = document.pointer_mut(pointer.as_str()) {
            members.retain(|name, component| {
                let pointer = pointer.child(name);
                let error = error_in_component(field, component, &pointer);
                report_if_invalid(error, Effect::Ignored, pointer, diagnostics)
            });
        }
    }
}

/// Removes invalid operations, and path items that are invalid for another reason, with their operations.
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
            let is_operation = is_http_method(key);
            let error = is_operation.then(|| error_in_operation(operation, &pointer));
            report_if_invalid(error.flatten(), Effect::Skipped, pointer, diagnostics)
        });
    }
    let all: Value = paths
        .keys()
        .map(|path| (path.clone(), Value::Null))
        .collect();
    paths.retain(|path, item| {
        if path.starts_with("x-") {
            return true;
        }
        let pointer = root.child(path);
        let error = error_in_path(path, item, &pointer, &all)
            .or_else(|| error_in::<PathItem>(item, &pointer));
        if let Some(error) = &error {
            for method in methods(item) {
                let skipped = Diagnostic::at(&pointer, error.message(), error.help());
                diagnostics.push(skipped.with_effect(Effect::Skipped, pointer.child(method)));
            }
        }
        report_if_invalid(error, Effect::Ignored, pointer, diagnostics)
    });
}

fn paths_are_valid(document: &Value) -> bool {
    let root = Pointer::root().child("paths");
    let paths = document.get("paths").unwrap_or(&Value::Null);
    members(paths, "").all(|(path, item)| {
        path.starts_with("x-") || error_in_path(path, item, &root.child(path), paths).is_none()
    })
}

/// Returns an error that `openapiv3` doesn't report about a path. `paths` has all paths.
fn error_in_path(path: &str, item: &Value, pointer: &Pointer, paths: &Value) -> Option<Diagnostic> {
    if !path.starts_with('/') {
        return Some(path_without_slash(pointer, paths));
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
        .filter(|key| is_http_method(key))
}

/// Adds the error about an object as a warning. Returns whether the object is valid.
fn report_if_invalid(
    error: Option<Diagnostic>,
    effect: Effect,
    pointer: Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let is_valid = error.is_none();
    diagnostics.extend(error.map(|error| error.with_effect(effect, pointer)));
    is_valid
}
