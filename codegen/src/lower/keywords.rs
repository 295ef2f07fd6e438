//! Checks that every keyword of a schema is lowered, so that none is dropped silently.

use openapiv3::{SchemaKind, Type};
use serde_json::{Map, Value};

use super::Lowering;
use super::resolve::ResolvedSchema;
use crate::diagnostics::{Diagnostic, Result};

/// The keywords that are lowered in every schema.
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

const STRING: [&str; 3] = ["maxLength", "minLength", "pattern"];

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

/// The keywords that decide the structure of values.
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
    /// Reports the keywords of a schema that aren't lowered.
    ///
    /// # Errors
    ///
    /// Returns an error if one of them decides the structure of values.
    pub(super) fn check_keywords(&mut self, schema: &ResolvedSchema<'_>) -> Result<()> {
        for (keyword, error) in self.unknown_keywords(schema) {
            if STRUCTURE.contains(&keyword) {
                return Err(error);
            }
            self.diagnostics.ignore(error)?;
        }
        Ok(())
    }

    /// Checks that an alias has no keyword that isn't lowered; in lenient mode, none that decides the structure of
    /// values.
    pub(super) fn check_alias(&self, schema: &ResolvedSchema<'_>) -> Result<()> {
        let is_strict = !self.diagnostics.is_lenient();
        self.unknown_keywords(schema)
            .into_iter()
            .find(|(keyword, _)| is_strict || STRUCTURE.contains(keyword))
            .map_or(Ok(()), |(_, error)| Err(error))
    }

    /// Returns the keywords of a schema that aren't lowered.
    fn unknown_keywords(&self, schema: &ResolvedSchema<'_>) -> Vec<(&'a str, Diagnostic)> {
        let document = self.document;
        let members = document.node(&schema.pointer).and_then(Value::as_object);
        let (kind, known) = keywords(&schema.schema.schema_kind);
        members
            .into_iter()
            .flat_map(Map::keys)
            .map(String::as_str)
            .filter(|keyword| {
                !keyword.starts_with("x-") && !COMMON.contains(keyword) && !known.contains(keyword)
            })
            .map(|keyword| {
                let error = Diagnostic::at(
                    &schema.pointer.child(keyword),
                    format!("`{keyword}` is not supported in a Schema Object {kind}"),
                    format!("delete or replace `{keyword}` in the overlay"),
                );
                // Another keyword may be a mistake.
                let is_limitation = STRUCTURE.contains(&keyword);
                let error = if is_limitation {
                    error.limitation()
                } else {
                    error
                };
                (keyword, error)
            })
            .collect()
    }
}

/// Describes a kind of schema, and returns the keywords that are lowered only in this kind.
fn keywords(kind: &SchemaKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        SchemaKind::Type(Type::String(_)) => ("of type `string`", &STRING),
        SchemaKind::Type(Type::Number(_)) => ("of type `number`", &NUMBER),
        SchemaKind::Type(Type::Integer(_)) => ("of type `integer`", &NUMBER),
        SchemaKind::Type(Type::Boolean(_)) => ("of type `boolean`", &[]),
        SchemaKind::Type(Type::Array(_)) => ("of type `array`", &ARRAY),
        SchemaKind::Type(Type::Object(_)) => ("of type `object`", &OBJECT),
        SchemaKind::OneOf { .. } => ("with `oneOf`", &["oneOf", "discriminator"]),
        SchemaKind::AnyOf { .. } => ("with `anyOf`", &["anyOf", "discriminator"]),
        SchemaKind::AllOf { .. } => ("with `allOf`", &["allOf"]),
        SchemaKind::Not { .. } | SchemaKind::Any(_) => ("without a type", &[]),
    }
}
