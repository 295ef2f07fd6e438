//! Sorts a spec, so that a change of the order in the upstream document doesn't change the spec.

use serde_json::{Map, Value};

/// The fields of the OpenAPI Object that come first, in this order.
const FIELDS: [&str; 7] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "paths",
    "components",
];

/// Sorts the fields of the OpenAPI Object: first [`FIELDS`], then the others by name. Sorts the members of all other
/// objects by name.
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
