//! Fields of structs.

use super::change::{Changes, Item};
use super::matching::{self, Match};
use super::verdict::Kind;
use super::{Comparison, annotations, describe};
use crate::ir::{Field, Shape, TypeDefinition};
use crate::names;
use crate::render::signature::{is_argument, is_optional};

/// Compares the fields of one struct.
pub(super) fn compare(
    comparison: &Comparison<'_>,
    structure: Item<'_>,
    (old, new): (&TypeDefinition, &TypeDefinition),
    changes: &mut Changes,
) {
    // Callers can't have constructed a type that wasn't sent before.
    let is_constructible = old.in_requests && new.in_requests;
    for found in matching::by_key(fields(old), fields(new), name) {
        let (Match::Added(field) | Match::Removed(field) | Match::Both(_, field)) = found;
        let label = describe::field(new, &field.label);
        let item = Item {
            label: &label,
            pointer: &field.pointer,
            ..structure
        };
        match found {
            Match::Added(field) => {
                let kind = if is_constructible && is_argument(new, field) {
                    Kind::RequiredFieldAdded
                } else {
                    Kind::FieldAdded
                };
                changes.added(kind, item, comparison.new_signatures.stored(new, field));
            }
            Match::Removed(field) => {
                let stored = comparison.old_signatures.stored(old, field);
                changes.removed(Kind::FieldRemoved, item, stored);
            }
            Match::Both(old_field, new_field) => {
                let old_type = comparison.old_signatures.stored(old, old_field);
                let new_type = comparison.new_signatures.stored(new, new_field);
                if old_type == new_type {
                    let is_argument = is_constructible
                        .then(|| (is_argument(old, old_field), is_argument(new, new_field)));
                    compare_presence(item, is_argument, (old_field, new_field), changes);
                } else {
                    let optional = (is_optional(old, old_field), is_optional(new, new_field));
                    let kind = type_change(optional, &old_type, &new_type);
                    changes.changed(kind, item, old_type, new_type);
                }
                let (old_name, new_name) = (&*old_field.name, &*new_field.name);
                changes.changed(Kind::WireNameChanged, item, old_name, new_name);
                annotations::compare(
                    item,
                    &old_field.annotations,
                    &new_field.annotations,
                    changes,
                );
            }
        }
    }
    if is_constructible {
        let arguments = |definition: &TypeDefinition| -> Vec<String> {
            fields(definition)
                .iter()
                .filter(|field| is_argument(definition, field))
                .map(name)
                .collect()
        };
        let (old, new) = (arguments(old), arguments(new));
        changes.reordered(Kind::ArgumentsReordered, structure, &old, &new);
    }
}

fn fields(definition: &TypeDefinition) -> &[Field] {
    match &definition.shape {
        Shape::Struct(fields) => fields,
        Shape::Enum(_) | Shape::Union { .. } | Shape::Responses(_) => &[],
    }
}

fn name(field: &Field) -> String {
    names::field_or_argument(&field.label).to_string()
}

/// Returns whether a field only became an `Option`, was one, or has another type.
fn type_change(optional: (bool, bool), old: &str, new: &str) -> Kind {
    match optional {
        (false, true) if new == format!("Option<{old}>") => Kind::FieldNowOptional,
        (true, false) if old == format!("Option<{new}>") => Kind::FieldNowRequired,
        _ => Kind::FieldTypeChanged,
    }
}

/// Compares whether a field whose type is unchanged is required and nullable.
///
/// `is_argument` is whether `new` takes the field, if the type has `new`.
fn compare_presence(
    item: Item<'_>,
    is_argument: Option<(bool, bool)>,
    (old, new): (&Field, &Field),
    changes: &mut Changes,
) {
    let presence = |field: &Field| match (field.required, field.nullable) {
        (true, false) => "required",
        (true, true) => "required, nullable",
        (false, false) => "optional",
        (false, true) => "optional, nullable",
    };
    let kind = match is_argument {
        // An `Option` can represent null or absence.
        Some((true, false)) => Kind::FieldNowOptional,
        Some((false, true)) => Kind::FieldNowRequired,
        _ => Kind::PresenceChanged,
    };
    changes.changed(kind, item, presence(old), presence(new));
}
