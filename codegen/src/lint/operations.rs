//! The operations of a document, each with its path.

use serde_json::Value;

use super::Subject;
use crate::pointer::Pointer;

/// The members of a path that are operations.
const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// An operation, the path it stands in, and where both are.
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) item: &'a Value,
    pub(super) item_place: Pointer,
    pub(super) value: &'a Value,
    pub(super) place: Pointer,
}

pub(super) fn operations<'a>(subject: &Subject<'a>) -> Vec<Operation<'a>> {
    let paths = Pointer::root().child("paths");
    let items = subject.document.get("paths").and_then(Value::as_object);
    let mut operations = Vec::new();
    for (path, item) in items.into_iter().flatten() {
        let item_place = paths.child(path);
        let members = item.as_object().into_iter().flatten();
        for (method, value) in members.filter(|(key, _)| METHODS.contains(&key.as_str())) {
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
