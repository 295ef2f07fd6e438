//! The operations of a document.

use serde_json::Value;

use crate::diagnostics::Pointer;

pub use super::keywords::is_method;

/// The field of the OpenAPI Object that contains webhooks. It is new in 3.1; the generator reads it in every document.
pub const WEBHOOKS: &str = "webhooks";

/// An Operation Object and the Path Item Object that contains it.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The path.
    pub path: &'a str,
    /// The Path Item Object.
    pub item: &'a Value,
    /// The location of the Path Item Object.
    pub item_pointer: Pointer,
    /// The Operation Object.
    pub value: &'a Value,
    /// The location of the Operation Object.
    pub pointer: Pointer,
}

/// Returns the operations of a document, in order.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = Pointer::root().child("paths");
    let mut operations = Vec::new();
    for (path, item) in document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if path.starts_with("x-") {
            continue;
        }
        let item_pointer = paths.child(path);
        for (method, value) in item.as_object().into_iter().flatten() {
            if is_method(method) {
                operations.push(Operation {
                    path,
                    item,
                    item_pointer: item_pointer.clone(),
                    value,
                    pointer: item_pointer.child(method),
                });
            }
        }
    }
    operations
}
