//! The operations of a document.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostics::Pointer;
use crate::openapi::references;
use crate::openapi::walk::{items, members};

pub use super::keywords::is_http_method;

/// The field of the OpenAPI Object that contains webhooks. OpenAPI 3.1 defines it; the generator also accepts it in
/// 3.0.
pub const WEBHOOKS: &str = "webhooks";

/// An Operation Object and its path.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The path, which is the key of the Path Item Object.
    pub path: &'a str,
    /// The Operation Object.
    pub value: &'a Value,
    /// The location of the Operation Object.
    pub pointer: Pointer,
}

/// Returns the operations of a document in order.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = Pointer::root().child("paths");
    members(document, "/paths")
        .filter(|(path, _)| !path.starts_with("x-"))
        .flat_map(|(path, item)| {
            let item_pointer = paths.child(path);
            let methods = members(item, "").filter(|(key, _)| is_http_method(key));
            methods.map(move |(method, value)| Operation {
                path,
                value,
                pointer: item_pointer.child(method),
            })
        })
        .collect()
}

/// Returns the parameters of the operation at `pointer`, and those of its path item that it doesn't override, with
/// their locations in the operation or path item. References are resolved.
pub(crate) fn parameters<'a>(
    document: &'a Value,
    pointer: &Pointer,
) -> impl Iterator<Item = (Pointer, &'a Value)> + use<'a> {
    let mut seen = HashSet::new();
    [Some(pointer.clone()), pointer.parent()]
        .into_iter()
        .flatten()
        .map(|owner| owner.child("parameters"))
        .flat_map(|list| {
            let parameters = items(document, list.as_str()).enumerate();
            parameters.map(move |(index, parameter)| (list.child(index), parameter))
        })
        .filter_map(|(pointer, it)| Some((pointer, references::resolve(document, it)?)))
        .filter(move |(_, it)| seen.insert((it.get("in"), it.get("name"))))
}

/// Returns the placeholders of a path: `room_id` for `/rooms/{room_id}`.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}
