//! The operations of a document that a project wants.

use std::collections::BTreeMap;

use serde_json::Value;

use super::settings::{Entry, Settings};
use crate::diagnostics::{Diagnostic, Result};
use crate::openapi::operations::{Operation, operations};

/// Checks that no two wanted operations have one operationId.
///
/// # Errors
///
/// When two do, with the place of the second.
pub(super) fn check_ids(document: &Value, settings: &Settings) -> Result<()> {
    let mut ids = BTreeMap::new();
    for Operation {
        path,
        value,
        pointer: place,
        ..
    } in operations(document)
    {
        let id = value.get("operationId").and_then(Value::as_str);
        let Some(id) = id.filter(|_| settings.want(path, value)) else {
            continue;
        };
        if let Some(first) = ids.insert(id, place.clone()) {
            let cause = format!("the operationId `{id}` is that of {first} already");
            let help = "have one of the two renamed upstream, or rename it in the file before it is imported";
            return Err(Diagnostic::at(&place.child("operationId"), cause, help));
        }
    }
    Ok(())
}

/// Checks that each entry of the settings finds an operation in the document.
///
/// # Errors
///
/// When one does not, with the place of the entry in the settings.
pub(super) fn check_entries(document: &Value, settings: &Settings) -> Result<()> {
    let operations = operations(document);
    for (place, entry) in settings.entries() {
        if operations
            .iter()
            .any(|operation| entry.wants(operation.path, operation.value))
        {
            continue;
        }
        let lacking = match entry {
            Entry::Path(beginning) => format!("no operation whose path begins with `{beginning}`"),
            Entry::Tag(tag) => format!("no operation with the tag `{tag}`"),
            Entry::Operation(id) => format!("no operation with the operationId `{id}`"),
        };
        let help =
            "if it is gone for good, delete the entry; otherwise look for what it is called now";
        return Err(Diagnostic::at(
            &place,
            format!("the document has {lacking}"),
            help,
        ));
    }
    Ok(())
}
