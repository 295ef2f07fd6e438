//! Rule `operation-ids`: operations without an operationId, or with the operationId of another operation.

use std::collections::HashMap;

use super::Context;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::errors::duplicate_operation_id;
use crate::openapi::operations::operations;

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut pointers: HashMap<&str, Pointer> = HashMap::new();
    operations(context.document)
        .into_iter()
        .filter_map(|operation| {
            let Some(id) = operation.value.get("operationId") else {
                return Some(Diagnostic::at(
                    &operation.pointer,
                    "missing field `operationId` in Operation Object",
                    "add an `operationId` that no other operation has",
                ));
            };
            // The rule `structure` reports values of another type.
            let id = id.as_str()?;
            let first = pointers
                .entry(id)
                .or_insert_with(|| operation.pointer.clone());
            (*first != operation.pointer)
                .then(|| duplicate_operation_id(&operation.pointer, id, first))
        })
        .collect()
}
