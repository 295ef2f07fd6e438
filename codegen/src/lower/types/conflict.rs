//! The error about two schemas that have the same type name, but different shapes.

use std::collections::HashSet;

use super::registry::texts;
use crate::diagnostics::{Diagnostic, OverlayCause};
use crate::ir::{EnumValue, Shape, TypeDefinition};
use crate::openapi::errors::{listed, quoted};

/// Returns the error about `new`, whose name the type `known` already has.
///
/// The usual cause is an `enum` of the overlay with a value that the API has renamed since. The error is then about
/// that `enum`.
pub(super) fn error(known: &TypeDefinition, new: &TypeDefinition) -> Diagnostic {
    let message = format!(
        "the SDK already has a type `{}`, for the Schema Object at {}",
        known.name, known.pointer
    );
    let [known_values, new_values] = [known, new].map(|definition| match &definition.shape {
        Shape::Enum(values) | Shape::IntegerEnum(values) => values.as_slice(),
        _ => &[],
    });
    let only_known = values_only_in(known_values, new_values);
    let only_new = values_only_in(new_values, known_values);
    let are_enums = !known_values.is_empty() && !new_values.is_empty();
    let difference = match (&*only_known, &*only_new) {
        // The string `1` and the integer 1 have the same text.
        ([], []) => None,
        (surplus, []) => Some(format!("which also has {}", list(surplus))),
        ([], missing) => Some(format!("which doesn't have {}", list(missing))),
        (these, those) => Some(format!(
            "which has {} instead of {}",
            list(these),
            list(those)
        )),
    };
    let Some(difference) = difference.filter(|_| are_enums) else {
        let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name";
        return Diagnostic::at(
            &new.pointer,
            format!("{message}, which differs from this one"),
            help,
        );
    };
    let mut causes = overlay_causes(new, known, &only_new, &only_known);
    causes.extend(overlay_causes(known, new, &only_known, &only_new));
    let help = "in an overlay, make the values of the two schemas equal, or set `x-sdk-name` of one of them to another \
                name";
    Diagnostic::at(&new.pointer, format!("{message}, {difference}"), help)
        .with_overlay_causes(causes)
}

/// A value of an enum and its index.
type IndexedValue<'a> = (usize, &'a str);

fn values_only_in<'a>(values: &'a [EnumValue], others: &[EnumValue]) -> Vec<IndexedValue<'a>> {
    let others: HashSet<&str> = texts(others).collect();
    let indexed = texts(values).enumerate();
    indexed.filter(|(_, text)| !others.contains(text)).collect()
}

fn list(values: &[IndexedValue<'_>]) -> String {
    listed(values.iter().map(|(_, text)| quoted(text)))
}

/// Returns what is wrong with the `enum` of `definition` if the overlay added it: first its values that `other` doesn't
/// have, then the `enum` itself.
fn overlay_causes(
    definition: &TypeDefinition,
    other: &TypeDefinition,
    surplus: &[IndexedValue<'_>],
    missing: &[IndexedValue<'_>],
) -> Vec<OverlayCause> {
    let (name, at) = (&other.name, &other.pointer);
    let schema = format!("the Schema Object at {at}, which has the same type `{name}`,");
    let (message, help) = match (surplus, missing) {
        (surplus, []) => (
            format!("{schema} doesn't have {}", list(surplus)),
            format!("delete {} from `enum`", list(surplus)),
        ),
        ([], missing) => (
            format!("{schema} also has {}", list(missing)),
            format!("add {} to `enum`", list(missing)),
        ),
        (surplus, missing) => (
            format!(
                "{schema} has {} instead of {}",
                list(missing),
                list(surplus)
            ),
            format!(
                "in `enum`, replace {} with {}",
                list(surplus),
                list(missing)
            ),
        ),
    };
    let pointer = definition.pointer.child("enum");
    let values = surplus.iter().map(|(index, _)| pointer.child(index));
    let pointers = values.chain([pointer.clone()]);
    let causes = pointers.map(|pointer| OverlayCause {
        pointer,
        message: message.clone(),
        help: help.clone(),
    });
    causes.collect()
}
