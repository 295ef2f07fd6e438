//! Visits the values of a document, each with its pointer and its [`Kind`].

use std::fmt;

use serde_json::Value;

use crate::diagnostics::Pointer;

pub use super::keywords::Kind;

/// Iterates over the members of the object at a JSON pointer in a value. Any other value has no members.
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

/// Iterates over the items of the array at a JSON pointer in a value. Any other value has no items.
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

pub(crate) fn string<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// Iterates over the members of an object or the items of an array: key (`""` for an item), path and value.
pub(crate) fn children<'a, 'p>(
    value: &'a Value,
    path: &'p Path<'p>,
) -> impl Iterator<Item = (&'a str, Path<'p>, &'a Value)>
where
    'a: 'p,
{
    let members = members(value, "").map(|(key, it)| (key.as_str(), Path::Member(path, key), it));
    let items = items(value, "").enumerate();
    members.chain(items.map(|(index, item)| ("", Path::Item(path, index), item)))
}

/// Like [`children`], with mutable values.
pub(crate) fn children_mut<'a>(
    value: &'a mut Value,
    path: &'a Path<'a>,
) -> impl Iterator<Item = (&'a str, Path<'a>, &'a mut Value)> {
    let (members, items) = match value {
        Value::Object(members) => (Some(members), None),
        Value::Array(items) => (None, Some(items)),
        _ => (None, None),
    };
    let members = members.into_iter().flatten();
    let items = items.into_iter().flatten().enumerate();
    members
        .map(|(key, member)| (key.as_str(), Path::Member(path, key), member))
        .chain(items.map(|(index, item)| ("", Path::Item(path, index), item)))
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

/// Returns the document and every value in it that isn't data, in order.
pub fn document_nodes(document: &Value) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    each_in_document(document, |value, kind, path| {
        nodes.push(Node {
            value,
            pointer: path.pointer(),
            kind,
        });
    });
    nodes
}

/// Visits the document and every value in it that isn't data, in order.
pub(crate) fn each_in_document<'a>(
    document: &'a Value,
    mut visit: impl FnMut(&'a Value, Kind, Path<'_>),
) {
    let root = Pointer::root();
    each(document, Kind::Object, Path::Start(&root), &mut visit);
}

/// Visits `value` and every value in it that isn't data, in order.
pub(crate) fn each<'a>(
    value: &'a Value,
    kind: Kind,
    path: Path<'_>,
    visit: &mut impl FnMut(&'a Value, Kind, Path<'_>),
) {
    if kind == Kind::Data {
        return;
    }
    visit(value, kind, path);
    for (key, path, child) in children(value, &path) {
        each(child, kind.of_member(key), path, visit);
    }
}

/// The path to the current value of a traversal. Creating a path takes no time, unlike creating a pointer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    /// The location of the value where the traversal started.
    Start(&'p Pointer),
    /// A member of the object at a path.
    Member(&'p Self, &'p str),
    /// An item of the array at a path.
    Item(&'p Self, usize),
}

impl Path<'_> {
    /// Returns the path as a pointer.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Start(pointer) => (*pointer).clone(),
            Self::Member(parent, key) => parent.pointer_to(key),
            Self::Item(parent, index) => parent.pointer_to(index),
        }
    }

    fn pointer_to(&self, key: impl fmt::Display) -> Pointer {
        let mut pointer = self.pointer();
        pointer.push(key);
        pointer
    }
}

/// Changes the document and every value in it that isn't data, the innermost values first.
pub(crate) fn each_in_document_mut(
    document: &mut Value,
    mut change: impl FnMut(&mut Value, Kind, Path<'_>),
) {
    let root = Pointer::root();
    each_mut(document, Kind::Object, Path::Start(&root), &mut change);
}

fn each_mut(
    value: &mut Value,
    kind: Kind,
    path: Path<'_>,
    change: &mut impl FnMut(&mut Value, Kind, Path<'_>),
) {
    if kind == Kind::Data {
        return;
    }
    for (key, path, child) in children_mut(value, &path) {
        each_mut(child, kind.of_member(key), path, change);
    }
    change(value, kind, path);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn document_nodes_distinguishes_names_from_keywords() {
        let value = json!({
            "paths": {"/a": {"get": {"responses": {"default": {"content": {"application/json": {"schema": {
                "properties": {"example": {"items": {}}, "x-y": {"example": {"schema": {}}}},
                "default": {"properties": {}},
            }}}}}}}},
            "components": {"schemas": {"enum": {"oneOf": [{}]}}},
        });
        let schemas: Vec<String> = document_nodes(&value)
            .into_iter()
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
