//! `true` and `false` in the place of a schema.

use serde_json::{Map, Value, json};

use crate::openapi::walk::Kind;

/// Rewrites them as objects, wherever 3.0 does not know them.
pub(super) fn to_objects(schema: &mut Map<String, Value>) {
    for (key, member) in schema {
        match (Kind::Schema.of_member(key), member) {
            // Which 3.0 knows.
            _ if key == "additionalProperties" => {}
            (Kind::Schema, member) => to_object(member),
            (Kind::Schemas, Value::Object(members)) => members.values_mut().for_each(to_object),
            (Kind::Schemas, Value::Array(items)) => items.iter_mut().for_each(to_object),
            _ => {}
        }
    }
}

fn to_object(schema: &mut Value) {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({"not": {}}),
        _ => {}
    }
}
