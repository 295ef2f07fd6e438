//! The components of a document.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::references;
use crate::openapi::walk::{Kind, Path, each, items, members, string};

/// Iterates over the components of a document: the field of the Components Object (`schemas`), the name and the value.
pub(crate) fn all(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(document, "/components").flat_map(|(field, components)| {
        members(components, "").map(move |(name, value)| (field.as_str(), name.as_str(), value))
    })
}

/// Returns the locations of the components that the document uses: the components `used`, those that anything outside
/// `components` refers to, and those to which these refer in turn.
pub(crate) fn reached(document: &Value, used: impl Iterator<Item = Pointer>) -> HashSet<Pointer> {
    let mut reached = HashSet::new();
    let mut queue: Vec<Pointer> = used.chain(targets(document, Kind::Object)).collect();
    for (key, member) in members(document, "").filter(|(key, _)| *key != "components") {
        queue.extend(all_targets(member, Kind::Object.of_member(key)));
    }
    while let Some(pointer) = queue.pop() {
        if let Some(component) = document.pointer(pointer.as_str())
            && reached.insert(pointer.clone())
        {
            let field = pointer.keys().nth(1).unwrap_or_default();
            queue.extend(all_targets(component, Kind::of_component(&field)));
        }
    }
    reached
}

/// Returns the locations of the components to which a value and its members refer, whether or not these components
/// exist.
fn all_targets(value: &Value, kind: Kind) -> Vec<Pointer> {
    let mut all = Vec::new();
    let root = Pointer::root();
    each(value, kind, Path::Start(&root), &mut |node, kind, _| {
        all.extend(targets(node, kind));
    });
    all
}

/// Like [`all_targets`], without the members of the value.
fn targets(value: &Value, kind: Kind) -> Vec<Pointer> {
    let reference = string(value, "$ref").into_iter();
    match kind {
        Kind::Schema => reference
            .filter_map(references::component_pointer)
            .chain(references::discriminator_targets(value))
            .collect(),
        Kind::Object => {
            // Examples are data, but an entry of `examples` may be a Reference Object.
            let examples = members(value, "/examples").filter_map(|(_, it)| string(it, "$ref"));
            let requirements = items(value, "/security").flat_map(|it| members(it, ""));
            let schemes = requirements.map(|(name, _)| Pointer::component("securitySchemes", name));
            let references = reference.chain(examples);
            references
                .filter_map(references::component_pointer)
                .chain(schemes)
                .collect()
        }
        _ => Vec::new(),
    }
}

pub(crate) fn insert(document: &mut Value, field: &str, name: String, value: Value) {
    let components = document
        .as_object_mut()
        .and_then(|members| object_member(members, "components"))
        .and_then(|components| object_member(components, field));
    if let Some(components) = components {
        components.insert(name, value);
    }
}

/// Returns a member that is an object. Adds an empty object if the member is missing.
fn object_member<'a>(
    members: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    members
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}

/// Converts a text to the name of a component, by replacing the characters that OpenAPI doesn't allow.
pub(crate) fn component_name(text: &str, replacement: &str) -> String {
    text.replace(
        |character: char| !(character.is_ascii_alphanumeric() || "._-".contains(character)),
        replacement,
    )
    .trim_matches('_')
    .to_owned()
}
