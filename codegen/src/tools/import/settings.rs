//! The settings of an import, which select the operations of the upstream document.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::document;
use crate::openapi::errors::duplicate_operation_id;
use crate::openapi::operations::operations;
use crate::openapi::walk::{items, string};

const HELP: &str =
    "list path prefixes under `paths`, tags under `tags`, and operationIds under `operations`";

/// The settings. An operation is imported if any entry of any field selects it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Prefixes of paths, such as `/room`.
    pub paths: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// operationIds.
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
            let invalid = value.pointer(pointer.as_str()).unwrap_or(value);
            let error = error.inner().to_string();
            document::translate_wrong_type(&error, invalid, &pointer).unwrap_or_else(|| {
                Diagnostic::at(&pointer, format!("invalid import settings: {error}"), HELP)
            })
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

    pub(super) fn selects(&self, path: &str, operation: &Value) -> bool {
        self.entries().any(|entry| entry.selects(path, operation))
    }

    pub(super) fn check_ids(&self, document: &Value) -> Result<()> {
        let mut ids = BTreeMap::new();
        for operation in operations(document) {
            if self.selects(operation.path, operation.value)
                && let Some(id) = string(operation.value, "operationId")
                && let Some(first) = ids.insert(id, operation.pointer.clone())
            {
                return Err(duplicate_operation_id(&operation.pointer, id, &first));
            }
        }
        Ok(())
    }

    /// Checks that each entry selects an operation. The error is located in the settings.
    pub(super) fn check_entries(&self, document: &Value) -> Result<()> {
        let operations = operations(document);
        let selects_none =
            |entry: &Entry<'_>| !operations.iter().any(|it| entry.selects(it.path, it.value));
        let Some(Entry { field, index, text }) = self.entries().find(selects_none) else {
            return Ok(());
        };
        let property = match field {
            "paths" => "a path that starts with",
            "tags" => "the tag",
            _ => "the operationId",
        };
        Err(Diagnostic::at(
            &Pointer::root().child(field).child(index),
            format!("no operation has {property} `{text}`"),
            "correct the entry, or remove it if upstream removed the operations",
        ))
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let fields = [
            ("paths", &self.paths),
            ("tags", &self.tags),
            ("operations", &self.operations),
        ];
        fields.into_iter().flat_map(|(field, texts)| {
            (0..)
                .zip(texts)
                .map(move |(index, text)| Entry { field, index, text })
        })
    }
}

struct Entry<'a> {
    field: &'static str,
    index: usize,
    text: &'a str,
}

impl Entry<'_> {
    fn selects(&self, path: &str, operation: &Value) -> bool {
        match self.field {
            "paths" => path.starts_with(self.text),
            "tags" => items(operation, "/tags").any(|tag| tag == self.text),
            _ => string(operation, "operationId") == Some(self.text),
        }
    }
}
