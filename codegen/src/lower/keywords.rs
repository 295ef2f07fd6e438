//! The keywords that are read of each kind of schema; any other is refused, so that none is lost in silence.

use openapiv3::{SchemaKind, Type};
use serde_json::{Map, Value};

use super::schema::Resolved;
use super::{Lowering, unsupported};
use crate::diagnostics::{Diagnostic, Result};

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

/// The keywords that say what a value is made of: without them, it would be taken for something else.
const STRUCTURE: [&str; 11] = [
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "items",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
];

impl<'a> Lowering<'a> {
    /// Checks that every keyword of the schema is read, or else may be left aside.
    pub(super) fn check_keywords(&mut self, schema: &Resolved<'_>) -> Result<()> {
        for (keyword, fault) in self.unknown_keywords(schema) {
            if STRUCTURE.contains(&keyword) {
                return Err(fault);
            }
            self.diagnostics.ignore(fault)?;
        }
        Ok(())
    }

    /// Checks that every keyword of a schema is read that is but another word for a reference.
    pub(super) fn check_alias(&self, schema: &Resolved<'_>) -> Result<()> {
        let is_strict = !self.diagnostics.is_lenient();
        let mut unknown = self.unknown_keywords(schema).into_iter();
        match unknown.find(|(keyword, _)| is_strict || STRUCTURE.contains(keyword)) {
            Some((_, fault)) => Err(fault),
            None => Ok(()),
        }
    }

    /// The keywords of the schema that are not read.
    fn unknown_keywords(&self, schema: &Resolved<'_>) -> Vec<(&'a str, Diagnostic)> {
        let document = self.document;
        let members = document.node(&schema.pointer).and_then(Value::as_object);
        let known = keywords(&schema.schema.schema_kind);
        let keywords = members.into_iter().flat_map(Map::keys).map(String::as_str);
        let unknown = keywords.filter(|keyword| {
            !keyword.starts_with("x-") && !COMMON.contains(keyword) && !known.contains(keyword)
        });
        let faults = unknown.map(|keyword| {
            let construct = format!("`{keyword}` in this place");
            let fault = unsupported(&schema.pointer.child(keyword), &construct);
            // Another keyword may be a slip of the pen.
            let is_limit = STRUCTURE.contains(&keyword);
            (keyword, if is_limit { fault.limitation() } else { fault })
        });
        faults.collect()
    }
}

fn keywords(kind: &SchemaKind) -> &'static [&'static str] {
    match kind {
        SchemaKind::Type(Type::String(_)) => &TEXT,
        SchemaKind::Type(Type::Number(_) | Type::Integer(_)) => &NUMBER,
        SchemaKind::Type(Type::Array(_)) => &ARRAY,
        SchemaKind::Type(Type::Object(_)) => &OBJECT,
        SchemaKind::OneOf { .. } => &["oneOf", "discriminator"],
        SchemaKind::AnyOf { .. } => &["anyOf", "discriminator"],
        SchemaKind::AllOf { .. } => &["allOf"],
        SchemaKind::Type(Type::Boolean(_)) | SchemaKind::Not { .. } | SchemaKind::Any(_) => &[],
    }
}
