//! The error about two schemas that have the same type name, but different shapes.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Diagnostic, OverlayCause};
use crate::ir::{EnumValue, Field, Shape, TypeDefinition};
use crate::openapi::errors::{listed, quoted};

/// Returns the error about `new`, whose name the type `known` already has. If an `enum` of the overlay has a value that
/// the API has renamed since, the error is about that `enum`.
pub(super) fn error(known: &TypeDefinition, new: &TypeDefinition) -> Diagnostic {
    let message = format!(
        "the SDK already has a type `{}`, for the Schema Object at {}",
        known.name, known.pointer
    );
    let (known_values, new_values) = match (&known.shape, &new.shape) {
        (Shape::Enum(known), Shape::Enum(new))
        | (Shape::IntegerEnum(known), Shape::IntegerEnum(new)) => (known, new),
        (known_shape, new_shape) => {
            let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name";
            let difference = difference(known_shape, new_shape);
            return Diagnostic::at(&new.pointer, format!("{message}, {difference}"), help);
        }
    };
    let only_known = values_only_in(known_values, new_values);
    let only_new = values_only_in(new_values, known_values);
    let difference = surplus_and_missing(&quoted_values(&only_known), &quoted_values(&only_new));
    let mut causes = overlay_causes(new, known, &only_new, &only_known);
    causes.extend(overlay_causes(known, new, &only_known, &only_new));
    let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name; or, if one of them is outdated, \
                remove its `enum`, and in a later action add the values of the other";
    Diagnostic::at(&new.pointer, format!("{message}, {difference}"), help)
        .with_overlay_causes(causes)
}

/// Describes, as a clause, how `known` differs from `new`. The shapes aren't two enums of the same kind.
fn difference(known: &Shape, new: &Shape) -> String {
    match (known, new) {
        (Shape::Struct(known), Shape::Struct(new)) => difference_of_fields(known, new),
        (Shape::Union { .. }, Shape::Union { .. }) => {
            "which has different branches or another discriminator".to_owned()
        }
        (Shape::Responses(_), Shape::Responses(_)) => "which has different responses".to_owned(),
        (known, new) => format!("which is {}, not {}", kind(known), kind(new)),
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "an object",
        Shape::Enum(_) => "an enum of strings",
        Shape::IntegerEnum(_) => "an enum of integers",
        Shape::Union { .. } => "a union (`oneOf` or `anyOf`)",
        Shape::Responses(_) => "the success responses of an operation",
    }
}

fn difference_of_fields(known: &[Field], new: &[Field]) -> String {
    let [known_by_key, new_by_key] = [known, new].map(by_key);
    let only_in = |fields: &[Field], others: &HashMap<Key<'_>, &Field>| -> Vec<String> {
        let fields = fields.iter().filter(|it| !others.contains_key(&key(it)));
        fields.map(property).collect()
    };
    match (&*only_in(known, &new_by_key), &*only_in(new, &known_by_key)) {
        ([], []) => {}
        ([], missing) => return surplus_and_missing("", &properties(missing)),
        (surplus, missing) => {
            return surplus_and_missing(&properties(surplus), &listed(missing.iter().cloned()));
        }
    }
    let mut pairs = known
        .iter()
        .filter_map(|it| Some((it, *new_by_key.get(&key(it))?)));
    let difference = pairs.find_map(|(known, new)| {
        let aspect = match (known, new) {
            _ if known.ty != new.ty => "the type",
            _ if known.required != new.required => "`required`",
            _ if known.nullable != new.nullable => "`nullable`",
            _ if known.access != new.access => "`readOnly` or `writeOnly`",
            _ => return None,
        };
        Some(format!("which differs in {aspect} of {}", property(known)))
    });
    difference.unwrap_or_else(|| "which has the same properties in another order".to_owned())
}

/// Whether a field is for additional properties, and its name.
type Key<'a> = (bool, &'a str);

fn key(field: &Field) -> Key<'_> {
    (field.is_additional_properties, &field.name)
}

fn by_key(fields: &[Field]) -> HashMap<Key<'_>, &Field> {
    fields.iter().map(|field| (key(field), field)).collect()
}

fn property(field: &Field) -> String {
    match field.is_additional_properties {
        true => "`additionalProperties`".to_owned(),
        false => quoted(&field.name),
    }
}

/// Returns the names as a phrase: ``the properties `a`, `b` ``.
fn properties(names: &[String]) -> String {
    let noun = match names {
        [_] => "the property",
        _ => "the properties",
    };
    format!("{noun} {}", listed(names.iter().cloned()))
}

/// Returns a clause about a schema that has `surplus`, but not `missing`.
fn surplus_and_missing(surplus: &str, missing: &str) -> String {
    match (surplus, missing) {
        (surplus, "") => format!("which also has {surplus}"),
        ("", missing) => format!("which doesn't have {missing}"),
        (surplus, missing) => format!("which has {surplus} instead of {missing}"),
    }
}

/// A value of an enum and its index.
type IndexedValue<'a> = (usize, &'a str);

pub(super) fn texts(values: &[EnumValue]) -> impl Iterator<Item = &str> {
    values.iter().map(|value| value.text.as_str())
}

fn values_only_in<'a>(values: &'a [EnumValue], others: &[EnumValue]) -> Vec<IndexedValue<'a>> {
    let others: HashSet<&str> = texts(others).collect();
    let indexed = texts(values).enumerate();
    indexed.filter(|(_, text)| !others.contains(text)).collect()
}

fn quoted_values(values: &[IndexedValue<'_>]) -> String {
    listed(values.iter().map(|(_, text)| quoted(text)))
}

/// Returns the values in the document that cause the conflict if the overlay added them: each value in the `enum` of
/// `definition` that `other` lacks, then the whole `enum`. The error shows the first that the overlay added.
fn overlay_causes(
    definition: &TypeDefinition,
    other: &TypeDefinition,
    surplus: &[IndexedValue<'_>],
    missing: &[IndexedValue<'_>],
) -> Vec<OverlayCause> {
    let differences = [(surplus, "here"), (missing, "there")];
    let differences = differences.into_iter().filter(|(it, _)| !it.is_empty());
    let differences = differences.map(|(values, place)| {
        let verb = if values.len() == 1 { "is" } else { "are" };
        format!("{} {verb} only {place}", quoted_values(values))
    });
    let message = format!(
        "this enum and the one at {} both have the name `{}`, so both need the same values; {}",
        other.pointer,
        other.name,
        Vec::from_iter(differences).join(", and ")
    );
    let [surplus_values, missing_values] = [surplus, missing].map(quoted_values);
    let help = match (surplus, missing) {
        (_, []) => format!("delete {surplus_values} from `enum`"),
        ([], _) => format!("add {missing_values} to `enum`"),
        _ => format!("in `enum`, replace {surplus_values} with {missing_values}"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Access, Type};
    use crate::lower::fixtures::field;

    #[test]
    fn difference_names_the_property_that_differs() {
        let fields = || vec![field("a", Type::String), field("b", Type::Boolean)];
        let changed = |change: fn(&mut Field)| {
            let mut fields = fields();
            fields.iter_mut().skip(1).for_each(change);
            fields
        };
        for (new, expected) in [
            (fields().split_off(1), "which also has the property `a`"),
            (Vec::new(), "which also has the properties `a`, `b`"),
            (
                [fields(), vec![field("c", Type::Any)]].concat(),
                "which doesn't have the property `c`",
            ),
            (
                changed(|field| field.name = "c".to_owned()),
                "which has the property `b` instead of `c`",
            ),
            (
                changed(|field| field.is_additional_properties = true),
                "which has the property `b` instead of `additionalProperties`",
            ),
            (
                changed(|field| field.ty = Type::Any),
                "which differs in the type of `b`",
            ),
            (
                changed(|field| field.required = true),
                "which differs in `required` of `b`",
            ),
            (
                changed(|field| field.nullable = true),
                "which differs in `nullable` of `b`",
            ),
            (
                changed(|field| field.access = Access::ReadOnly),
                "which differs in `readOnly` or `writeOnly` of `b`",
            ),
            (
                fields().into_iter().rev().collect(),
                "which has the same properties in another order",
            ),
        ] {
            let difference = difference(&Shape::Struct(fields()), &Shape::Struct(new));
            assert_eq!(difference, expected);
        }
    }
}
