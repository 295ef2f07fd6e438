//! The extension keys, which decide how the SDK differs from its defaults. `docs/overlay.md` lists the keys.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Effect, Pointer, Result};
use crate::names::contains_word;
use crate::openapi::document::{pointer_of, translate_wrong_type};
use crate::openapi::errors::{enclosing_object, rename_or_remove, similar, within};
use crate::openapi::walk::{Kind, each_in_document, members};

const PREFIX: &str = "x-sdk-";

/// The extension keys of the root of a document, separated by spaces.
pub(super) const ROOT_KEYS: &str = "x-sdk-package x-sdk-envelope x-sdk-pagination x-sdk-resources x-sdk-events x-sdk-error-types \
    x-sdk-contract x-sdk-retry x-sdk-idempotency-key x-sdk-client-parameters";

pub(super) const OPERATION_KEYS: &str = "x-sdk-resource x-sdk-method x-sdk-name x-sdk-idempotent x-sdk-retry \
    x-sdk-idempotency-key x-sdk-pagination x-sdk-stream";

pub(super) const PARAMETER_KEYS: &str = "x-sdk-selection";

pub(super) const SCHEMA_KEYS: &str =
    "x-sdk-name x-sdk-field x-sdk-description x-sdk-secret x-sdk-fallback x-sdk-variant";

/// The extension keys that may be next to a `$ref` to a schema. Each gives a name.
pub(super) const SCHEMA_REFERENCE_KEYS: &str = "x-sdk-field x-sdk-variant";

fn all_keys() -> impl Iterator<Item = &'static str> {
    let keys = [ROOT_KEYS, OPERATION_KEYS, PARAMETER_KEYS, SCHEMA_KEYS];
    keys.into_iter().flat_map(|keys| keys.split(' '))
}

/// Returns a warning about each unknown key with the prefix. A misspelled extension key is an error elsewhere.
pub(super) fn unknown_keys(document: &Value) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    each_in_document(document, |value, kind, path| {
        for (key, _) in members(value, "").filter(|_| kind != Kind::Schemas) {
            if !key.starts_with(PREFIX) || is_known_or_misspelled(key) {
                continue;
            }
            let pointer = path.pointer().child(key);
            let object = within(enclosing_object(&pointer));
            let problem = Diagnostic::at(
                &pointer,
                format!("`{key}`{object} is not an extension of this generator"),
                "no action needed if another tool reads it",
            );
            warnings.push(problem.tolerated().with_effect(Effect::Ignored, pointer));
        }
    });
    warnings
}

/// Whether a key is an extension key, also if one character is missing, added, wrong or swapped with the next.
fn is_known_or_misspelled(key: &str) -> bool {
    let length = key.chars().count();
    // Comparing lengths first saves time.
    let is_like =
        |known: &str| known.len().abs_diff(length) <= 1 && strsim::osa_distance(key, known) <= 1;
    all_keys().any(is_like)
}

/// The extensions of one object.
pub(super) struct Extensions<'a> {
    entries: &'a IndexMap<String, Value>,
    pointer: &'a Pointer,
}

impl<'a> Extensions<'a> {
    /// Wraps the extensions of an object. Fails if an extension key is misspelled, or isn't one of the `keys`, which
    /// are separated by spaces.
    pub(super) fn new(
        entries: &'a IndexMap<String, Value>,
        pointer: &'a Pointer,
        keys: &str,
    ) -> Result<Self> {
        let is_invalid = |key: &&String| is_known_or_misspelled(key) && !contains_word(keys, key);
        let Some(key) = entries.keys().find(is_invalid) else {
            return Ok(Self { entries, pointer });
        };
        let object = within(enclosing_object(pointer));
        let expected = keys.replace(' ', "`, `");
        let is_taken = |name: &str| entries.contains_key(name);
        let (_, help) = rename_or_remove(key, keys.split(' '), is_taken);
        Err(Diagnostic::at(
            &pointer.child(key),
            format!("unknown extension `{key}`{object}; expected one of `{expected}`"),
            help,
        ))
    }

    pub(super) fn pointer_of(&self, key: &str) -> Pointer {
        self.pointer.child(key)
    }

    pub(super) fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value = self.entries.get(key);
        let value = value.map(|value| self.deserialize(key, value, &format!("`{key}`")));
        value.transpose()
    }

    /// Whether the object has `key`. Fails if its value isn't `supported`.
    pub(super) fn constant(&self, key: &str, supported: &str) -> Result<bool> {
        match self.get::<String>(key)? {
            Some(value) if value != supported => Err(Diagnostic::at(
                &self.pointer_of(key),
                format!("`{key}` is `{value}`; only `{supported}` is supported"),
                format!("delete `{key}`"),
            )),
            value => Ok(value.is_some()),
        }
    }

    /// Deserializes `value`: the value of `key`, or a copy that the caller has changed. Errors point into the value in
    /// the document, and call it `object`.
    pub(super) fn deserialize<T: DeserializeOwned>(
        &self,
        key: &str,
        value: &Value,
        object: &str,
    ) -> Result<T> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let path = pointer_of(error.path());
            let original = self.entries.get(key).unwrap_or(value);
            let invalid = original.pointer(path.as_str()).unwrap_or(original);
            let pointer = self.pointer.child(key).join(&path);
            let parent = path.parent().unwrap_or_default();
            let siblings = original.pointer(parent.as_str()).unwrap_or(original);
            let is_taken = |name: &str| siblings.get(name).is_some();
            let error = error.inner().to_string();
            invalid_extension(key, object, &error, invalid, &pointer, is_taken)
        })
    }

    /// Returns the value of `key`, a boolean. Default: false.
    pub(super) fn flag(&self, key: &str) -> Result<bool> {
        Ok(self.get(key)?.unwrap_or(false))
    }
}

/// Translates `error`, a message of serde about `value`, which is the value of `key` or a part of that value.
fn invalid_extension(
    key: &str,
    object: &str,
    error: &str,
    value: &Value,
    pointer: &Pointer,
    is_taken: impl FnOnce(&str) -> bool,
) -> Diagnostic {
    if let Some(diagnostic) = translate_wrong_type(error, value, pointer) {
        return diagnostic;
    }
    let mut names = error.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let expected = match known.as_slice() {
        [] => String::new(),
        [only] => format!("; expected `{only}`"),
        known => format!("; expected one of `{}`", known.join("`, `")),
    };
    let known = known.into_iter();
    let (message, help) = match error.split_once(" `") {
        Some(("missing field", _)) => (
            format!("missing field `{name}` in {object}"),
            format!("add `{name}` to `{key}`"),
        ),
        Some(("unknown variant", _)) => {
            let help = match similar(name, known) {
                Some(known) => format!("replace `{name}` with `{known}`"),
                None => format!("replace `{name}` with one of the expected values"),
            };
            // Only the styles of pagination are variants.
            let pointer = pointer.child("style");
            return Diagnostic::at(&pointer, format!("unknown value `{name}`{expected}"), help);
        }
        Some(("unknown field", _)) => (
            format!("unknown field `{name}` in {object}{expected}"),
            rename_or_remove(name, known, is_taken).1,
        ),
        _ => (
            format!("invalid value of {object}: {error}"),
            format!("correct the value of `{key}`"),
        ),
    };
    Diagnostic::at(pointer, message, help)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::lower::root_extensions::RootExtensions;

    #[test]
    fn documentation_lists_exactly_the_keys() {
        let text = include_str!("../../docs/overlay.md");
        let documented = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
        let documented: BTreeSet<&str> = documented.filter(|it| it.starts_with(PREFIX)).collect();
        let mut expected: BTreeSet<&str> = all_keys().collect();
        // The text about the prefix.
        expected.insert(PREFIX);
        assert_eq!(documented, expected);
    }

    #[test]
    fn invalid_extension_suggests_the_similar_name() {
        for (key, value, help) in [
            (
                "x-sdk-pagination",
                json!({"style": "ofset", "parameter": "skip"}),
                "replace `ofset` with `offset`",
            ),
            (
                "x-sdk-pagination",
                json!({"style": "link", "item": "/a", "items": "/b"}),
                "remove `item`, since `items` already exists; if needed, move its content into `items` first",
            ),
            (
                "x-sdk-pagination",
                json!({"style": "link", "size": 3}),
                "remove `size`",
            ),
            (
                "x-sdk-pagination",
                json!(true),
                "replace `true` with an object or `false`",
            ),
            (
                "x-sdk-retry",
                json!({"attempt": 3, "attempts": 3}),
                "remove `attempt`, since `attempts` already exists; if needed, move its content into `attempts` first",
            ),
        ] {
            let entries = IndexMap::from([(key.to_owned(), value)]);
            let error = RootExtensions::read(&entries).err();
            assert_eq!(error.unwrap().help(), help);
        }
    }
}
