//! How a field is sent and read.

use crate::ir::{Access, Field, TypeDefinition};

/// Whether null can be sent, so that it differs from absent.
pub(super) fn is_nullable(definition: &TypeDefinition, field: &Field) -> bool {
    field.nullable && definition.in_requests && field.access != Access::ReadOnly
}

/// Whether the field is optional in a direction in which the object is used.
pub(crate) fn is_optional(definition: &TypeDefinition, field: &Field) -> bool {
    let travels_elsewhere = match field.access {
        Access::Both => false,
        Access::ReadOnly => definition.in_requests,
        Access::WriteOnly => definition.in_responses,
    };
    !field.required || (field.nullable && !is_nullable(definition, field)) || travels_elsewhere
}

/// Whether the field is an argument of the constructor: requests require it.
pub(crate) fn is_argument(definition: &TypeDefinition, field: &Field) -> bool {
    let must_be_sent = field.required && field.access == Access::WriteOnly;
    !is_optional(definition, field) || must_be_sent
}

/// Whether the field has a setter.
pub(super) fn has_setter(definition: &TypeDefinition, field: &Field) -> bool {
    field.access != Access::ReadOnly && !is_argument(definition, field)
}
