//! Placeholders without a path parameter, and path parameters without a placeholder.

use std::collections::HashSet;

use serde_json::Value;

use super::Subject;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::lower::placeholders;
use crate::openapi::operations::{Operation, operations};
use crate::openapi::references;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let operations = operations(subject.document);
    let operations = operations.iter();
    operations
        .flat_map(|operation| find_in(operation, subject.document))
        .collect()
}

fn find_in(operation: &Operation<'_>, document: &Value) -> Vec<Diagnostic> {
    let Operation {
        path,
        pointer: place,
        ..
    } = operation;
    let mut declared = declared(operation.item, &operation.item_pointer, document);
    declared.extend(self::declared(operation.value, place, document));
    let names: HashSet<&str> = declared.iter().map(|(name, _)| *name).collect();
    let mut used = HashSet::new();
    let mut errors = Vec::new();
    for name in placeholders(path) {
        if !used.insert(name) {
            let cause = format!("the path has the placeholder `{{{name}}}` twice");
            errors.push(Diagnostic::at(place, cause, "use each path parameter once"));
        } else if !names.contains(name) {
            errors.push(Diagnostic::at(
                place,
                format!(
                    "the path has a placeholder `{{{name}}}`, but no path parameter of that name is declared"
                ),
                "declare the path parameter, or take the placeholder out of the path",
            ));
        }
    }
    let unused = declared.iter().filter(|(name, _)| !used.contains(name));
    errors.extend(unused.map(|(name, place)| {
        Diagnostic::at(
            place,
            format!("the path `{path}` has no placeholder for the parameter `{name}`"),
            "put it into the path in braces, or delete the parameter",
        )
    }));
    errors
}

/// The path parameters of an operation or a path, by name, and where each stands there.
fn declared<'a>(owner: &'a Value, place: &Pointer, document: &'a Value) -> Vec<(&'a str, Pointer)> {
    let place = place.child("parameters");
    let parameters = owner.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().enumerate();
    let named = parameters.filter_map(|(index, parameter)| {
        let place = place.child(index);
        let parameter = references::resolve(document, parameter, &place)?;
        let is_in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
        let name = parameter.get("name").and_then(Value::as_str)?;
        is_in_path.then_some((name, place))
    });
    named.collect()
}
