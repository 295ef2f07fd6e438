//! Named types: structs, enums, unions.

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use super::{Comparison, describe, fields};
use crate::ir::{EnumValue, Response, Shape, TypeDefinition, Variant};
use crate::names;
use crate::render::signature::{plain, response_body};

pub(super) fn compare(changes: &mut Changes, comparison: &Comparison<'_>) {
    changes.list(
        comparison.apis.map(|api| &*api.types),
        |definition| definition.name.clone(),
        |definition| {
            Item::new(describe::model(definition), &definition.pointer)
                .with_direction(Direction::of_type([definition, definition]))
        },
        |definition| (Kind::TypeAdded, kind(definition).to_owned()),
        |definition| (Kind::TypeRemoved, kind(definition).to_owned()),
        |changes, item, both| {
            let item = item.with_direction(Direction::of_type(both));
            compare_one(changes, comparison, &item, both);
        },
    );
}

fn kind(definition: &TypeDefinition) -> &'static str {
    match definition.shape {
        Shape::Struct(_) => "struct",
        Shape::Enum(_) => "enum",
        Shape::Union { .. } => "union",
        Shape::Responses(_) => "enum of responses by status",
    }
}

fn compare_one<'a>(
    changes: &mut Changes,
    comparison: &'a Comparison<'_>,
    item: &Item<'a>,
    both: [&'a TypeDefinition; 2],
) {
    let [old, new] = both;
    changes.documentation(item, &[("description", old.description != new.description)]);
    match (&old.shape, &new.shape) {
        (Shape::Struct(_), Shape::Struct(_)) => {
            compare_uses(changes, item, both);
            fields::compare(changes, comparison, item, both);
        }
        (Shape::Enum(old), Shape::Enum(values)) => changes.list(
            [old, values],
            |value| names::variant(&value.label).to_string(),
            |value| item.part(describe::variant(new, &value.label), item.pointer),
            |value| (Kind::EnumValueAdded, value.text.clone()),
            |value| (Kind::EnumValueRemoved, value.text.clone()),
            |changes, item, both| {
                changes.changed(Kind::WireNameChanged, &item, both.map(|value| &*value.text));
            },
        ),
        (
            Shape::Union {
                discriminator: old_tag,
                enum_values: old_enum_values,
                variants: old_variants,
            },
            Shape::Union {
                discriminator: tag,
                enum_values,
                variants,
            },
        ) => {
            compare_uses(changes, item, both);
            compare_discriminators(changes, item, old_tag.as_deref(), tag.as_deref());
            let old_alternatives = union_alternatives(old_enum_values, old_variants);
            let alternatives = union_alternatives(enum_values, variants);
            compare_alternatives(changes, item, new, [&old_alternatives, &alternatives]);
            if tag.is_none() {
                let names = [old_variants, variants].map(|variants| {
                    let names = variants.iter().map(|variant| names::variant(&variant.name));
                    names.map(|name| name.to_string()).collect()
                });
                changes.reordered(Kind::VariantsReordered, item, names);
            }
        }
        (Shape::Responses(old), Shape::Responses(responses)) => {
            let [old, responses] =
                [old, responses].map(|responses| response_alternatives(responses));
            compare_alternatives(changes, item, new, [&old, &responses]);
        }
        _ => changes.changed(Kind::ShapeChanged, item, both.map(kind)),
    }
}

/// Compares whether a type is used in requests and responses.
fn compare_uses(changes: &mut Changes, item: &Item<'_>, both: [&TypeDefinition; 2]) {
    changes.toggled(
        [Kind::RequestUseAdded, Kind::RequestUseRemoved],
        item,
        both.map(|definition| definition.in_requests),
        "used in requests",
    );
    changes.toggled(
        [Kind::ResponseUseAdded, Kind::ResponseUseRemoved],
        item,
        both.map(is_deserializable),
        "used in responses",
    );
}

/// Whether a type implements `Deserialize`; a union of unnamed types always does.
fn is_deserializable(definition: &TypeDefinition) -> bool {
    let shape = &definition.shape;
    definition.in_responses
        || matches!(shape, Shape::Union { .. })
            && shape.parts().iter().all(|part| part.named().is_none())
}

fn compare_discriminators(
    changes: &mut Changes,
    item: &Item<'_>,
    old: Option<&str>,
    new: Option<&str>,
) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => changes.added(Kind::DiscriminatorAdded, item, new),
        (Some(old), None) => changes.removed(Kind::DiscriminatorRemoved, item, old),
        (Some(old), Some(new)) => {
            let [old_name, new_name] = [old, new].map(names::field_or_argument);
            let kind = match old_name == new_name {
                true => Kind::WireNameChanged,
                false => Kind::DiscriminatorRemoved,
            };
            changes.changed(kind, item, [old, new]);
        }
    }
}

/// One variant of a union or of an enum of responses.
struct Alternative<'a> {
    name: String,
    /// The value of the discriminator, the constant, or the status.
    tag: Option<&'a str>,
    /// The type of the value in the variant.
    value: Option<String>,
    description: Option<&'a str>,
}

fn union_alternatives<'a>(
    enum_values: &'a [EnumValue],
    variants: &'a [Variant],
) -> Vec<Alternative<'a>> {
    let enum_values = enum_values.iter().map(|value| Alternative {
        name: names::variant(&value.label).to_string(),
        tag: Some(&value.text),
        value: None,
        description: None,
    });
    let variants = variants.iter().map(|variant| Alternative {
        name: names::variant(&variant.name).to_string(),
        tag: variant.discriminator_value.as_deref(),
        value: Some(plain(&variant.ty)),
        description: variant.description.as_deref(),
    });
    enum_values.chain(variants).collect()
}

fn response_alternatives(responses: &[Response]) -> Vec<Alternative<'_>> {
    let responses = responses.iter().map(|response| Alternative {
        name: names::variant(&response.name).to_string(),
        tag: Some(&response.status),
        value: response_body(&response.output),
        description: Some(&response.description),
    });
    responses.collect()
}

fn compare_alternatives<'a>(
    changes: &mut Changes,
    item: &Item<'a>,
    definition: &TypeDefinition,
    both: [&'a [Alternative<'a>]; 2],
) {
    let value = |variant: &Alternative<'_>| {
        variant
            .value
            .clone()
            .unwrap_or_else(|| "no value".to_owned())
    };
    changes.list(
        both,
        |variant| variant.name.clone(),
        |variant| item.part(describe::variant(definition, &variant.name), item.pointer),
        |variant| (Kind::VariantAdded, value(variant)),
        |variant| (Kind::VariantRemoved, value(variant)),
        |changes, item, both| {
            changes.changed(Kind::VariantTypeChanged, &item, both.map(value));
            let [old, new] = both;
            if let (Some(old), Some(new)) = (old.tag, new.tag) {
                changes.changed(Kind::WireNameChanged, &item, [old, new]);
            }
            changes.documentation(
                &item,
                &[("description", old.description != new.description)],
            );
        },
    );
}
