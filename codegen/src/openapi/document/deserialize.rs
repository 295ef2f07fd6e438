//! Deserializes objects. Errors use the terms of the OpenAPI specification.

use heck::ToTitleCase;
use serde::de::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::errors::{
    change_value, enclosing_object, invalid_value, missing_field, with_article, wrong_type,
};

/// Deserializes the value at `pointer`.
pub(super) fn deserialize<'a, T: Deserialize<'a>>(
    value: &'a Value,
    pointer: &Pointer,
) -> Result<T> {
    // Recording the path to an error is slow, so this happens only if there is an error.
    T::deserialize(value).or_else(|_| {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let path = pointer_of(error.path());
            let invalid = value.pointer(path.as_str()).unwrap_or(value);
            translate(&error.inner().to_string(), invalid, &pointer.join(&path))
        })
    })
}

/// Translates serde's error message about the value at `pointer`.
pub(super) fn translate(error: &str, value: &Value, pointer: &Pointer) -> Diagnostic {
    if let Some(name) = error.strip_prefix("missing field `") {
        return missing_field(pointer, name.trim_end_matches('`'));
    }
    let object = enclosing_object(pointer);
    if error.starts_with("unknown variant ") {
        let names: Vec<Value> = error
            .split('`')
            .skip(1)
            .step_by(2)
            .map(Value::from)
            .collect();
        if let Some((found, expected)) = names.split_first() {
            return invalid_value(pointer, object, found, expected);
        }
    }
    translate_wrong_type(error, value, pointer).unwrap_or_else(|| {
        let message = match &object {
            Some(object) => format!("the value isn't a valid {object}"),
            None => error.to_owned(),
        };
        Diagnostic::at(pointer, message, change_value(object))
    })
}

/// Translates serde's error message if it is about a wrong type.
pub(crate) fn translate_wrong_type(
    error: &str,
    value: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    let (found, expected) = error.split_once(", expected ")?;
    found
        .starts_with("invalid ")
        .then(|| wrong_type(pointer, value, &in_json_terms(expected)))
}

fn in_json_terms(name: &str) -> String {
    match name {
        "a sequence" => "an array".to_owned(),
        "a map" => "an object".to_owned(),
        "usize" | "u64" => "a non-negative integer".to_owned(),
        "i64" => "an integer".to_owned(),
        "f64" => "a number".to_owned(),
        "struct OpenAPI" => "an OpenAPI Object".to_owned(),
        name => name.strip_prefix("struct ").map_or_else(
            || name.to_owned(),
            |name| with_article(&format!("{} Object", name.to_title_case())),
        ),
    }
}

/// Converts serde's path to a relative pointer.
pub(crate) fn pointer_of(path: &Path) -> Pointer {
    path.iter()
        .fold(Pointer::root(), |pointer, segment| match segment {
            Segment::Seq { index } => pointer.child(index),
            Segment::Map { key } => pointer.child(key),
            // Enum variants exist only in Rust.
            Segment::Enum { .. } | Segment::Unknown => pointer,
        })
}
