//! The components of a document.

use serde_json::{Map, Value};

use crate::openapi::walk::members;

/// Iterates over the components of a document: for each, the field of the Components Object that contains it, such as
/// `schemas`, its name and its value.
pub(crate) fn all(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(document, "/components").flat_map(|(field, components)| {
        members(components, "").map(move |(name, value)| (field.as_str(), name.as_str(), value))
    })
}

/// Adds or replaces a component.
pub(crate) fn insert(document: &mut Value, field: &str, name: String, value: Value) {
    let components = document
        .as_object_mut()
        .and_then(|members| object_member(members, "components"))
        .and_then(|components| object_member(components, field));
    if let Some(components) = components {
        components.insert(name, value);
    }
}

/// Returns the member of an object, if it is an object too. Adds an empty object if the member is absent.
fn object_member<'a>(
    members: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Map<String, Value>> {
    members
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}

/// Converts a text to the name of a component: replaces the characters that OpenAPI doesn't allow in these names.
pub(crate) fn component_name(text: &str, replacement: &str) -> String {
    text.replace(
        |character: char| !(character.is_ascii_alphanumeric() || "._-".contains(character)),
        replacement,
    )
    .trim_matches('_')
    .to_owned()
}
