//! Finds, resolves and checks the references (`$ref`) of a document.
//!
//! After normalising, every resolvable reference refers to a component, such as `#/components/schemas/Room`.

mod local;

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::Value;

use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::errors::with_article;
use crate::openapi::keywords::object_name;
use crate::openapi::walk::{self, Kind};

pub(crate) use local::{Lookup, Unresolved, find_local, look_up};

/// The greatest length of a chain of references.
pub(crate) const MAX_CHAIN_LENGTH: usize = 64;

/// Returns the references in a document, each with the location of the object that contains the `$ref`.
pub fn all(document: &Value) -> Vec<(&str, Pointer)> {
    let mut references = Vec::new();
    walk::each_in_document(document, |value, kind, path| {
        if matches!(kind, Kind::Schema | Kind::Object)
            && let Some(reference) = walk::string(value, "$ref")
        {
            references.push((reference, path.pointer()));
        }
    });
    references
}

/// Iterates over the locations of the schemas to which the `mapping` of a discriminator refers. The schemas may not
/// exist.
pub fn discriminator_targets(schema: &Value) -> impl Iterator<Item = Pointer> {
    walk::members(schema, "/discriminator/mapping")
        .filter_map(|(_, target)| target.as_str())
        .map(|target| {
            component_pointer(target).unwrap_or_else(|| Pointer::component("schemas", target))
        })
}

/// Splits a reference to a component: `#/components/schemas/Room` into `schemas` and `Room`.
pub fn component(reference: &str) -> Option<(&str, &str)> {
    let (field, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    (!name.is_empty() && !name.contains('/')).then_some((field, name))
}

/// Returns the name of the schema in an entry of a discriminator's `mapping`, which is a reference or a name.
pub(crate) fn mapped_schema(target: &str) -> &str {
    match component(target) {
        Some(("schemas", name)) => name,
        _ => target,
    }
}

/// Returns the quoted name of the component at `pointer`, or the location if the value isn't a component.
pub(crate) fn name_or_location(pointer: &Pointer) -> String {
    let location = pointer.to_string();
    match component(&location) {
        Some((_, name)) => format!("`{name}`"),
        None => location,
    }
}

/// Returns the location of the component that a reference refers to, which may not exist.
pub fn component_pointer(reference: &str) -> Option<Pointer> {
    let (field, name) = component(reference)?;
    // The name is already escaped.
    Some(Pointer::from(format!("/components/{field}/{name}")))
}

/// Returns an error if the Reference Object at `pointer` refers to a component of another kind than `expected`, which
/// is a field of the Components Object, such as `schemas`.
pub(crate) fn wrong_component(
    reference: &str,
    expected: &str,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    let name = |field: &str| object_name(&Pointer::component(field, ""));
    let (field, _) = component(reference).filter(|(field, _)| *field != expected)?;
    let found = name(field)?;
    let object = name(expected)?;
    let message = format!(
        "`{reference}` refers to {}; expected a {object}",
        with_article(&found)
    );
    let help = format!("refer to a {object} in `#/components/{expected}`");
    Some(Diagnostic::at(&pointer.child("$ref"), message, help))
}

/// Returns the component that the Reference Object at `pointer` refers to, and its location.
///
/// # Errors
///
/// Returns an error if the reference doesn't refer to a component of the document.
pub fn target<'a>(
    document: &'a Value,
    reference: &str,
    pointer: &Pointer,
) -> Result<(Pointer, &'a Value)> {
    find_component(document, reference)
        .ok_or_else(|| unresolved(document, reference, &pointer.child("$ref")))
}

fn find_component<'a>(document: &'a Value, reference: &str) -> Option<(Pointer, &'a Value)> {
    let pointer = component_pointer(reference)?;
    let component = document.pointer(pointer.as_str())?;
    Some((pointer, component))
}

/// Creates the error about a reference that doesn't refer to a component.
fn unresolved(document: &Value, reference: &str, pointer: &Pointer) -> Diagnostic {
    let (message, help) = match find_local(document, reference) {
        // With `Ok`, the object exists, but isn't a component.
        Ok(_) | Err(Unresolved::NotLocal) => (
            format!("`{reference}` doesn't refer to a component of the document"),
            "move the object to `components` and refer to it there".to_owned(),
        ),
        Err(Unresolved::Missing) => (
            format!("cannot resolve `{reference}`: the document has no such object"),
            "correct the `$ref`, or add the object".to_owned(),
        ),
        Err(Unresolved::Endless(location)) => (
            format!(
                "cannot resolve `{reference}`: the pointer passes through the `$ref` at {location}, which is circular or \
                 the last in a chain of more than {MAX_CHAIN_LENGTH} references"
            ),
            format!("replace the `$ref` at {location} with the object that it should refer to"),
        ),
    };
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about a cycle of references. `cycle` has the references, or the locations of the Reference
/// Objects, in order. The last item repeats the first.
pub(crate) fn circular<S: AsRef<str>>(cycle: &[S], pointer: &Pointer) -> Diagnostic {
    /// The greatest number of references that an error lists.
    const MAX_LISTED: usize = 8;
    let name = |reference| component(reference).map_or(reference, |(_, name)| name);
    let names: Vec<&str> = cycle.iter().map(|it| name(it.as_ref())).collect();
    let (message, breakable) = match (names.as_slice(), cycle) {
        ([name, _], [only, ..]) => (
            format!("`{}` is only a `$ref` to itself", only.as_ref()),
            format!("`{name}`"),
        ),
        ([first, .., last, _], _) => {
            let listed = match names.get(..MAX_LISTED) {
                Some(start) if names.len() > MAX_LISTED => {
                    format!("{}` → … → `{first}", start.join("` → `"))
                }
                _ => names.join("` → `"),
            };
            (
                format!("the references form a cycle: `{listed}`"),
                format!("`{first}` or in `{last}`"),
            )
        }
        _ => (
            "the references form a cycle".to_owned(),
            "one of them".to_owned(),
        ),
    };
    let help = format!(
        "in {breakable}, replace the `$ref` with an object that doesn't refer back to it, or delete the `$ref`"
    );
    Diagnostic::at(pointer, message, help)
}

/// Creates the error about a reference that starts a chain that is too long.
pub(crate) fn long_chain(reference: &str, pointer: &Pointer) -> Diagnostic {
    Diagnostic::at(
        pointer,
        format!("`{reference}` starts a chain of more than {MAX_CHAIN_LENGTH} references"),
        "refer to the object at the end of the chain",
    )
}

/// Returns the object that a value is or refers to, or `None` if a reference can't be resolved.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> Option<&'a Value> {
    resolve_with_pointer(document, value, Pointer::root()).map(|(_, value)| value)
}

/// Like [`resolve`], for a value at `pointer`. Also returns the location of the object.
pub(crate) fn resolve_with_pointer<'a>(
    document: &'a Value,
    mut value: &'a Value,
    mut pointer: Pointer,
) -> Option<(Pointer, &'a Value)> {
    for _ in 0..=MAX_CHAIN_LENGTH {
        let Some(reference) = walk::string(value, "$ref") else {
            return Some((pointer, value));
        };
        (pointer, value) = find_component(document, reference)?;
    }
    None
}

/// Checks every reference of a document.
///
/// # Errors
///
/// Returns the first of the [`errors`].
pub fn check(document: &Value) -> Result<()> {
    errors(document).into_iter().next().map_or(Ok(()), Err)
}

/// Returns an error for every reference that doesn't refer to a component, or is circular.
pub fn errors(document: &Value) -> Vec<Diagnostic> {
    // Chains of references may share an end. `followed` prevents following it again.
    let mut followed = HashSet::new();
    all(document)
        .into_iter()
        .filter_map(|(reference, pointer)| {
            follow(document, reference, pointer, &mut followed).err()
        })
        .collect()
}

/// Follows the chain of references that starts at `pointer`, up to a reference in `followed`.
fn follow<'a>(
    document: &'a Value,
    mut reference: &'a str,
    mut pointer: Pointer,
    followed: &mut HashSet<Pointer>,
) -> Result<()> {
    let mut chain = IndexSet::new();
    while followed.insert(pointer.clone()) {
        chain.insert(pointer.clone());
        let (next, value) = target(document, reference, &pointer)?;
        if let Some(start) = chain.get_index_of(&next) {
            let cycle = chain.iter().skip(start);
            let cycle: Vec<String> = std::iter::once(&pointer)
                .chain(cycle)
                .map(Pointer::to_string)
                .collect();
            return Err(circular(&cycle, &pointer.child("$ref")));
        }
        let Some(next_reference) = walk::string(value, "$ref") else {
            break;
        };
        (pointer, reference) = (next, next_reference);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn error(schemas: Value) -> (String, String) {
        let error = check(&json!({"components": {"schemas": schemas}})).unwrap_err();
        (
            error.pointer().unwrap().to_string(),
            error.message().to_owned(),
        )
    }

    #[test]
    fn check_rejects_unresolved_references() {
        let (pointer, message) = error(json!({"A": {"$ref": "#/components/schemas/B"}}));
        assert_eq!(pointer, "#/components/schemas/A/$ref");
        assert_eq!(
            message,
            "cannot resolve `#/components/schemas/B`: the document has no such object"
        );
        let (_, message) = error(json!({"A": {"items": {"$ref": "other.yaml#/B"}}}));
        assert_eq!(
            message,
            "`other.yaml#/B` doesn't refer to a component of the document"
        );
    }

    #[test]
    fn check_rejects_circular_references() {
        let (_, message) = error(json!({"A": {"$ref": "#/components/schemas/A"}}));
        assert_eq!(
            message,
            "`#/components/schemas/A` is only a `$ref` to itself"
        );
        let schemas = json!({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}});
        let message = error(schemas).1;
        assert_eq!(message, "the references form a cycle: `B` → `A` → `B`");
    }

    #[test]
    fn errors_reports_each_chain_once() {
        let schemas = json!({
            "A": {"$ref": "#/components/schemas/B"},
            "B": {"$ref": "#/components/schemas/gone"},
            "C": {"items": {"$ref": "#/components/schemas/B"}},
            "D": {"$ref": "#/components/schemas/E"},
            "E": {"$ref": "#/components/schemas/D"},
        });
        let pointers: Vec<String> = errors(&json!({"components": {"schemas": schemas}}))
            .iter()
            .map(|error| error.pointer().unwrap().to_string())
            .collect();
        assert_eq!(
            pointers,
            ["#/components/schemas/B/$ref", "#/components/schemas/E/$ref"]
        );
    }

    #[test]
    fn check_of_long_chain_is_linear() {
        let schema =
            |number: usize| json!({"$ref": format!("#/components/schemas/{}", number + 1)});
        let chain = (0..20_000).map(|number| (number.to_string(), schema(number)));
        let mut schemas = serde_json::Map::from_iter(chain);
        schemas.insert("20000".to_owned(), json!({}));
        check(&json!({"components": {"schemas": schemas}})).unwrap();
    }

    #[test]
    fn check_accepts_properties_named_like_keywords() {
        for name in ["$ref", "default", "enum", "example", "x-rays"] {
            let gone = json!({"A": {"properties": {name: {"$ref": "#/components/schemas/B"}}}});
            assert!(error(gone).1.ends_with("no such object"), "{name}");
        }
    }

    #[test]
    fn check_accepts_recursive_schemas_and_ignores_examples() {
        let schemas = json!({"A": {
            "properties": {"next": {"$ref": "#/components/schemas/A"}},
            "example": {"$ref": "nowhere"},
        }});
        check(&json!({"components": {"schemas": schemas}})).unwrap();
    }
}
