//! The operations of a document that a project wants.

use std::collections::BTreeMap;

use serde_json::Value;

use super::settings::{Entry, Settings};
use crate::error::{Error, Result};
use crate::pointer::Pointer;
use crate::slice;

/// Checks that no two wanted operations have one operationId.
///
/// # Errors
///
/// When two do, with the place of the second.
pub(super) fn check_ids(document: &Value, settings: &Settings) -> Result<()> {
    let mut ids = BTreeMap::new();
    for (path, method, operation) in slice::operations(document) {
        let id = operation.get("operationId").and_then(Value::as_str);
        let Some(id) = id.filter(|_| settings.want(path, operation)) else {
            continue;
        };
        let place = Pointer::root().child("paths").child(path).child(method);
        if let Some(first) = ids.insert(id, place.clone()) {
            let cause = format!("the operationId `{id}` is that of {first} already");
            let help = "have one of the two renamed upstream, or rename it in the file before it is imported";
            return Err(Error::at(&place.child("operationId"), cause, help));
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
    let operations: Vec<_> = slice::operations(document).collect();
    for (place, entry) in settings.entries() {
        if operations
            .iter()
            .any(|(path, _, operation)| entry.wants(path, operation))
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
        return Err(Error::at(
            &place,
            format!("the document has {lacking}"),
            help,
        ));
    }
    Ok(())
}
