//! What each node of a document is: a schema, another object, or data.

use serde_json::Value;

use crate::diagnostics::{Pointer, Result};

/// What a node is, and so how the keys of its members are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A schema.
    Schema,
    /// Schemas by name, or in a list: the keys are nobody's keywords.
    Schemas,
    /// Any other object that OpenAPI knows, the document itself among them.
    Object,
    /// Such objects by name, or in a list.
    Objects,
    /// A value that the document speaks of, whatever it looks like.
    Data,
}

impl Kind {
    /// The kind of a component, by the kind of components that it is among, for instance `schemas`.
    pub fn of_component(kind: &str) -> Self {
        Self::Object.of_member(kind).of_member("")
    }

    /// The kind of the member `key` of a node of this kind.
    #[must_use]
    pub fn of_member(self, key: &str) -> Self {
        match (self, key) {
            (Self::Data, _) => Self::Data,
            (Self::Schemas, _) => Self::Schema,
            (Self::Objects, _) => Self::Object,
            (_, "default" | "enum" | "example" | "examples") => Self::Data,
            (_, key) if key.starts_with("x-") => Self::Data,
            (
                Self::Schema,
                "properties" | "allOf" | "anyOf" | "oneOf" | "$defs" | "definitions"
                | "dependentSchemas" | "patternProperties" | "prefixItems",
            ) => Self::Schemas,
            (
                Self::Schema,
                "additionalProperties"
                | "items"
                | "not"
                | "contains"
                | "contentSchema"
                | "else"
                | "if"
                | "propertyNames"
                | "then"
                | "unevaluatedItems"
                | "unevaluatedProperties",
            ) => Self::Schema,
            (Self::Schema, _) => Self::Data,
            (Self::Object, "schema") => Self::Schema,
            (Self::Object, "schemas") => Self::Schemas,
            (
                Self::Object,
                "callbacks" | "content" | "encoding" | "headers" | "links" | "parameters"
                | "pathItems" | "paths" | "requestBodies" | "responses" | "securitySchemes"
                | "webhooks",
            ) => Self::Objects,
            (Self::Object, _) => Self::Object,
        }
    }
}

/// The kinds of components, schemas aside, that stand elsewhere under the same name.
const COMPONENTS: [&str; 8] = [
    "callbacks",
    "examples",
    "headers",
    "links",
    "parameters",
    "requestBodies",
    "responses",
    "securitySchemes",
];

/// Among which components a node belongs, by where it stands.
pub fn component_kind(place: &Pointer) -> Option<&'static str> {
    let mut kind = Kind::Object;
    let mut parent = "";
    let mut last = "";
    for segment in place.as_str().split('/').skip(1) {
        kind = kind.of_member(segment);
        (parent, last) = (last, segment);
    }
    match kind {
        Kind::Schema => Some("schemas"),
        Kind::Object if last == "requestBody" => Some("requestBodies"),
        Kind::Object => COMPONENTS.into_iter().find(|kind| *kind == parent),
        _ => None,
    }
}

/// Calls `visit` with `node`, which is of a kind, and with every node below it that is not data.
///
/// # Errors
///
/// The first one that `visit` gives.
pub fn each<'a>(
    node: &'a Value,
    place: &Pointer,
    kind: Kind,
    visit: &mut impl FnMut(&'a Value, &Pointer, Kind) -> Result<()>,
) -> Result<()> {
    if kind == Kind::Data {
        return Ok(());
    }
    visit(node, place, kind)?;
    match node {
        Value::Object(members) => members.iter().try_for_each(|(key, member)| {
            each(member, &place.child(key), kind.of_member(key), visit)
        }),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            each(item, &place.child(index), kind.of_member(""), visit)
        }),
        _ => Ok(()),
    }
}

/// Calls `change` with every node below `node`, which is of a kind, that is not data, and then with the node itself.
pub fn each_mut(node: &mut Value, kind: Kind, change: &mut impl FnMut(&mut Value, Kind)) {
    if kind == Kind::Data {
        return;
    }
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                each_mut(member, kind.of_member(key), change);
            }
        }
        Value::Array(items) => {
            for item in items {
                each_mut(item, kind.of_member(""), change);
            }
        }
        _ => {}
    }
    change(node, kind);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_is_a_name_or_a_keyword_by_where_it_stands() {
        let document = json!({
            "paths": {"/a": {"get": {"responses": {"default": {"content": {"application/json": {"schema": {
                "properties": {"example": {"items": {}}, "x-y": {"example": {"schema": {}}}},
                "default": {"properties": {}},
            }}}}}}}},
            "components": {"schemas": {"enum": {"oneOf": [{}]}}},
        });
        let mut schemas = Vec::new();
        each(
            &document,
            &Pointer::root(),
            Kind::Object,
            &mut |_, place, kind| {
                if kind == Kind::Schema {
                    schemas.push(place.to_string());
                }
                Ok(())
            },
        )
        .unwrap();
        let body = "#/paths/~1a/get/responses/default/content/application~1json/schema";
        assert_eq!(
            schemas,
            [
                body.to_owned(),
                format!("{body}/properties/example"),
                format!("{body}/properties/example/items"),
                format!("{body}/properties/x-y"),
                "#/components/schemas/enum".to_owned(),
                "#/components/schemas/enum/oneOf/0".to_owned(),
            ]
        );
        assert_eq!(Kind::of_component("schemas"), Kind::Schema);
        assert_eq!(Kind::of_component("parameters"), Kind::Object);
    }
}
