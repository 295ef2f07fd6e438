//! Named types: structs, enums, unions.

use super::Comparison;
use super::change::{Changes, Direction, Item};
use super::pairs::{Pair, pairs, same_order};
use super::verdict::Kind;
use super::{fields, labels};
use crate::ir::{EnumValue, Response, Shape, TypeDefinition, Variant};
use crate::names;
use crate::render::signature::{answered, plain};

pub(super) fn compare(comparison: &Comparison<'_>, changes: &mut Changes) {
    let (old, new) = (&comparison.old.types, &comparison.new.types);
    for pair in pairs(old, new, |definition| definition.name.clone()) {
        let (before, after) = match pair {
            Pair::New(definition) | Pair::Gone(definition) => (definition, definition),
            Pair::Kept(old, new) => (old, new),
        };
        let label = labels::model(after);
        let item = Item {
            label: &label,
            pointer: &after.pointer,
            direction: Direction::of(before, after),
        };
        match pair {
            Pair::New(definition) => changes.added(Kind::TypeNew, item, kind(definition)),
            Pair::Gone(definition) => changes.gone(Kind::TypeGone, item, kind(definition)),
            Pair::Kept(old, new) => compare_one(comparison, item, (old, new), changes),
        }
    }
}

fn kind(definition: &TypeDefinition) -> &'static str {
    match definition.shape {
        Shape::Struct(_) => "a struct",
        Shape::Enum(_) => "an enum",
        Shape::Union { .. } => "a union",
        Shape::Responses(_) => "what answers by status",
    }
}

fn compare_one(
    comparison: &Comparison<'_>,
    item: Item<'_>,
    (old, new): (&TypeDefinition, &TypeDefinition),
    changes: &mut Changes,
) {
    changes.reworded(item, &[("description", old.description != new.description)]);
    match (&old.shape, &new.shape) {
        (Shape::Struct(_), Shape::Struct(_)) => {
            compare_abilities(item, old, new, changes);
            fields::compare(comparison, item, (old, new), changes);
        }
        (Shape::Enum(was), Shape::Enum(is)) => compare_values(item, new, was, is, changes),
        (
            Shape::Union {
                tag: old_tag,
                enum_values: old_keywords,
                variants: old_variants,
            },
            Shape::Union {
                tag,
                enum_values,
                variants,
            },
        ) => {
            compare_abilities(item, old, new, changes);
            compare_tags(item, old_tag.as_deref(), tag.as_deref(), changes);
            let was = forms(old_keywords, old_variants);
            let is = forms(enum_values, variants);
            compare_forms(item, new, &was, &is, changes);
            if tag.is_none() {
                compare_order(item, old_variants, variants, changes);
            }
        }
        (Shape::Responses(was), Shape::Responses(is)) => {
            compare_forms(item, new, &answers(was), &answers(is), changes);
        }
        _ => changes.replaced(Kind::ShapeChanged, item, kind(old), kind(new)),
    }
}

/// What a type can do besides being read field by field.
fn compare_abilities(
    item: Item<'_>,
    old: &TypeDefinition,
    new: &TypeDefinition,
    changes: &mut Changes,
) {
    match (old.in_requests, new.in_requests) {
        (false, true) => changes.added(Kind::MakingNew, item, "sent"),
        (true, false) => changes.gone(Kind::MakingGone, item, "sent"),
        _ => {}
    }
    match (is_read(old), is_read(new)) {
        (false, true) => changes.added(Kind::ReadingNew, item, "`Deserialize`"),
        (true, false) => changes.gone(Kind::ReadingGone, item, "`Deserialize`"),
        _ => {}
    }
}

/// Whether a type can be read; a union of plain values always can.
fn is_read(definition: &TypeDefinition) -> bool {
    let is_plain = matches!(definition.shape, Shape::Union { .. })
        && definition
            .shape
            .parts()
            .iter()
            .all(|part| part.named().is_none());
    definition.in_responses || is_plain
}

fn compare_values(
    item: Item<'_>,
    definition: &TypeDefinition,
    old: &[EnumValue],
    new: &[EnumValue],
    changes: &mut Changes,
) {
    for pair in pairs(old, new, |word| names::variant(&word.label).to_string()) {
        let (Pair::New(value) | Pair::Gone(value) | Pair::Kept(_, value)) = pair;
        let label = labels::variant(definition, &value.label);
        let item = Item {
            label: &label,
            ..item
        };
        match pair {
            Pair::New(value) => changes.added(Kind::EnumValueNew, item, &*value.text),
            Pair::Gone(value) => changes.gone(Kind::EnumValueGone, item, &*value.text),
            Pair::Kept(old, new) => {
                changes.replaced(Kind::WireNameChanged, item, &*old.text, &*new.text);
            }
        }
    }
}

fn compare_tags(item: Item<'_>, old: Option<&str>, new: Option<&str>, changes: &mut Changes) {
    match (old, new) {
        (None, None) => {}
        (None, Some(tag)) => changes.added(Kind::TagNew, item, tag),
        (Some(tag), None) => changes.gone(Kind::TagGone, item, tag),
        (Some(was), Some(is)) if names::value(was) == names::value(is) => {
            changes.replaced(Kind::WireNameChanged, item, was, is);
        }
        (Some(was), Some(is)) => changes.replaced(Kind::TagGone, item, was, is),
    }
}

/// One form of a union, or of what answers by status: a word that stands for itself, or a value.
struct Form<'a> {
    name: String,
    /// What stands for it on the wire.
    text: Option<&'a str>,
    /// What its variant holds.
    value: Option<String>,
    description: Option<&'a str>,
}

fn forms<'a>(enum_values: &'a [EnumValue], variants: &'a [Variant]) -> Vec<Form<'a>> {
    let enum_values = enum_values.iter().map(|keyword| Form {
        name: names::variant(&keyword.label).to_string(),
        text: Some(&keyword.text),
        value: None,
        description: None,
    });
    let variants = variants.iter().map(|variant| Form {
        name: names::variant(&variant.name).to_string(),
        text: variant.tag.as_deref(),
        value: Some(plain(&variant.value)),
        description: variant.description.as_deref(),
    });
    enum_values.chain(variants).collect()
}

fn answers(answers: &[Response]) -> Vec<Form<'_>> {
    let forms = answers.iter().map(|answer| Form {
        name: names::variant(&answer.name).to_string(),
        text: Some(&answer.status),
        value: answered(&answer.output),
        description: Some(&answer.description),
    });
    forms.collect()
}

fn compare_forms(
    item: Item<'_>,
    definition: &TypeDefinition,
    old: &[Form<'_>],
    new: &[Form<'_>],
    changes: &mut Changes,
) {
    let holds = |form: &Form<'_>| form.value.clone().unwrap_or_else(|| "no value".to_owned());
    for pair in pairs(old, new, |form| form.name.clone()) {
        let (Pair::New(form) | Pair::Gone(form) | Pair::Kept(_, form)) = pair;
        let label = labels::variant(definition, &form.name);
        let item = Item {
            label: &label,
            ..item
        };
        match pair {
            Pair::New(form) => changes.added(Kind::VariantNew, item, holds(form)),
            Pair::Gone(form) => changes.gone(Kind::VariantGone, item, holds(form)),
            Pair::Kept(old, new) => {
                changes.replaced(Kind::VariantTypeChanged, item, holds(old), holds(new));
                if let (Some(was), Some(is)) = (old.text, new.text) {
                    changes.replaced(Kind::WireNameChanged, item, was, is);
                }
                changes.reworded(item, &[("description", old.description != new.description)]);
            }
        }
    }
}

fn compare_order(item: Item<'_>, old: &[Variant], new: &[Variant], changes: &mut Changes) {
    let order = |variants: &[Variant]| -> Vec<String> {
        let variants = variants.iter();
        variants
            .map(|variant| names::variant(&variant.name).to_string())
            .collect()
    };
    let (was, is) = (order(old), order(new));
    if !same_order(&was, &is) {
        changes.replaced(Kind::FormsReordered, item, was.join(", "), is.join(", "));
    }
}
