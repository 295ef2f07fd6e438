//! The kinds of schemas, for messages and names.

use openapiv3::{SchemaKind, Type};

/// Describes the kind of a schema for a message: ``of type `string` ``, ``with `oneOf` ``.
pub(super) fn describe(kind: &SchemaKind) -> String {
    match kind {
        SchemaKind::OneOf { .. } => "with `oneOf`".to_owned(),
        SchemaKind::AnyOf { .. } => "with `anyOf`".to_owned(),
        SchemaKind::AllOf { .. } => "with `allOf`".to_owned(),
        kind => type_name(kind).map_or_else(
            || "without a type".to_owned(),
            |name| format!("of type `{name}`"),
        ),
    }
}

/// Returns the `type` of a schema.
pub(super) fn type_name(kind: &SchemaKind) -> Option<&'static str> {
    match kind {
        SchemaKind::Type(Type::String(_)) => Some("string"),
        SchemaKind::Type(Type::Number(_)) => Some("number"),
        SchemaKind::Type(Type::Integer(_)) => Some("integer"),
        SchemaKind::Type(Type::Boolean(_)) => Some("boolean"),
        SchemaKind::Type(Type::Array(_)) => Some("array"),
        SchemaKind::Type(Type::Object(_)) => Some("object"),
        _ => None,
    }
}
