//! `$ref`s: where they stand, where they lead, and whether that is a component.

mod locate;

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::walk::{self, Kind};

pub(crate) use locate::{Lost, Step, locate, step};

/// How many references may lead from one to the next: more than anybody writes, and few enough to be followed from each.
pub(crate) const LONGEST_CHAIN: usize = 64;

/// What is said of a reference that leads over more of them.
pub(crate) const ENDLESS: &str = "leads over more than 64 others, or in a circle";

/// Calls `visit` with every reference at or below `node`, which is of a kind, and with the place of the object that
/// holds it.
///
/// # Errors
///
/// The first one that `visit` gives.
pub fn each<'a>(
    node: &'a Value,
    place: &Pointer,
    kind: Kind,
    visit: &mut impl FnMut(&'a str, &Pointer) -> Result<()>,
) -> Result<()> {
    walk::each(
        node,
        place,
        kind,
        &mut |node, place, kind| match (kind, node.get("$ref")) {
            (Kind::Schema | Kind::Object, Some(Value::String(reference))) => {
                visit(reference, place)
            }
            _ => Ok(()),
        },
    )
}

/// Where the schemas stand that the discriminator of a schema names, by reference or by name, whether or not they are there.
pub fn mapped(schema: &Value) -> impl Iterator<Item = Pointer> {
    let mapping = schema.pointer("/discriminator/mapping");
    let targets = mapping.and_then(Value::as_object).into_iter().flatten();
    let targets = targets.filter_map(|(_, target)| target.as_str());
    targets.map(|target| {
        component_place(target).unwrap_or_else(|| Pointer::component("schemas", target))
    })
}

/// A reference to a component: its kind, for instance `schemas`, and its name.
pub fn component(reference: &str) -> Option<(&str, &str)> {
    let (kind, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    (!name.is_empty() && !name.contains('/')).then_some((kind, name))
}

/// Where the component of a reference stands, whether or not it is there.
pub fn component_place(reference: &str) -> Option<Pointer> {
    let (kind, name) = component(reference)?;
    // The name stands in the reference as it does in a pointer, escapes included.
    Some(Pointer::from(format!("/components/{kind}/{name}")))
}

/// The place that a reference to a component leads to.
///
/// # Errors
///
/// When the reference, which stands in the object at `place`, leads elsewhere or to nothing.
pub fn target<'a>(
    document: &'a Value,
    reference: &str,
    place: &Pointer,
) -> Result<(Pointer, &'a Value)> {
    let place = place.child("$ref");
    let Some(pointer) = component_place(reference) else {
        return Err(no_component(document, reference, &place));
    };
    match document.pointer(pointer.as_str()) {
        Some(node) => Ok((pointer, node)),
        None => {
            let cause = format!("`{reference}` leads to nothing");
            Err(Diagnostic::at(
                &place,
                cause,
                format!("add {pointer}, or mend the reference"),
            ))
        }
    }
}

/// The fault of a reference, at `place`, that is none to a component.
fn no_component(document: &Value, reference: &str, place: &Pointer) -> Diagnostic {
    let (fault, help) = match locate(document, reference) {
        Ok(_) | Err(Lost::Elsewhere) => (
            "does not lead to a component of this document",
            "move the target under `components`, and refer to it there",
        ),
        Err(Lost::Nowhere) => (
            "leads to nothing",
            "add what it should lead to, or mend the reference",
        ),
        Err(Lost::Endless) => (ENDLESS, "refer to what is at the end"),
    };
    Diagnostic::at(place, format!("`{reference}` {fault}"), help)
}

/// Follows the references that `node`, which stands at `place`, and those behind it are, until something is there.
pub(crate) fn resolve<'a>(
    document: &'a Value,
    node: &'a Value,
    place: &Pointer,
) -> Option<&'a Value> {
    resolve_with_place(document, node, place).map(|(_, node)| node)
}

/// Does what [`resolve`] does, and says where that stands as well.
pub(crate) fn resolve_with_place<'a>(
    document: &'a Value,
    mut node: &'a Value,
    place: &Pointer,
) -> Option<(Pointer, &'a Value)> {
    let mut place = place.clone();
    let mut seen = HashSet::new();
    while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        if !seen.insert(reference) || seen.len() > LONGEST_CHAIN {
            return None;
        }
        (place, node) = target(document, reference, &place).ok()?;
    }
    Some((place, node))
}

/// Checks every reference of the document.
///
/// # Errors
///
/// The first of the [`faults`].
pub fn check(document: &Value) -> Result<()> {
    faults(document).into_iter().next().map_or(Ok(()), Err)
}

/// What is wrong with references: those that lead to nothing, out of the components, or over others back to themselves.
pub fn faults(document: &Value) -> Vec<Diagnostic> {
    // Where references stand that have been followed, so that no chain of them is followed twice.
    let mut followed = HashSet::new();
    let mut faults = Vec::new();
    let mut visit = |reference: &str, place: &Pointer| {
        faults.extend(follow(document, reference, place, &mut followed).err());
        Ok(())
    };
    // The walk gives no error, since the visitor gives none.
    let _ = each(document, &Pointer::root(), Kind::Object, &mut visit);
    faults
}

/// Follows the reference in the object at `place`, and those behind it, until something is there.
fn follow<'a>(
    document: &'a Value,
    mut reference: &'a str,
    place: &Pointer,
    followed: &mut HashSet<Pointer>,
) -> Result<()> {
    let mut way = HashSet::new();
    let mut at = place.clone();
    while followed.insert(at.clone()) {
        way.insert(at.clone());
        let (next, node) = target(document, reference, &at)?;
        if way.contains(&next) {
            return Err(Diagnostic::at(
                &at.child("$ref"),
                format!("`{reference}` leads only to itself"),
                "say what the component is, not where it is",
            ));
        }
        let Some(behind) = node.get("$ref").and_then(Value::as_str) else {
            break;
        };
        (at, reference) = (next, behind);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(schemas: Value) -> (String, String) {
        let error = check(&json!({"components": {"schemas": schemas}})).unwrap_err();
        (
            error.pointer().unwrap().to_string(),
            error.message().to_owned(),
        )
    }

    #[test]
    fn a_reference_to_nothing_or_out_of_the_document_is_named() {
        let (pointer, cause) = fault(json!({"A": {"$ref": "#/components/schemas/B"}}));
        assert_eq!(pointer, "#/components/schemas/A/$ref");
        assert_eq!(cause, "`#/components/schemas/B` leads to nothing");
        let (_, cause) = fault(json!({"A": {"items": {"$ref": "other.yaml#/B"}}}));
        assert_eq!(
            cause,
            "`other.yaml#/B` does not lead to a component of this document"
        );
    }

    #[test]
    fn references_that_lead_only_to_each_other_are_named() {
        let (_, cause) = fault(json!({"A": {"$ref": "#/components/schemas/A"}}));
        assert_eq!(cause, "`#/components/schemas/A` leads only to itself");
        let schemas = json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}});
        assert!(fault(schemas).1.ends_with("leads only to itself"));
    }

    #[test]
    fn every_fault_is_named_once() {
        let schemas = json!({
            "A": {"$ref": "#/components/schemas/B"},
            "B": {"$ref": "#/components/schemas/gone"},
            "C": {"items": {"$ref": "#/components/schemas/B"}},
            "D": {"$ref": "#/components/schemas/E"},
            "E": {"$ref": "#/components/schemas/D"},
        });
        let faults = faults(&json!({"components": {"schemas": schemas}}));
        let places = faults.iter().map(|fault| fault.pointer().unwrap());
        let places: Vec<String> = places.map(ToString::to_string).collect();
        assert_eq!(
            places,
            ["#/components/schemas/B/$ref", "#/components/schemas/E/$ref"]
        );
    }

    #[test]
    fn a_long_chain_is_followed_once() {
        let schema =
            |number: usize| json!({"$ref": format!("#/components/schemas/{}", number + 1)});
        let chain = (0..20_000).map(|number| (number.to_string(), schema(number)));
        let mut schemas = serde_json::Map::from_iter(chain);
        schemas.insert("20000".to_owned(), json!({}));
        check(&json!({"components": {"schemas": schemas}})).unwrap();
    }

    #[test]
    fn a_property_may_be_called_like_a_keyword() {
        for name in ["$ref", "default", "enum", "example", "x-rays"] {
            let gone = json!({"A": {"properties": {name: {"$ref": "#/components/schemas/B"}}}});
            assert!(fault(gone).1.ends_with("leads to nothing"), "{name}");
        }
    }

    #[test]
    fn a_type_may_contain_itself_and_examples_are_not_followed() {
        let schemas = json!({"A": {
            "properties": {"next": {"$ref": "#/components/schemas/A"}},
            "example": {"$ref": "nowhere"},
        }});
        check(&json!({"components": {"schemas": schemas}})).unwrap();
    }
}
