//! Where the operations of a document are.

use serde_json::Value;

use crate::diagnostics::Pointer;

/// The members of a path that are operations.
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// The member of a document that has its webhooks: the one of 3.1 that 3.0 has no words for, and that is read all the same.
pub const WEBHOOKS: &str = "webhooks";

/// An operation, the path it stands in, and where both are.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The path.
    pub path: &'a str,
    /// What stands under the path.
    pub item: &'a Value,
    /// Where that is.
    pub item_place: Pointer,
    /// The operation.
    pub value: &'a Value,
    /// Where it is.
    pub place: Pointer,
}

/// Every operation of a document, in its order.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = Pointer::root().child("paths");
    let items = document.get("paths").and_then(Value::as_object);
    let mut operations = Vec::new();
    let items = items.into_iter().flatten();
    // What begins so is an extension, whatever it looks like.
    for (path, item) in items.filter(|(path, _)| !path.starts_with("x-")) {
        let item_place = paths.child(path);
        let members = item.as_object().into_iter().flatten();
        for (method, value) in members.filter(|(key, _)| is_method(key)) {
            operations.push(Operation {
                path,
                item,
                item_place: item_place.clone(),
                value,
                place: item_place.child(method),
            });
        }
    }
    operations
}

/// Whether a member of a path is an operation.
pub fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}
