//! Operations without an `operationId`, or with the one of another operation.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::operations;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut pointers: HashMap<&str, Pointer> = HashMap::new();
    for operation in operations(context.document) {
        let Some(id) = operation.value.get("operationId").and_then(Value::as_str) else {
            errors.push(Diagnostic::at(
                &operation.pointer,
                "Operation Object has no `operationId`",
                "add an `operationId` that no other operation has",
            ));
            continue;
        };
        match pointers.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(operation.pointer);
            }
            Entry::Occupied(first) => errors.push(Diagnostic::at(
                &operation.pointer.child("operationId"),
                format!(
                    "operationId `{id}` is already used by the operation at {}",
                    first.get()
                ),
                "change one of the two operationIds",
            )),
        }
    }
    errors
}
