//! The fields of structs.

use super::Comparison;
use super::change::{Changes, Item};
use super::pairs::{Pair, pairs, same_order};
use super::verdict::Kind;
use super::{labels, notes};
use crate::ir::{Field, Shape, TypeDefinition};
use crate::names;
use crate::render::signature::{is_constructed, may_be_missing};

/// Compares the fields of one struct.
pub(super) fn compare(
    comparison: &Comparison<'_>,
    structure: Item<'_>,
    (old, new): (&TypeDefinition, &TypeDefinition),
    changes: &mut Changes,
) {
    // Nobody has made a value of a type that was not sent before.
    let is_sent = old.in_requests && new.in_requests;
    for pair in pairs(fields(old), fields(new), name) {
        let (Pair::New(field) | Pair::Gone(field) | Pair::Kept(_, field)) = pair;
        let label = labels::field(new, &field.label);
        let item = Item {
            label: &label,
            pointer: &field.pointer,
            ..structure
        };
        match pair {
            Pair::New(field) => {
                let is_argument = is_sent && is_constructed(new, field);
                let kind = if is_argument {
                    Kind::FieldNewRequired
                } else {
                    Kind::FieldNew
                };
                changes.added(kind, item, comparison.new_signatures.stored(new, field));
            }
            Pair::Gone(field) => {
                let was = comparison.old_signatures.stored(old, field);
                changes.gone(Kind::FieldGone, item, was);
            }
            Pair::Kept(before, after) => {
                let was = comparison.old_signatures.stored(old, before);
                let is = comparison.new_signatures.stored(new, after);
                let missing = (may_be_missing(old, before), may_be_missing(new, after));
                let kind = kind(missing, &was, &is);
                changes.replaced(kind, item, &*was, &*is);
                if was == is {
                    let given = (is_constructed(old, before), is_constructed(new, after));
                    let given = is_sent.then_some(given);
                    compare_presence(item, given, (before, after), changes);
                }
                changes.replaced(Kind::WireNameChanged, item, &*before.name, &*after.name);
                notes::compare(item, &before.annotations, &after.annotations, changes);
            }
        }
    }
    if is_sent {
        compare_order(structure, old, new, changes);
    }
}

fn fields(definition: &TypeDefinition) -> &[Field] {
    match &definition.shape {
        Shape::Struct(fields) => fields,
        Shape::Enum(_) | Shape::Union { .. } | Shape::Responses(_) => &[],
    }
}

fn name(field: &Field) -> String {
    names::value(&field.label).to_string()
}

/// Whether a field is an `Option` and nothing else has changed, or something else has.
fn kind((was_missing, is_missing): (bool, bool), was: &str, is: &str) -> Kind {
    match (was_missing, is_missing) {
        (false, true) if is == format!("Option<{was}>") => Kind::FieldNowOptional,
        (true, false) if was == format!("Option<{is}>") => Kind::FieldNowRequired,
        _ => Kind::FieldTypeChanged,
    }
}

/// What the document says about null and absence where the emitted type stays as it was; `given` is whether `new` takes the
/// field, if it has one.
fn compare_presence(
    item: Item<'_>,
    given: Option<(bool, bool)>,
    (old, new): (&Field, &Field),
    changes: &mut Changes,
) {
    let presence = |field: &Field| match (field.required, field.nullable) {
        (true, false) => "there",
        (true, true) => "there, or null",
        (false, false) => "there or missing",
        (false, true) => "there or missing, or null",
    };
    let kind = match given {
        // An `Option` may stand for null, and for what is missing.
        Some((true, false)) => Kind::FieldNowOptional,
        Some((false, true)) => Kind::FieldNowRequired,
        _ => Kind::PresenceChanged,
    };
    changes.replaced(kind, item, presence(old), presence(new));
}

/// The order of the arguments of `new`.
fn compare_order(
    item: Item<'_>,
    old: &TypeDefinition,
    new: &TypeDefinition,
    changes: &mut Changes,
) {
    let arguments = |definition: &TypeDefinition| -> Vec<String> {
        let fields = fields(definition).iter();
        let fields = fields.filter(|field| is_constructed(definition, field));
        fields.map(name).collect()
    };
    let (was, is) = (arguments(old), arguments(new));
    if !same_order(&was, &is) {
        changes.replaced(
            Kind::ArgumentsReordered,
            item,
            was.join(", "),
            is.join(", "),
        );
    }
}
