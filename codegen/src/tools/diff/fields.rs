//! Fields of structs.

use super::change::{Changes, Item};
use super::verdict::Kind;
use super::{Comparison, annotations, describe};
use crate::ir::{Field, Shape, TypeDefinition};
use crate::names;
use crate::render::signature::{is_argument, is_optional};

/// Compares the fields of one struct.
pub(super) fn compare<'a>(
    changes: &mut Changes,
    comparison: &'a Comparison<'_>,
    structure: &Item<'a>,
    definitions: [&'a TypeDefinition; 2],
) {
    let [old, new] = definitions;
    let [old_signatures, new_signatures] = &comparison.signatures;
    // Callers can't have constructed a type that wasn't sent before.
    let is_constructible = old.in_requests && new.in_requests;
    changes.list(
        definitions.map(fields),
        name,
        |field| structure.part(describe::field(new, &field.label), &field.pointer),
        |field| {
            let kind = match is_constructible && is_argument(new, field) {
                true => Kind::RequiredFieldAdded,
                false => Kind::FieldAdded,
            };
            (kind, new_signatures.stored(new, field))
        },
        |field| (Kind::FieldRemoved, old_signatures.stored(old, field)),
        |changes, item, both| {
            let [old_field, new_field] = both;
            let old_type = old_signatures.stored(old, old_field);
            let new_type = new_signatures.stored(new, new_field);
            if old_type == new_type {
                let is_argument = is_constructible
                    .then(|| [is_argument(old, old_field), is_argument(new, new_field)]);
                compare_presence(changes, &item, is_argument, both);
            } else {
                let optional = [is_optional(old, old_field), is_optional(new, new_field)];
                let kind = type_change(optional, &old_type, &new_type);
                changes.changed(kind, &item, [old_type, new_type]);
            }
            changes.changed(Kind::WireNameChanged, &item, both.map(|field| &*field.name));
            annotations::compare(changes, &item, both.map(|field| &field.annotations));
        },
    );
    if is_constructible {
        let arguments = definitions.map(|definition| {
            let fields = fields(definition).iter();
            fields
                .filter(|field| is_argument(definition, field))
                .map(name)
                .collect()
        });
        changes.reordered(Kind::ArgumentsReordered, structure, arguments);
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
fn type_change(optional: [bool; 2], old: &str, new: &str) -> Kind {
    match optional {
        [false, true] if new == format!("Option<{old}>") => Kind::FieldNowOptional,
        [true, false] if old == format!("Option<{new}>") => Kind::FieldNowRequired,
        _ => Kind::FieldTypeChanged,
    }
}

/// Compares whether a field whose type is unchanged is required and nullable.
///
/// `is_argument` is whether `new` takes the field, if the type has `new`.
fn compare_presence(
    changes: &mut Changes,
    item: &Item<'_>,
    is_argument: Option<[bool; 2]>,
    both: [&Field; 2],
) {
    let presence = both.map(|field| match (field.required, field.nullable) {
        (true, false) => "required",
        (true, true) => "required, nullable",
        (false, false) => "optional",
        (false, true) => "optional, nullable",
    });
    let kind = match is_argument {
        // An `Option` can represent null or absence.
        Some([true, false]) => Kind::FieldNowOptional,
        Some([false, true]) => Kind::FieldNowRequired,
        _ => Kind::PresenceChanged,
    };
    changes.changed(kind, item, presence);
}
