//! The error about two schemas that have the same type name, but different shapes.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::diagnostics::Diagnostic;
use crate::ir::{EnumValue, Field, Shape, TypeDefinition};
use crate::openapi::errors::{listed, quoted};

/// Returns the error about `new`, whose name the type `known` already has. If an `enum` of the overlay has a value that
/// the API has renamed since, the error is about that `enum`.
pub(super) fn error(known: &TypeDefinition, new: &TypeDefinition) -> Diagnostic {
    let (known_values, new_values) = match (&known.shape, &new.shape) {
        (Shape::Enum(known), Shape::Enum(new))
        | (Shape::IntegerEnum(known), Shape::IntegerEnum(new)) => (known, new),
        (known_shape, new_shape) => {
            let difference = difference(new_shape, known_shape);
            let message = format!("{}{difference}", same_name("schema", known));
            let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name";
            return Diagnostic::at(&new.pointer, message, help);
        }
    };
    let only_known = values_only_in(known_values, new_values);
    let only_new = values_only_in(new_values, known_values);
    let mut causes = overlay_causes(new, known, &only_new, &only_known);
    causes.extend(overlay_causes(known, new, &only_known, &only_new));
    let help = "in an overlay, set `x-sdk-name` of one of the two schemas to another name; or, if one of them is outdated, \
                remove its `enum`, and in a later action add the values of the other";
    let message = enum_message(known, &only_new, &only_known);
    Diagnostic::at(&new.pointer, message, help).with_overlay_causes(causes)
}

/// Returns the start of a message about an object that has the name of `other`. The message continues with what must
/// be the same.
fn same_name(noun: &str, other: &TypeDefinition) -> String {
    format!(
        "this {noun} and the one at {} both have the name `{}`, so both need the same ",
        other.pointer, other.name
    )
}

/// Describes what must be the same, and how `this` differs from `that`. The shapes aren't two enums of the same kind.
fn difference(this: &Shape, that: &Shape) -> String {
    match (this, that) {
        (Shape::Struct(this), Shape::Struct(that)) => {
            format!("properties; {}", difference_of_fields(this, that))
        }
        (Shape::Union { .. }, Shape::Union { .. }) => "branches and discriminator".to_owned(),
        (Shape::Responses(_), Shape::Responses(_)) => "responses".to_owned(),
        (this, that) => format!(
            "type; this one is {}, and that one is {}",
            kind(this),
            kind(that)
        ),
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

fn difference_of_fields(this: &[Field], that: &[Field]) -> String {
    let [this, that] = [this, that].map(|fields| {
        let fields = fields.iter().map(|field| (property(field), field));
        IndexMap::<String, &Field>::from_iter(fields)
    });
    let only_in = |fields: &IndexMap<String, &Field>, others: &IndexMap<String, &Field>| {
        let names = fields.keys().filter(|name| !others.contains_key(*name));
        Vec::from_iter(names.cloned())
    };
    let (only_this, only_that) = (only_in(&this, &that), only_in(&that, &this));
    if !only_this.is_empty() || !only_that.is_empty() {
        return here_and_there(&only_this, &only_that);
    }
    let difference = this.iter().find_map(|(property, this)| {
        let that = that.get(property)?;
        let aspect = match (this, that) {
            _ if this.ty != that.ty => "the type",
            _ if this.required != that.required => "`required`",
            _ if this.nullable != that.nullable => "`nullable`",
            _ if this.access != that.access => "`readOnly` or `writeOnly`",
            _ => return None,
        };
        Some(format!("{aspect} of {property} differs"))
    });
    difference.unwrap_or_else(|| "their order differs".to_owned())
}

fn property(field: &Field) -> String {
    match field.is_additional_properties {
        true => "`additionalProperties`".to_owned(),
        false => quoted(&field.name),
    }
}

/// Returns a phrase about names that only one of two objects has: `` `a` is only here, and `b`, `c` are only there ``.
fn here_and_there(here: &[String], there: &[String]) -> String {
    let places = [(here, "here"), (there, "there")].into_iter();
    let places = places.filter(|(names, _)| !names.is_empty());
    let phrases = places.map(|(names, place)| {
        let verb = if names.len() == 1 { "is" } else { "are" };
        format!("{} {verb} only {place}", listed(names.iter().cloned()))
    });
    Vec::from_iter(phrases).join(", and ")
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

fn quoted_values(values: &[IndexedValue<'_>]) -> Vec<String> {
    values.iter().map(|(_, text)| quoted(text)).collect()
}

/// Returns the message about an enum that has the name of the enum `other`.
fn enum_message(
    other: &TypeDefinition,
    surplus: &[IndexedValue<'_>],
    missing: &[IndexedValue<'_>],
) -> String {
    let difference = here_and_there(&quoted_values(surplus), &quoted_values(missing));
    format!("{}values; {difference}", same_name("enum", other))
}

/// Returns an error about each value that causes the conflict if the overlay added it: the values in the `enum` of
/// `definition` that `other` lacks, then the whole `enum`.
fn overlay_causes(
    definition: &TypeDefinition,
    other: &TypeDefinition,
    surplus: &[IndexedValue<'_>],
    missing: &[IndexedValue<'_>],
) -> Vec<Diagnostic> {
    let message = enum_message(other, surplus, missing);
    let [surplus_values, missing_values] =
        [surplus, missing].map(|values| listed(quoted_values(values).into_iter()));
    let help = match (surplus, missing) {
        (_, []) => format!("delete {surplus_values} from `enum`"),
        ([], _) => format!("add {missing_values} to `enum`"),
        _ => format!("in `enum`, replace {surplus_values} with {missing_values}"),
    };
    let pointer = definition.pointer.child("enum");
    let values = surplus.iter().map(|(index, _)| pointer.child(index));
    let pointers = values.chain([pointer.clone()]);
    pointers
        .map(|pointer| Diagnostic::at(&pointer, &*message, &*help))
        .collect()
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
            (fields().split_off(1), "`a` is only there"),
            (Vec::new(), "`a`, `b` are only there"),
            (
                [fields(), vec![field("c", Type::Any)]].concat(),
                "`c` is only here",
            ),
            (
                changed(|field| field.name = "c".to_owned()),
                "`c` is only here, and `b` is only there",
            ),
            (
                changed(|field| field.is_additional_properties = true),
                "`additionalProperties` is only here, and `b` is only there",
            ),
            (
                changed(|field| field.ty = Type::Any),
                "the type of `b` differs",
            ),
            (
                changed(|field| field.required = true),
                "`required` of `b` differs",
            ),
            (
                changed(|field| field.nullable = true),
                "`nullable` of `b` differs",
            ),
            (
                changed(|field| field.access = Access::ReadOnly),
                "`readOnly` or `writeOnly` of `b` differs",
            ),
            (fields().into_iter().rev().collect(), "their order differs"),
        ] {
            let difference = difference(&Shape::Struct(new), &Shape::Struct(fields()));
            assert_eq!(difference, format!("properties; {expected}"));
        }
    }
}
