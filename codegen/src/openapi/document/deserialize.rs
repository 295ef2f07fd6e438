//! Deserializes objects, with errors in the terms of the OpenAPI specification.

use heck::ToTitleCase;
use serde::de::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::keywords::object_name;

/// Deserializes the value at `pointer`.
pub(super) fn deserialize<'a, T: Deserialize<'a>>(
    value: &'a Value,
    pointer: &Pointer,
) -> Result<T> {
    // Tracking the path is slow, and only needed for errors.
    T::deserialize(value).or_else(|_| {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let pointer = pointer_of(pointer.clone(), error.path());
            invalid(&pointer, &error.inner().to_string())
        })
    })
}

/// Creates an error about the value at `pointer` from a message of serde.
fn invalid(pointer: &Pointer, error: &str) -> Diagnostic {
    let object = object_name(pointer).or_else(|| object_name(&pointer.parent()?));
    let message = if let Some((found, expected)) = mismatch(error) {
        let (found, expected) = (in_json_terms(found), in_json_terms(expected));
        format!("expected {expected}, found {found}")
    } else if let Some(variant) = error.strip_prefix("unknown variant ") {
        format!(
            "unknown value {}",
            variant.replacen(", expected", "; expected", 1)
        )
    } else if let Some(object) = &object {
        format!("{error} in {object}")
    } else {
        error.to_owned()
    };
    let anchor = object.map_or(String::new(), |object| {
        format!("#{}", object.to_lowercase().replace(' ', "-"))
    });
    let help = format!("correct it as specified in https://spec.openapis.org/oas/v3.0.3{anchor}");
    Diagnostic::at(pointer, message, help)
}

/// Splits a message of serde about a value of the wrong type into what it found and what it expected.
fn mismatch(error: &str) -> Option<(&str, &str)> {
    error
        .strip_prefix("invalid type: ")
        .or_else(|| error.strip_prefix("invalid value: "))?
        .split_once(", expected ")
}

/// Translates a type as serde calls it.
fn in_json_terms(name: &str) -> String {
    match name {
        "sequence" | "a sequence" => "an array".to_owned(),
        "map" | "a map" => "an object".to_owned(),
        "usize" | "u64" => "a non-negative integer".to_owned(),
        "i64" => "an integer".to_owned(),
        "f64" => "a number".to_owned(),
        "struct OpenAPI" => "an OpenAPI Object".to_owned(),
        name => name.strip_prefix("struct ").map_or_else(
            || name.to_owned(),
            |name| {
                let article = if name.starts_with(['E', 'I', 'O']) {
                    "an"
                } else {
                    "a"
                };
                format!("{article} {} Object", name.to_title_case())
            },
        ),
    }
}

/// Converts a path of serde, relative to `pointer`, to a pointer.
pub(crate) fn pointer_of(pointer: Pointer, path: &Path) -> Pointer {
    path.iter().fold(pointer, |pointer, segment| match segment {
        Segment::Seq { index } => pointer.child(index),
        Segment::Map { key } => pointer.child(key),
        // Only the typed form has variants.
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}
