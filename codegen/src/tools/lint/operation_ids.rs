//! Operations without an operationId, or with one that is taken.

use std::collections::HashMap;

use serde_json::Value;

use super::Subject;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::operations::operations;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut taken: HashMap<&str, Pointer> = HashMap::new();
    for operation in operations(subject.document) {
        let Some(id) = operation.value.get("operationId").and_then(Value::as_str) else {
            errors.push(Diagnostic::at(
                &operation.pointer,
                "the operation has no operationId",
                "give it one",
            ));
            continue;
        };
        if let Some(earlier) = taken.get(id) {
            errors.push(Diagnostic::at(
                &operation.pointer.child("operationId"),
                format!("the operationId `{id}` is used by {earlier} already"),
                "give each operation an id of its own",
            ));
        } else {
            taken.insert(id, operation.pointer);
        }
    }
    errors
}
