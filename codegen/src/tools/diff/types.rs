//! Named types: structs, enums, unions.

use super::change::{Changes, Direction, Item};
use super::matching::{self, Match};
use super::verdict::Kind;
use super::{Comparison, describe, fields};
use crate::ir::{EnumValue, Response, Shape, TypeDefinition, Variant};
use crate::names;
use crate::render::signature::{plain, response_body};

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (&comparison.old.types, &comparison.new.types);
    for found in matching::by_key(old, new, |definition| definition.name.clone()) {
        let (old, new) = match found {
            Match::Added(definition) | Match::Removed(definition) => (definition, definition),
            Match::Both(old, new) => (old, new),
        };
        let label = describe::model(new);
        let item = Item::new(&label, &new.pointer).with_direction(Direction::of_type(old, new));
        match found {
            Match::Added(_) => changes.added(Kind::TypeAdded, item, kind(new)),
            Match::Removed(_) => changes.removed(Kind::TypeRemoved, item, kind(old)),
            Match::Both(..) => compare_one(comparison, item, (old, new), changes),
        }
    }
}

fn kind(definition: &TypeDefinition) -> &'static str {
    match definition.shape {
        Shape::Struct(_) => "struct",
        Shape::Enum(_) => "enum",
        Shape::Union { .. } => "union",
        Shape::Responses(_) => "enum of responses by status",
    }
}

fn compare_one(
    comparison: &Comparison<'_>,
    item: Item<'_>,
    (old, new): (&TypeDefinition, &TypeDefinition),
    changes: &mut Changes,
) {
    changes.documentation(item, &[("description", old.description != new.description)]);
    match (&old.shape, &new.shape) {
        (Shape::Struct(_), Shape::Struct(_)) => {
            compare_uses(item, old, new, changes);
            fields::compare(comparison, item, (old, new), changes);
        }
        (Shape::Enum(old), Shape::Enum(values)) => compare_values(item, new, old, values, changes),
        (
            Shape::Union {
                tag: old_tag,
                enum_values: old_enum_values,
                variants: old_variants,
            },
            Shape::Union {
                tag,
                enum_values,
                variants,
            },
        ) => {
            compare_uses(item, old, new, changes);
            compare_discriminators(item, old_tag.as_deref(), tag.as_deref(), changes);
            let old_alternatives = union_alternatives(old_enum_values, old_variants);
            let alternatives = union_alternatives(enum_values, variants);
            compare_alternatives(item, new, &old_alternatives, &alternatives, changes);
            if tag.is_none() {
                let names = |variants: &[Variant]| -> Vec<String> {
                    variants
                        .iter()
                        .map(|variant| names::variant(&variant.name).to_string())
                        .collect()
                };
                let (old, new) = (names(old_variants), names(variants));
                changes.reordered(Kind::VariantsReordered, item, &old, &new);
            }
        }
        (Shape::Responses(old), Shape::Responses(answers)) => {
            let (old, answers) = (response_alternatives(old), response_alternatives(answers));
            compare_alternatives(item, new, &old, &answers, changes);
        }
        _ => changes.changed(Kind::ShapeChanged, item, kind(old), kind(new)),
    }
}

/// Compares whether a type is used in requests and responses.
fn compare_uses(item: Item<'_>, old: &TypeDefinition, new: &TypeDefinition, changes: &mut Changes) {
    changes.toggled(
        (Kind::RequestUseAdded, Kind::RequestUseRemoved),
        item,
        (old.in_requests, new.in_requests),
        "used in requests",
    );
    changes.toggled(
        (Kind::ResponseUseAdded, Kind::ResponseUseRemoved),
        item,
        (is_deserializable(old), is_deserializable(new)),
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

fn compare_values(
    item: Item<'_>,
    definition: &TypeDefinition,
    old: &[EnumValue],
    new: &[EnumValue],
    changes: &mut Changes,
) {
    for found in matching::by_key(old, new, |word| names::variant(&word.label).to_string()) {
        let (Match::Added(value) | Match::Removed(value) | Match::Both(_, value)) = found;
        let label = describe::variant(definition, &value.label);
        let item = Item {
            label: &label,
            ..item
        };
        match found {
            Match::Added(value) => changes.added(Kind::EnumValueAdded, item, &*value.text),
            Match::Removed(value) => changes.removed(Kind::EnumValueRemoved, item, &*value.text),
            Match::Both(old, new) => {
                changes.changed(Kind::WireNameChanged, item, &*old.text, &*new.text);
            }
        }
    }
}

fn compare_discriminators(
    item: Item<'_>,
    old: Option<&str>,
    new: Option<&str>,
    changes: &mut Changes,
) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => changes.added(Kind::DiscriminatorAdded, item, new),
        (Some(old), None) => changes.removed(Kind::DiscriminatorRemoved, item, old),
        (Some(old), Some(new)) => {
            let kind = if names::field_or_argument(old) == names::field_or_argument(new) {
                Kind::WireNameChanged
            } else {
                Kind::DiscriminatorRemoved
            };
            changes.changed(kind, item, old, new);
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
    let enum_values = enum_values.iter().map(|keyword| Alternative {
        name: names::variant(&keyword.label).to_string(),
        tag: Some(&keyword.text),
        value: None,
        description: None,
    });
    let variants = variants.iter().map(|variant| Alternative {
        name: names::variant(&variant.name).to_string(),
        tag: variant.tag.as_deref(),
        value: Some(plain(&variant.value)),
        description: variant.description.as_deref(),
    });
    enum_values.chain(variants).collect()
}

fn response_alternatives(answers: &[Response]) -> Vec<Alternative<'_>> {
    answers
        .iter()
        .map(|answer| Alternative {
            name: names::variant(&answer.name).to_string(),
            tag: Some(&answer.status),
            value: response_body(&answer.output),
            description: Some(&answer.description),
        })
        .collect()
}

fn compare_alternatives(
    item: Item<'_>,
    definition: &TypeDefinition,
    old: &[Alternative<'_>],
    new: &[Alternative<'_>],
    changes: &mut Changes,
) {
    let value = |variant: &Alternative<'_>| match &variant.value {
        Some(value) => value.clone(),
        None => "no value".to_owned(),
    };
    for found in matching::by_key(old, new, |variant| variant.name.clone()) {
        let (Match::Added(variant) | Match::Removed(variant) | Match::Both(_, variant)) = found;
        let label = describe::variant(definition, &variant.name);
        let item = Item {
            label: &label,
            ..item
        };
        match found {
            Match::Added(variant) => changes.added(Kind::VariantAdded, item, value(variant)),
            Match::Removed(variant) => changes.removed(Kind::VariantRemoved, item, value(variant)),
            Match::Both(old, new) => {
                changes.changed(Kind::VariantTypeChanged, item, value(old), value(new));
                if let (Some(old), Some(new)) = (old.tag, new.tag) {
                    changes.changed(Kind::WireNameChanged, item, old, new);
                }
                changes.documentation(item, &[("description", old.description != new.description)]);
            }
        }
    }
}
