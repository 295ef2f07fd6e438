//! Rule `path-parameters`: placeholders without a path parameter, and path parameters without a placeholder.

use std::collections::HashSet;

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::{Operation, operations, parameters, placeholders};
use crate::openapi::path_parameters::{
    parameter_without_placeholder, placeholder_without_parameter, repeated_placeholder,
};
use crate::openapi::walk::string;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    operations(context.document)
        .iter()
        .flat_map(|operation| find_in_operation(operation, context.document))
        .collect()
}

fn find_in_operation(operation: &Operation<'_>, document: &Value) -> Vec<Diagnostic> {
    let Operation { path, pointer, .. } = operation;
    let declared: Vec<(Pointer, &str)> = parameters(document, pointer)
        .filter(|(_, parameter)| string(parameter, "in") == Some("path"))
        .filter_map(|(pointer, parameter)| Some((pointer, string(parameter, "name")?)))
        .collect();
    let mut used_names = HashSet::new();
    let mut errors = Vec::new();
    for name in placeholders(path) {
        if !used_names.insert(name) {
            errors.push(repeated_placeholder(pointer, path, name));
        } else if declared.iter().all(|(_, declared)| *declared != name) {
            let error = placeholder_without_parameter(document, pointer, path, name);
            errors.push(error);
        }
    }
    let unused = declared
        .iter()
        .filter(|(_, name)| !used_names.contains(name));
    errors.extend(unused.map(|(pointer, name)| parameter_without_placeholder(pointer, path, name)));
    errors
}
