//! Compares the fields of a struct.

use super::change::{Changes, Item};
use super::verdict::Kind;
use super::{annotations, describe};
use crate::ir::{Field, Shape, TypeDefinition};
use crate::names;
use crate::render::signature::{field_type, has_setter, is_argument, is_optional};

struct StructField<'a> {
    field: &'a Field,
    name: String,
    ty: String,
    /// Whether the outer type is an `Option`, because the field may be absent or null.
    is_optional: bool,
    /// Whether the constructor has an argument for the field, if both versions have a constructor.
    is_argument: bool,
    has_setter: bool,
}

pub(super) fn compare(changes: &mut Changes, structure: &Item, definitions: [&TypeDefinition; 2]) {
    let [old, new] = definitions;
    // Only types in requests have constructors and setters. `types` reports those that only one version has.
    let has_constructor = old.in_requests && new.in_requests;
    let fields = definitions.map(|it| fields(it, has_constructor));
    let pairs = changes.compare_lists(
        fields.each_ref(),
        |it| &it.name,
        |it| {
            let label = describe::field(new, &it.field.label);
            let kinds = match it.is_argument {
                true => [Kind::RequiredFieldAdded, Kind::FieldRemoved],
                false => [Kind::FieldAdded, Kind::FieldRemoved],
            };
            let item = structure.part(label, &it.field.pointer);
            (item, kinds, it.ty.clone())
        },
    );
    for (item, both) in pairs {
        compare_types(changes, &item, both);
        // If the field is an argument in one version, the change is already reported.
        if both.iter().all(|it| !it.is_argument) {
            let kinds = [Kind::FieldSetterAdded, Kind::FieldSetterRemoved];
            changes.toggled(kinds, &item, both.map(|it| it.has_setter), "setter");
        }
        let both = both.map(|it| it.field);
        changes.changed(Kind::WireNameChanged, &item, both.map(|field| &*field.name));
        annotations::compare(changes, &item, both.map(|field| &field.annotations));
    }
    let arguments = fields.map(|fields| {
        let arguments = fields.into_iter().filter(|it| it.is_argument);
        arguments.map(|it| it.name).collect()
    });
    changes.reordered(Kind::ArgumentsReordered, structure, arguments);
}

fn fields(definition: &TypeDefinition, has_constructor: bool) -> Vec<StructField<'_>> {
    let Shape::Struct(fields) = &definition.shape else {
        return Vec::new();
    };
    let fields = fields.iter().map(|field| StructField {
        field,
        name: names::field_or_argument(&field.label).to_string(),
        ty: field_type(definition, field),
        is_optional: is_optional(definition, field),
        is_argument: has_constructor && is_argument(definition, field),
        has_setter: has_constructor && has_setter(definition, field),
    });
    fields.collect()
}

/// Compares the types of a field or, if they are equal, whether the field is required and nullable.
fn compare_types(changes: &mut Changes, item: &Item, both: [&StructField<'_>; 2]) {
    let [old, new] = both;
    if old.ty != new.ty {
        let kind = match [old.is_optional, new.is_optional] {
            [false, true] if new.ty == format!("Option<{}>", old.ty) => Kind::FieldNowOptional,
            [true, false] if old.ty == format!("Option<{}>", new.ty) => Kind::FieldNowRequired,
            _ => Kind::FieldTypeChanged,
        };
        changes.changed(kind, item, [&*old.ty, &*new.ty]);
        return;
    }
    // With equal types, a field can still change from an argument to a setter, or the reverse.
    let kind = match both.map(|it| it.is_argument) {
        [true, false] => Kind::FieldNowOptional,
        [false, true] => Kind::FieldNowRequired,
        _ => Kind::PresenceChanged,
    };
    let presence = both.map(|it| match (it.field.required, it.field.nullable) {
        (true, false) => "required",
        (true, true) => "required, nullable",
        (false, false) => "optional",
        (false, true) => "optional, nullable",
    });
    changes.changed(kind, item, presence);
}
