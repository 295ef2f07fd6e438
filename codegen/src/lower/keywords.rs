//! Reports keywords that don't belong to the kind of a schema, or aren't in OpenAPI 3.0. Keywords that belong to the
//! kind aren't reported, even if they have no effect on the SDK, such as `minProperties` of an object or an `enum` of
//! arrays.
//!
//! A schema can't be lowered without its structural keywords, such as `properties`. Other keywords can be ignored.

use openapiv3::SchemaKind;
use serde_json::Value;

use super::Lowering;
use super::resolve::ResolvedSchema;
use super::schema_kind::{describe, type_name};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::errors::quoted;
use crate::openapi::keywords::{Role, is_in_3_0, role, schema_keyword};
use crate::openapi::walk::members;

impl<'a> Lowering<'a> {
    /// Reports the keywords of a schema that the generator doesn't lower. Fails if one of them is structural.
    pub(super) fn check_keywords(&mut self, schema: &ResolvedSchema<'_>) -> Result<()> {
        for (keyword, error) in self.unsupported_keywords(schema) {
            if is_structural(keyword) {
                return Err(error);
            }
            self.diagnostics.warn(error);
        }
        Ok(())
    }

    /// Checks that the generator lowers all structural keywords of an alias: a schema whose `allOf` is a single `$ref`,
    /// with only annotations next to it.
    pub(super) fn check_alias(&self, schema: &ResolvedSchema<'_>) -> Result<()> {
        let mut errors = self.unsupported_keywords(schema).into_iter();
        let error = errors.find(|(keyword, _)| is_structural(keyword));
        error.map_or(Ok(()), |(_, error)| Err(error))
    }

    /// Returns the keywords of a schema that the generator doesn't lower, with an error about each.
    fn unsupported_keywords(&self, schema: &ResolvedSchema<'_>) -> Vec<(&'a str, Diagnostic)> {
        let kind = schema.kind();
        members(self.document.root(), schema.pointer.as_str())
            .filter(|(keyword, _)| !keyword.starts_with("x-") && !belongs_to(keyword, kind))
            .map(|(keyword, value)| {
                let pointer = schema.pointer.child(keyword);
                let error = match &**keyword {
                    "$dynamicRef" | "$recursiveRef" => dynamic_reference(keyword, value, &pointer),
                    _ => unsupported(keyword, kind, &pointer),
                };
                (keyword.as_str(), error.tolerated())
            })
            .collect()
    }
}

fn unsupported(keyword: &str, kind: &SchemaKind, pointer: &Pointer) -> Diagnostic {
    let described = describe(kind);
    let message = match keyword {
        "discriminator" => format!(
            "`discriminator` is only supported next to `oneOf` or `anyOf`; found it in a Schema Object {described}"
        ),
        _ => format!("`{keyword}` is not supported in a Schema Object {described}"),
    };
    let help = format!("in an overlay, delete `{keyword}`");
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about `$dynamicRef` or `$recursiveRef`.
fn dynamic_reference(keyword: &str, value: &Value, pointer: &Pointer) -> Diagnostic {
    let reference = quoted(value.as_str().unwrap_or_default());
    Diagnostic::at(
        pointer,
        format!("the reference {reference} in `{keyword}` is not supported"),
        format!(
            "in an overlay, remove `{keyword}`, and in a later action add a `$ref` to the component that it means"
        ),
    )
}

pub(super) fn is_structural(name: &str) -> bool {
    role(name) == Some(Role::Structure)
}

/// Whether a keyword belongs to this kind of schema.
fn belongs_to(name: &str, kind: &SchemaKind) -> bool {
    let Some(keyword) = schema_keyword(name).filter(|_| is_in_3_0(name)) else {
        return false;
    };
    match (name, kind) {
        ("oneOf" | "discriminator", SchemaKind::OneOf { .. })
        | ("anyOf" | "discriminator", SchemaKind::AnyOf { .. })
        | ("allOf", SchemaKind::AllOf { .. })
        | ("format", _) => true,
        ("discriminator", _) => false,
        _ => match keyword.role {
            Role::Annotation => true,
            Role::Type if keyword.types.is_empty() => true,
            _ => type_name(kind).is_some_and(|name| keyword.types.contains(&name)),
        },
    }
}
