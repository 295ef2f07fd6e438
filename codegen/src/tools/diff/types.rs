//! Compares types: structs, enums, unions, and enums of responses by status.

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use super::{annotations, describe, fields};
use crate::ir::{Api, EnumValue, Response, Shape, TypeDefinition, Variant};
use crate::names;
use crate::render::signature::{response_body, value_type};

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    changes.compare_lists(
        apis.map(|api| &*api.types),
        |definition| definition.name.clone(),
        |definition| {
            Item::new(describe::model(definition), &definition.pointer)
                .with_direction(Direction::of_type([definition, definition]))
        },
        |_| [Kind::TypeAdded, Kind::TypeRemoved],
        |definition| shape(definition).to_owned(),
        |changes, item, both| {
            let item = item.with_direction(Direction::of_type(both));
            compare_one(changes, &item, both);
        },
    );
}

fn shape(definition: &TypeDefinition) -> &'static str {
    match definition.shape {
        Shape::Struct(_) => "struct",
        Shape::Enum(_) => "enum",
        Shape::IntegerEnum(_) => "integer enum",
        Shape::Union { .. } => "union",
        Shape::Responses(_) => "enum of responses by status",
    }
}

fn compare_one(changes: &mut Changes, item: &Item, both: [&TypeDefinition; 2]) {
    let [old, new] = both;
    compare_descriptions(changes, item, both.map(|it| it.description.as_deref()));
    annotations::compare_deprecation(changes, item, both.map(|it| it.deprecated));
    match (&old.shape, &new.shape) {
        (Shape::Struct(_), Shape::Struct(_)) => {
            compare_uses(changes, item, both);
            fields::compare(changes, item, both);
        }
        (Shape::Enum(old_values), Shape::Enum(new_values))
        | (Shape::IntegerEnum(old_values), Shape::IntegerEnum(new_values)) => changes
            .compare_lists(
                [old_values, new_values],
                |value| names::variant(&value.label).to_string(),
                |value| item.part(describe::variant(new, &value.label), &item.pointer),
                |_| [Kind::EnumValueAdded, Kind::EnumValueRemoved],
                |value| value.text.clone(),
                |changes, item, both| {
                    let texts = both.map(|value| &*value.text);
                    compare_values(changes, &item, [old_values, new_values], texts);
                    let descriptions = both.map(|value| value.description.as_deref());
                    compare_descriptions(changes, &item, descriptions);
                    let deprecated = both.map(|value| value.deprecated);
                    annotations::compare_deprecation(changes, &item, deprecated);
                },
            ),
        (
            Shape::Union {
                discriminator: old_discriminator,
                enum_values: old_values,
                variants: old_variants,
            },
            Shape::Union {
                discriminator: new_discriminator,
                enum_values: new_values,
                variants: new_variants,
            },
        ) => {
            compare_uses(changes, item, both);
            let discriminators = [old_discriminator.as_deref(), new_discriminator.as_deref()];
            compare_discriminators(changes, item, discriminators);
            let alternatives = [
                union_alternatives(old_values, old_variants),
                union_alternatives(new_values, new_variants),
            ];
            compare_alternatives(changes, item, new, &alternatives, [old_values, new_values]);
            // Without a discriminator, a value that fits several variants equally is read as the first.
            if new_discriminator.is_none() {
                let names = [old_variants, new_variants].map(|variants| {
                    let names = variants.iter().map(|variant| names::variant(&variant.name));
                    names.map(|name| name.to_string()).collect()
                });
                changes.reordered(Kind::VariantsReordered, item, names);
            }
        }
        (Shape::Responses(old_responses), Shape::Responses(new_responses)) => {
            let alternatives = [old_responses, new_responses].map(|it| response_alternatives(it));
            compare_alternatives(changes, item, new, &alternatives, [&[], &[]]);
        }
        _ => changes.changed(Kind::ShapeChanged, item, both.map(shape)),
    }
}

/// Compares the values of an enum variant. Another spelling is the same value, unless one of the enums has both
/// spellings.
fn compare_values(
    changes: &mut Changes,
    item: &Item,
    [old_values, new_values]: [&[EnumValue]; 2],
    [old, new]: [&str; 2],
) {
    if old == new {
        return;
    }
    let has = |values: &[EnumValue], text| values.iter().any(|value| value.text == text);
    let is_spelling = names::variant(old) == names::variant(new);
    let kind = match is_spelling && !has(new_values, old) && !has(old_values, new) {
        true => Kind::WireNameChanged,
        false => Kind::EnumValueMoved,
    };
    changes.changed(kind, item, [old, new]);
}

/// Compares the properties that determine the methods and traits of a type.
fn compare_uses(changes: &mut Changes, item: &Item, both: [&TypeDefinition; 2]) {
    changes.toggled(
        [Kind::RequestUseAdded, Kind::RequestUseRemoved],
        item,
        both.map(|definition| definition.in_requests),
        "used in requests",
    );
    changes.toggled(
        [Kind::DeserializeAdded, Kind::DeserializeRemoved],
        item,
        both.map(is_deserializable),
        "`Deserialize`",
    );
    changes.toggled(
        [Kind::EqAdded, Kind::EqRemoved],
        item,
        both.map(|definition| !definition.contains_floats),
        "`Eq` and `Hash`",
    );
}

/// Whether a type implements `Deserialize`. A union without named types always does.
fn is_deserializable(definition: &TypeDefinition) -> bool {
    let shape = &definition.shape;
    definition.is_deserialized
        || matches!(shape, Shape::Union { .. })
            && shape.parts().iter().all(|part| part.named().is_none())
}

fn compare_discriminators(changes: &mut Changes, item: &Item, discriminators: [Option<&str>; 2]) {
    let [old_name, new_name] = discriminators.map(|it| it.map(names::field_or_argument));
    let changed = match old_name == new_name {
        true => Kind::WireNameChanged,
        false => Kind::DiscriminatorRemoved,
    };
    let kinds = [
        Kind::DiscriminatorAdded,
        Kind::DiscriminatorRemoved,
        changed,
    ];
    changes.optional_changed(kinds, item, discriminators);
}

/// A variant of a union or of an enum of responses.
#[derive(Default)]
struct Alternative<'a> {
    name: String,
    /// Whether the alternative is an enum value of a union, which contains no value.
    is_enum_value: bool,
    /// The values that select the variant: its tags, the enum value, or the status.
    wire_values: Vec<String>,
    /// The constant properties that select the variant, and whether it allows other properties.
    selection: String,
    value: Option<String>,
    description: Option<&'a str>,
    deprecated: bool,
}

fn union_alternatives<'a>(
    enum_values: &'a [EnumValue],
    variants: &'a [Variant],
) -> Vec<Alternative<'a>> {
    let enum_values = enum_values.iter().map(|value| Alternative {
        name: names::variant(&value.label).to_string(),
        is_enum_value: true,
        wire_values: vec![value.text.clone()],
        description: value.description.as_deref(),
        deprecated: value.deprecated,
        ..Alternative::default()
    });
    let variants = variants.iter().map(|variant| Alternative {
        name: names::variant(&variant.name).to_string(),
        wire_values: variant.tags.iter().map(ToString::to_string).collect(),
        selection: selection(variant),
        value: Some(value_type(&variant.ty)),
        description: variant.description.as_deref(),
        ..Alternative::default()
    });
    enum_values.chain(variants).collect()
}

/// Describes what selects a variant in addition to the discriminator and the names of properties.
fn selection(variant: &Variant) -> String {
    let constants = variant.constants.iter();
    let constants = constants.map(|(key, constant)| format!("{key}: {constant}"));
    let other_properties = match variant.is_closed {
        true => "no other properties",
        false => "any other properties",
    };
    let parts = constants.chain([other_properties.to_owned()]);
    parts.collect::<Vec<_>>().join(", ")
}

fn response_alternatives(responses: &[Response]) -> Vec<Alternative<'_>> {
    let responses = responses.iter().map(|response| Alternative {
        name: names::variant(&response.name).to_string(),
        wire_values: vec![response.status.clone()],
        value: response_body(&response.output),
        description: Some(&response.description),
        ..Alternative::default()
    });
    responses.collect()
}

fn compare_alternatives(
    changes: &mut Changes,
    item: &Item,
    definition: &TypeDefinition,
    [old, new]: &[Vec<Alternative<'_>>; 2],
    enum_values: [&[EnumValue]; 2],
) {
    let value = |variant: &Alternative<'_>| match &variant.value {
        Some(value) => value.clone(),
        None => "no value".to_owned(),
    };
    changes.compare_lists(
        [old, new],
        |variant| variant.name.clone(),
        |variant| item.part(describe::variant(definition, &variant.name), &item.pointer),
        |_| [Kind::VariantAdded, Kind::VariantRemoved],
        value,
        |changes, item, both| {
            changes.changed(Kind::VariantTypeChanged, &item, both.map(value));
            let [old, new] = both;
            if !old.wire_values.is_empty() && !new.wire_values.is_empty() {
                let [old_text, new_text] = [old, new].map(|it| it.wire_values.join(", "));
                match old.is_enum_value && new.is_enum_value {
                    true => compare_values(changes, &item, enum_values, [&old_text, &new_text]),
                    false => changes.changed(Kind::WireNameChanged, &item, [old_text, new_text]),
                }
            }
            let selections = [old, new].map(|variant| variant.selection.as_str());
            changes.changed(Kind::VariantChoiceChanged, &item, selections);
            compare_descriptions(changes, &item, both.map(|it| it.description));
            annotations::compare_deprecation(changes, &item, both.map(|it| it.deprecated));
        },
    );
}

fn compare_descriptions(changes: &mut Changes, item: &Item, [old, new]: [Option<&str>; 2]) {
    changes.documentation_changed(item, &[("description", old != new)]);
}
