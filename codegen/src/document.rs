//! A [`Value`] to the typed form of an OpenAPI 3.0 document.

use openapiv3::OpenAPI;
use serde::de::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::error::{Error, Result};
use crate::pointer::Pointer;

/// A document in both forms: typed for reading, and as it was, for what the typed form leaves out.
#[derive(Debug)]
pub struct Document {
    /// The typed form.
    pub openapi: OpenAPI,
    value: Value,
}

impl Document {
    /// Reads the typed form.
    ///
    /// # Errors
    ///
    /// When the value isn't an OpenAPI 3.0 document.
    pub fn parse(value: Value) -> Result<Self> {
        check_version(&value)?;
        let openapi = serde_path_to_error::deserialize(&value).map_err(|error| {
            let pointer = pointer_of(error.path());
            let cause = format!("this is not as OpenAPI 3.0 has it: {}", error.inner());
            Error::at(
                &pointer,
                cause,
                "compare the node with the OpenAPI 3.0.3 specification",
            )
        })?;
        Ok(Self { openapi, value })
    }

    /// The node at `pointer` as it was written.
    pub fn node(&self, pointer: &Pointer) -> Option<&Value> {
        self.value.pointer(pointer.as_str())
    }

    /// Reads the node at `pointer` in typed form.
    pub fn read<'a, T: Deserialize<'a>>(&'a self, pointer: &Pointer) -> Option<T> {
        T::deserialize(self.node(pointer)?).ok()
    }
}

fn check_version(value: &Value) -> Result<()> {
    let place = Pointer::root().child("openapi");
    match value.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(Error::at(
            &place,
            format!("OpenAPI {version} is not supported yet"),
            "give a document of version 3.0.x",
        )),
        None => Err(Error::at(
            &place,
            "this is not an OpenAPI document: it names no version",
            "begin the file with `openapi: 3.0.3`",
        )),
    }
}

fn pointer_of(path: &Path) -> Pointer {
    path.iter()
        .fold(Pointer::root(), |pointer, segment| match segment {
            Segment::Seq { index } => pointer.child(index),
            Segment::Map { key } => pointer.child(key),
            // A variant is a fact of the typed form, not of the document.
            Segment::Enum { .. } | Segment::Unknown => pointer,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn other_documents_and_versions_are_refused() {
        for (value, cause) in [
            (json!(null), "names no version"),
            (json!({"swagger": "2.0"}), "names no version"),
            (
                json!({"openapi": "3.1.0"}),
                "OpenAPI 3.1.0 is not supported yet",
            ),
        ] {
            let error = Document::parse(value).unwrap_err();
            assert_eq!(error.pointer().unwrap().to_string(), "#/openapi");
            assert!(error.cause().contains(cause), "{error}");
        }
    }

    #[test]
    fn a_node_of_the_wrong_form_is_named() {
        let error = Document::parse(json!({"openapi": "3.0.3", "info": {"title": 1}, "paths": {}}))
            .unwrap_err();
        assert_eq!(error.pointer().unwrap().to_string(), "#/info/title");
    }
}
