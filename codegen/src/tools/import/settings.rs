//! The settings of an import: which operations of an upstream document a project uses.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::document;
use crate::openapi::errors::duplicate_operation_id;
use crate::openapi::operations::{Operation, operations};

const HELP: &str =
    "list path prefixes under `paths`, tags under `tags`, and operationIds under `operations`";

/// The operations to import: all that match one of the entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Prefixes of paths.
    pub paths: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// OperationIds.
    pub operations: Vec<String>,
}

impl Settings {
    /// Parses the settings.
    ///
    /// # Errors
    ///
    /// Returns an error if a field is unknown or invalid, or there are no entries.
    pub fn parse(value: &Value) -> Result<Self> {
        let settings: Self = serde_path_to_error::deserialize(value).map_err(|error| {
            let pointer = document::pointer_of(error.path());
            let message = format!("invalid import settings: {}", error.inner());
            Diagnostic::at(&pointer, message, HELP)
        })?;
        if settings.entries().next().is_none() {
            return Err(Diagnostic::at(
                &Pointer::root().child("paths"),
                "the import settings select no operations",
                HELP,
            ));
        }
        Ok(settings)
    }

    /// Whether an operation is imported.
    pub(super) fn selects(&self, path: &str, operation: &Value) -> bool {
        self.entries()
            .any(|(_, entry)| entry.selects(path, operation))
    }

    /// Checks that the operationIds of imported operations are unique.
    pub(super) fn check_ids(&self, document: &Value) -> Result<()> {
        let mut ids = BTreeMap::new();
        for Operation {
            path,
            value,
            pointer,
            ..
        } in operations(document)
        {
            let id = value.get("operationId").and_then(Value::as_str);
            let Some(id) = id.filter(|_| self.selects(path, value)) else {
                continue;
            };
            if let Some(first) = ids.insert(id, pointer.clone()) {
                return Err(duplicate_operation_id(&pointer, id, &first));
            }
        }
        Ok(())
    }

    /// Checks that each entry selects an operation of the document. The error has the location of the entry.
    pub(super) fn check_entries(&self, document: &Value) -> Result<()> {
        let operations = operations(document);
        let selects_none = |entry: Entry<'_>| {
            !operations
                .iter()
                .any(|operation| entry.selects(operation.path, operation.value))
        };
        let Some((pointer, entry)) = self.entries().find(|(_, entry)| selects_none(*entry)) else {
            return Ok(());
        };
        let message = match entry {
            Entry::Path(prefix) => format!("no operation has a path that starts with `{prefix}`"),
            Entry::Tag(tag) => format!("no operation has the tag `{tag}`"),
            Entry::Operation(id) => format!("no operation has the operationId `{id}`"),
        };
        Err(Diagnostic::at(
            &pointer,
            message,
            "replace the entry with a current name, or remove it if upstream removed the operations",
        ))
    }

    /// Returns all entries with their locations.
    fn entries(&self) -> impl Iterator<Item = (Pointer, Entry<'_>)> {
        located("paths", &self.paths, Entry::Path)
            .chain(located("tags", &self.tags, Entry::Tag))
            .chain(located("operations", &self.operations, Entry::Operation))
    }
}

fn located<'a>(
    field: &str,
    entries: &'a [String],
    entry: fn(&'a str) -> Entry<'a>,
) -> impl Iterator<Item = (Pointer, Entry<'a>)> {
    let pointer = Pointer::root().child(field);
    entries
        .iter()
        .enumerate()
        .map(move |(index, text)| (pointer.child(index), entry(text)))
}

/// One entry of the settings.
#[derive(Clone, Copy, Debug)]
enum Entry<'a> {
    Path(&'a str),
    Tag(&'a str),
    Operation(&'a str),
}

impl Entry<'_> {
    fn selects(self, path: &str, operation: &Value) -> bool {
        match self {
            Self::Path(prefix) => path.starts_with(prefix),
            Self::Tag(tag) => operation
                .get("tags")
                .and_then(Value::as_array)
                .is_some_and(|tags| tags.iter().any(|name| name == tag)),
            Self::Operation(id) => operation.get("operationId").is_some_and(|name| name == id),
        }
    }
}
