//! Decides which fields of a model are optional, nullable, arguments of the constructor, or have setters.

use crate::ir::{Access, Field, TypeDefinition};

/// Whether requests can send null, which differs from omitting the field.
pub(super) fn can_send_null(definition: &TypeDefinition, field: &Field) -> bool {
    field.nullable && definition.in_requests && field.access != Access::ReadOnly
}

/// Whether the field is an `Option`, because it may be absent or received as null.
pub(crate) fn is_optional(definition: &TypeDefinition, field: &Field) -> bool {
    let is_absent_in_one_direction = match field.access {
        Access::Both => false,
        Access::ReadOnly => definition.in_requests,
        Access::WriteOnly => definition.in_responses,
    };
    // If null is only received, `None` means null or absent.
    let is_null_received = field.nullable && !can_send_null(definition, field);
    !field.required || is_null_received || is_absent_in_one_direction
}

/// Whether the constructor has an argument for the field, because requests require it.
pub(crate) fn is_argument(definition: &TypeDefinition, field: &Field) -> bool {
    let must_be_sent = field.required && field.access == Access::WriteOnly;
    !is_optional(definition, field) || must_be_sent
}

/// Whether a type in requests has a setter for the field, because requests may contain it but need not.
pub(crate) fn has_setter(definition: &TypeDefinition, field: &Field) -> bool {
    field.access != Access::ReadOnly && !is_argument(definition, field)
}
