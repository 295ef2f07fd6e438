//! Which operations of an upstream document a project wants.

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::document;

/// What a project wants of an upstream document: every operation that meets one of these.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Its path begins like this.
    pub paths: Vec<String>,
    /// It has this tag.
    pub tags: Vec<String>,
    /// It has this operationId.
    pub operations: Vec<String>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    ///
    /// When a member is unknown or of another form, or nothing is wanted.
    pub fn parse(value: &Value) -> Result<Self> {
        let settings: Self = serde_path_to_error::deserialize(value).map_err(|error| {
            let place = document::pointer_of(Pointer::root(), error.path());
            Diagnostic::at(
                &place,
                format!("these are not the settings of an import: {}", error.inner()),
                "list beginnings of paths under `paths`, tags under `tags`, and operationIds under `operations`",
            )
        })?;
        if settings.entries().next().is_none() {
            return Err(Diagnostic::at(
                &Pointer::root().child("paths"),
                "the settings want no operation",
                "list beginnings of paths under `paths`, tags under `tags`, or operationIds under `operations`",
            ));
        }
        Ok(settings)
    }

    /// Whether an operation is wanted.
    pub(super) fn want(&self, path: &str, operation: &Value) -> bool {
        self.entries()
            .any(|(_, entry)| entry.wants(path, operation))
    }

    /// Every entry, with its place.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Pointer, Entry<'_>)> {
        placed("paths", &self.paths, Entry::Path)
            .chain(placed("tags", &self.tags, Entry::Tag))
            .chain(placed("operations", &self.operations, Entry::Operation))
    }
}

fn placed<'a>(
    member: &str,
    entries: &'a [String],
    entry: fn(&'a str) -> Entry<'a>,
) -> impl Iterator<Item = (Pointer, Entry<'a>)> {
    let place = Pointer::root().child(member);
    let entries = entries.iter().enumerate();
    entries.map(move |(index, text)| (place.child(index), entry(text)))
}

/// One thing that makes an operation wanted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry<'a> {
    Path(&'a str),
    Tag(&'a str),
    Operation(&'a str),
}

impl Entry<'_> {
    pub(super) fn wants(self, path: &str, operation: &Value) -> bool {
        match self {
            Self::Path(beginning) => path.starts_with(beginning),
            Self::Tag(tag) => operation
                .get("tags")
                .and_then(Value::as_array)
                .is_some_and(|tags| tags.iter().any(|name| name == tag)),
            Self::Operation(id) => operation.get("operationId").is_some_and(|name| name == id),
        }
    }
}
