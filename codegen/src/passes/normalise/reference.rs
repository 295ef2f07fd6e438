//! `$ref` with something beside it, of which 3.0 takes no notice.

use serde_json::{Map, Value};

use super::require_all;

const REFERENCE: &str = "$ref";

/// Puts the reference of a schema into `allOf`, so that what stands beside it counts.
pub(super) fn to_all_of(schema: &mut Map<String, Value>) {
    if schema.len() < 2 || !schema.get(REFERENCE).is_some_and(Value::is_string) {
        return;
    }
    if let Some(reference) = schema.shift_remove(REFERENCE) {
        let reference = Map::from_iter([(REFERENCE.to_owned(), reference)]);
        require_all(schema, Value::Object(reference));
    }
}

/// Drops what 3.1 allows beside a reference that is no schema: words that stand in for those of the target.
pub(super) fn drop_prose_beside(object: &mut Map<String, Value>) {
    if object.get(REFERENCE).is_some_and(Value::is_string) {
        object.retain(|key, _| !matches!(key.as_str(), "summary" | "description"));
    }
}
