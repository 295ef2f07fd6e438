//! The keywords that are read of each kind of schema; any other is refused, so that none is lost in silence.

use openapiv3::{SchemaKind, Type};

use super::schema::Resolved;
use super::{Lowering, unsupported};
use crate::error::Result;

/// The keywords that say something about any schema.
const COMMON: [&str; 12] = [
    "default",
    "deprecated",
    "description",
    "enum",
    "example",
    "externalDocs",
    "format",
    "nullable",
    "readOnly",
    "title",
    "type",
    "writeOnly",
];

const TEXT: [&str; 3] = ["maxLength", "minLength", "pattern"];

const NUMBER: [&str; 5] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "minimum",
    "multipleOf",
];

const ARRAY: [&str; 4] = ["items", "maxItems", "minItems", "uniqueItems"];

const OBJECT: [&str; 5] = [
    "additionalProperties",
    "maxProperties",
    "minProperties",
    "properties",
    "required",
];

impl Lowering<'_> {
    /// Checks that every keyword of the schema is read.
    pub(super) fn check_keywords(&self, schema: &Resolved<'_>) -> Result<()> {
        let Some(members) = self
            .document
            .node(&schema.pointer)
            .and_then(|node| node.as_object())
        else {
            return Ok(());
        };
        let known = keywords(&schema.schema.schema_kind);
        let mut keywords = members
            .keys()
            .map(String::as_str)
            .filter(|keyword| !keyword.starts_with("x-"));
        match keywords.find(|keyword| !COMMON.contains(keyword) && !known.contains(keyword)) {
            Some(keyword) => {
                let construct = format!("`{keyword}` in this place");
                Err(unsupported(&schema.pointer.child(keyword), &construct))
            }
            None => Ok(()),
        }
    }
}

fn keywords(kind: &SchemaKind) -> &'static [&'static str] {
    match kind {
        SchemaKind::Type(Type::String(_)) => &TEXT,
        SchemaKind::Type(Type::Number(_) | Type::Integer(_)) => &NUMBER,
        SchemaKind::Type(Type::Array(_)) => &ARRAY,
        SchemaKind::Type(Type::Object(_)) => &OBJECT,
        SchemaKind::OneOf { .. } => &["oneOf", "discriminator"],
        SchemaKind::AllOf { .. } => &["allOf"],
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. }
        | SchemaKind::Any(_) => &[],
    }
}
