//! Sorts a spec, so that a new order in the upstream document doesn't change the spec.

use serde_json::{Map, Value};

/// The first fields of the OpenAPI Object.
const FIELDS: [&str; 7] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "paths",
    "components",
];

/// Sorts the fields of the OpenAPI Object: [`FIELDS`] first, other fields by name. Sorts all other objects by name.
pub(super) fn sorted(document: Value) -> Value {
    let Value::Object(mut members) = document else {
        return document;
    };
    let mut sorted: Map<String, Value> = FIELDS
        .iter()
        .filter_map(|key| members.remove_entry(*key))
        .collect();
    members.sort_keys();
    sorted.extend(members);
    sorted.values_mut().for_each(Value::sort_all_objects);
    Value::Object(sorted)
}
