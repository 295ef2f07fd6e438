//! Placeholders without a path parameter, and path parameters without a placeholder.

use std::collections::HashSet;

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::lower::placeholders;
use crate::openapi::operations::{Operation, operations};
use crate::openapi::references;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    operations(context.document)
        .iter()
        .flat_map(|operation| check(operation, context.document))
        .collect()
}

fn check(operation: &Operation<'_>, document: &Value) -> Vec<Diagnostic> {
    let Operation { path, pointer, .. } = operation;
    let mut declared = path_parameters(operation.item, &operation.item_pointer, document);
    declared.extend(path_parameters(operation.value, pointer, document));
    let names: HashSet<&str> = declared.iter().map(|(name, _)| *name).collect();
    let mut used = HashSet::new();
    let mut errors = Vec::new();
    for name in placeholders(path) {
        if !used.insert(name) {
            errors.push(Diagnostic::at(
                pointer,
                format!("placeholder `{{{name}}}` occurs twice in the path `{path}`"),
                "rename one of the two placeholders and its Parameter Object",
            ));
        } else if !names.contains(name) {
            errors.push(Diagnostic::at(
                pointer,
                format!("placeholder `{{{name}}}` of the path `{path}` has no Parameter Object"),
                format!("add a Parameter Object with `name: {name}` and `in: path`"),
            ));
        }
    }
    let unused = declared.iter().filter(|(name, _)| !used.contains(name));
    errors.extend(unused.map(|(name, pointer)| {
        Diagnostic::at(
            pointer,
            format!("path parameter `{name}` has no placeholder in the path `{path}`"),
            format!("add `{{{name}}}` to the path, or remove the Parameter Object"),
        )
    }));
    errors
}

/// Returns the names and pointers of the path parameters that an Operation Object or Path Item Object declares.
fn path_parameters<'a>(
    object: &'a Value,
    pointer: &Pointer,
    document: &'a Value,
) -> Vec<(&'a str, Pointer)> {
    let pointer = pointer.child("parameters");
    let parameters = object.get("parameters").and_then(Value::as_array);
    parameters
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(index, parameter)| {
            let pointer = pointer.child(index);
            let parameter = references::resolve(document, parameter, &pointer)?;
            let is_in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
            let name = parameter.get("name").and_then(Value::as_str)?;
            is_in_path.then_some((name, pointer))
        })
        .collect()
}
