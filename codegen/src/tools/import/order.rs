//! The order in which a contract is written, so that a change of upstream's order is no change of the contract.

use serde_json::{Map, Value};

/// The members of the document, in the order in which a person reads them.
const MEMBERS: [&str; 7] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "paths",
    "components",
];

/// The document with its own members in that order, and the members of all other objects ordered by name.
pub(super) fn sorted(document: Value) -> Value {
    let Value::Object(mut members) = document else {
        return document;
    };
    let first = MEMBERS.iter().filter_map(|key| members.remove_entry(*key));
    let mut ordered: Map<String, Value> = first.collect();
    members.sort_keys();
    ordered.extend(members);
    ordered.values_mut().for_each(Value::sort_all_objects);
    Value::Object(ordered)
}
