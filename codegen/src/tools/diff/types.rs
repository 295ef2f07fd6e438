//! Compares types: structs, enums, unions, and enums of responses by status.

use super::change::{Changes, Direction, Item};
use super::verdict::Kind;
use super::{annotations, describe, fields};
use crate::ir::{Api, EnumValue, Response, Shape, TypeDefinition, Variant};
use crate::names;
use crate::render::signature::{response_body, value_type};

pub(super) fn compare(changes: &mut Changes, apis: [&Api; 2]) {
    let pairs = changes.compare_lists(
        apis.map(|api| &api.types),
        |definition| &definition.name,
        |definition| {
            let item = Item::new(describe::model(definition), &definition.pointer)
                .with_direction(Direction::of_type([definition, definition]));
            let kinds = [Kind::TypeAdded, Kind::TypeRemoved];
            (item, kinds, shape(definition).to_owned())
        },
    );
    for (item, both) in pairs {
        let item = item.with_direction(Direction::of_type(both));
        compare_one(changes, &item, both);
    }
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
    let [_, new] = both;
    compare_descriptions(changes, item, both.map(|it| it.description.as_deref()));
    annotations::compare_deprecation(changes, item, both.map(|it| it.deprecated));
    let shapes = both.map(shape);
    changes.changed(Kind::ShapeChanged, item, shapes);
    let [old_shape, new_shape] = shapes;
    if old_shape != new_shape {
        return;
    }
    if matches!(new.shape, Shape::Struct(_) | Shape::Union { .. }) {
        compare_uses(changes, item, both);
    }
    fields::compare(changes, item, both);
    compare_discriminators(changes, item, both);
    // Without a discriminator, a value that fits several variants equally is read as the first.
    let ordered_names = both.map(|definition| match &definition.shape {
        Shape::Union {
            discriminator: None,
            variants,
            ..
        } => {
            let names = variants.iter().map(|variant| names::variant(&variant.name));
            names.map(|name| name.to_string()).collect()
        }
        _ => Vec::new(),
    });
    changes.reordered(Kind::VariantsReordered, item, ordered_names);
    compare_alternatives(changes, item, both);
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

fn compare_discriminators(changes: &mut Changes, item: &Item, both: [&TypeDefinition; 2]) {
    let discriminators = both.map(|definition| match &definition.shape {
        Shape::Union { discriminator, .. } => discriminator.as_deref(),
        _ => None,
    });
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

/// An enum value, or a variant of a union or of an enum of responses.
#[derive(Default)]
struct Alternative<'a> {
    name: String,
    is_enum_value: bool,
    /// The values that select the variant: its tags, the enum value, or the status.
    wire_values: Vec<String>,
    /// The constant properties that select the variant, and whether it allows other properties.
    selection: String,
    /// The type of the value in the variant, if it contains one.
    value: Option<String>,
    description: Option<&'a str>,
    deprecated: bool,
}

/// Returns the variants of an enum or union.
fn alternatives(definition: &TypeDefinition) -> Vec<Alternative<'_>> {
    let (values, variants, responses): (&[EnumValue], &[Variant], &[Response]) =
        match &definition.shape {
            Shape::Struct(_) => (&[], &[], &[]),
            Shape::Enum(values) | Shape::IntegerEnum(values) => (values, &[], &[]),
            Shape::Union {
                enum_values,
                variants,
                ..
            } => (enum_values, variants, &[]),
            Shape::Responses(responses) => (&[], &[], responses),
        };
    let values = values.iter().map(|value| Alternative {
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
    let responses = responses.iter().map(|response| Alternative {
        name: names::variant(&response.name).to_string(),
        wire_values: vec![response.status.clone()],
        value: response_body(&response.output),
        description: Some(&response.description),
        ..Alternative::default()
    });
    values.chain(variants).chain(responses).collect()
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

fn compare_alternatives(changes: &mut Changes, item: &Item, both: [&TypeDefinition; 2]) {
    let [_, definition] = both;
    let alternatives = both.map(alternatives);
    let value = |variant: &Alternative<'_>| match &variant.value {
        Some(value) => value.clone(),
        None => "no value".to_owned(),
    };
    let pairs = changes.compare_lists(
        alternatives.each_ref(),
        |variant| &variant.name,
        |variant| {
            let label = describe::variant(definition, &variant.name);
            let (kinds, value) = match variant.is_enum_value {
                true => (
                    [Kind::EnumValueAdded, Kind::EnumValueRemoved],
                    variant.wire_values.join(", "),
                ),
                false => ([Kind::VariantAdded, Kind::VariantRemoved], value(variant)),
            };
            (item.part(label, &item.pointer), kinds, value)
        },
    );
    for (item, both) in pairs {
        changes.changed(Kind::VariantTypeChanged, &item, both.map(value));
        let [old, new] = both.map(|it| &it.wire_values);
        if old != new && !old.is_empty() && !new.is_empty() {
            let kind = match is_moved(both, &alternatives) {
                true => Kind::EnumValueMoved,
                false => Kind::WireNameChanged,
            };
            changes.changed(kind, &item, both.map(|it| it.wire_values.join(", ")));
        }
        changes.changed(
            Kind::VariantChoiceChanged,
            &item,
            both.map(|it| &*it.selection),
        );
        compare_descriptions(changes, &item, both.map(|it| it.description));
        annotations::compare_deprecation(changes, &item, both.map(|it| it.deprecated));
    }
}

/// Whether the name of an enum value is now that of another value. Another spelling is the same value, unless one of
/// the enums has both spellings.
fn is_moved(
    [old, new]: [&Alternative<'_>; 2],
    [all_old, all_new]: &[Vec<Alternative<'_>>; 2],
) -> bool {
    let has = |all: &[Alternative<'_>], other: &Alternative<'_>| {
        let mut values = all.iter().filter(|it| it.is_enum_value);
        values.any(|it| it.wire_values == other.wire_values)
    };
    let [old_name, new_name] = [old, new].map(|it| names::variant(&it.wire_values.concat()));
    old.is_enum_value
        && new.is_enum_value
        && (old_name != new_name || has(all_new, old) || has(all_old, new))
}

fn compare_descriptions(changes: &mut Changes, item: &Item, [old, new]: [Option<&str>; 2]) {
    changes.documentation_changed(item, &[("description", old != new)]);
}
