//! Rule `path-parameters`: placeholders without a path parameter, and path parameters without a placeholder.

use std::collections::HashSet;

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::{Operation, operations, placeholders};
use crate::openapi::path_parameters::{
    parameter_without_placeholder, placeholder_without_parameter, repeated_placeholder,
};
use crate::openapi::references;
use crate::openapi::walk::{items, string};

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    operations(context.document)
        .iter()
        .flat_map(|operation| find_in_operation(operation, context.document))
        .collect()
}

fn find_in_operation(operation: &Operation<'_>, document: &Value) -> Vec<Diagnostic> {
    let Operation { path, pointer, .. } = operation;
    let mut declared = path_parameters(operation.item, &operation.item_pointer, document);
    declared.extend(path_parameters(operation.value, pointer, document));
    let mut used_names = HashSet::new();
    let mut errors = Vec::new();
    for name in placeholders(path) {
        if !used_names.insert(name) {
            errors.push(repeated_placeholder(pointer, path, name));
        } else if declared.iter().all(|(declared, _)| *declared != name) {
            let error = placeholder_without_parameter(document, pointer, path, name);
            errors.push(error);
        }
    }
    let unused = declared
        .iter()
        .filter(|(name, _)| !used_names.contains(name));
    errors.extend(unused.map(|(name, pointer)| parameter_without_placeholder(pointer, path, name)));
    errors
}

/// Returns the names and pointers of the path parameters of an Operation Object or Path Item Object.
fn path_parameters<'a>(
    object: &'a Value,
    pointer: &Pointer,
    document: &'a Value,
) -> Vec<(&'a str, Pointer)> {
    let pointer = pointer.child("parameters");
    items(object, "/parameters")
        .enumerate()
        .filter_map(|(index, parameter)| {
            let parameter = references::resolve(document, parameter)?;
            let name = string(parameter, "name")?;
            (string(parameter, "in") == Some("path")).then(|| (name, pointer.child(index)))
        })
        .collect()
}
