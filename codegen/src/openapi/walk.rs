//! Visits the values of a document, each with its pointer and its [`Kind`].

use std::{fmt, iter};

use serde_json::Value;

use crate::diagnostics::Pointer;

pub use super::keywords::Kind;

/// Iterates over the members of the object at a JSON pointer in a value. There are none if the value there isn't an
/// object.
pub(crate) fn members<'a>(
    value: &'a Value,
    pointer: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    value
        .pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// Iterates over the items of the array at a JSON pointer in a value. There are none if the value there isn't an array.
pub(crate) fn items<'a>(
    value: &'a Value,
    pointer: &str,
) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// Returns a member of an object, if it is a string.
pub(crate) fn string<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// Iterates over the members of an object or the items of an array: the key (`""` for items), pointer and value of
/// each.
pub(crate) fn children<'a>(
    value: &'a Value,
    pointer: &Pointer,
) -> impl Iterator<Item = (&'a str, Pointer, &'a Value)> {
    let members =
        members(value, "").map(|(key, member)| (key.as_str(), pointer.child(key), member));
    let items = items(value, "").enumerate();
    members.chain(items.map(|(index, item)| ("", pointer.child(index), item)))
}

/// A value in a document that isn't [`Kind::Data`].
#[derive(Debug)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// The location of the value.
    pub pointer: Pointer,
    /// The kind of the value.
    pub kind: Kind,
}

impl<'a> Node<'a> {
    /// Returns the node of a member or item of this value, unless it is data.
    fn child(&self, key: impl fmt::Display, value: &'a Value, kind: Kind) -> Option<Self> {
        let child = || Self {
            value,
            pointer: self.pointer.child(key),
            kind,
        };
        (kind != Kind::Data).then(child)
    }
}

/// Iterates over the value at `pointer` and everything in it that isn't data, in the order of the document.
pub fn nodes<'a>(
    value: &'a Value,
    pointer: &Pointer,
    kind: Kind,
) -> impl Iterator<Item = Node<'a>> + use<'a> {
    let root = Node {
        value,
        pointer: pointer.clone(),
        kind,
    };
    // The nodes that are still to be visited, the next one last.
    let mut stack = Vec::from_iter(Some(root).filter(|root| root.kind != Kind::Data));
    iter::from_fn(move || {
        let node = stack.pop()?;
        match node.value {
            Value::Object(members) => {
                let child = |(key, value): (&String, &'a Value)| {
                    node.child(key, value, node.kind.of_member(key))
                };
                stack.extend(members.iter().rev().filter_map(child));
            }
            Value::Array(items) => {
                let kind = node.kind.of_member("");
                let items = items.iter().enumerate().rev();
                stack.extend(items.filter_map(|(index, value)| node.child(index, value, kind)));
            }
            _ => {}
        }
        Some(node)
    })
}

/// Iterates over a document and everything in it that isn't data, in order.
pub fn document_nodes(document: &Value) -> impl Iterator<Item = Node<'_>> {
    nodes(document, &Pointer::root(), Kind::Object)
}

/// The path from the value where a traversal started to the current one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    /// The value where the traversal started.
    Start,
    /// A member of the object at a path.
    Member(&'p Self, &'p str),
    /// An item of the array at a path.
    Item(&'p Self, usize),
}

impl Path<'_> {
    /// Returns the path as a pointer.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Start => Pointer::root(),
            Self::Member(parent, key) => parent.pointer().child(key),
            Self::Item(parent, index) => parent.pointer().child(index),
        }
    }
}

/// Changes everything in a value that isn't data, the innermost values first.
pub fn each_mut(value: &mut Value, kind: Kind, change: &mut impl FnMut(&mut Value, Kind)) {
    each_mut_with_path(value, kind, Path::Start, &mut |value, kind, _| {
        change(value, kind);
    });
}

/// Does the same as [`each_mut`], and passes the path to each value.
pub(crate) fn each_mut_with_path(
    value: &mut Value,
    kind: Kind,
    path: Path<'_>,
    change: &mut impl FnMut(&mut Value, Kind, Path<'_>),
) {
    if kind == Kind::Data {
        return;
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let path = Path::Member(&path, key);
                each_mut_with_path(member, kind.of_member(key), path, change);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let path = Path::Item(&path, index);
                each_mut_with_path(item, kind.of_member(""), path, change);
            }
        }
        _ => {}
    }
    change(value, kind, path);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nodes_distinguishes_names_from_keywords() {
        let value = json!({
            "paths": {"/a": {"get": {"responses": {"default": {"content": {"application/json": {"schema": {
                "properties": {"example": {"items": {}}, "x-y": {"example": {"schema": {}}}},
                "default": {"properties": {}},
            }}}}}}}},
            "components": {"schemas": {"enum": {"oneOf": [{}]}}},
        });
        let schemas: Vec<String> = document_nodes(&value)
            .filter(|node| node.kind == Kind::Schema)
            .map(|node| node.pointer.to_string())
            .collect();
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
    }
}
