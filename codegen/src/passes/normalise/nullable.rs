//! Null and several types in `type`, and null in `anyOf` or `oneOf`.

use serde_json::{Map, Value, json};

use super::add_all_of;
use crate::openapi::keywords::{is_annotation, type_specific};

const TYPE: &str = "type";
const NULLABLE: &str = "nullable";

/// Replaces an array in `type`: null by `nullable`, and several other types by `anyOf`.
pub(super) fn type_array_to_nullable(schema: &mut Map<String, Value>) {
    let (null, types): (Vec<Value>, Vec<Value>) = match schema.get(TYPE) {
        Some(Value::Array(types)) => types.iter().cloned().partition(|name| name == "null"),
        Some(Value::String(name)) if name == "null" => (vec![Value::Null], Vec::new()),
        _ => return,
    };
    match types.as_slice() {
        [name] => {
            schema.insert(TYPE.to_owned(), name.clone());
        }
        [] => {
            schema.shift_remove(TYPE);
            if !null.is_empty() {
                allow_only_null(schema);
            }
        }
        types => {
            schema.shift_remove(TYPE);
            types_to_any_of(schema, types);
        }
    }
    if !null.is_empty() {
        allow_null(schema);
    }
}

/// Moves each type, with its keywords, to a branch of `anyOf`.
fn types_to_any_of(schema: &mut Map<String, Value>, types: &[Value]) {
    let branches: Vec<Value> = types.iter().map(|name| branch(schema, name)).collect();
    for keyword in type_specific() {
        schema.shift_remove(keyword.name);
    }
    if schema.contains_key("anyOf") {
        add_all_of(schema, json!({"anyOf": branches}));
    } else {
        schema.insert("anyOf".to_owned(), Value::Array(branches));
    }
}

/// Returns a schema with one of the types and the keywords that apply to it.
fn branch(schema: &Map<String, Value>, type_name: &Value) -> Value {
    let mut branch = Map::from_iter([(TYPE.to_owned(), type_name.clone())]);
    for keyword in type_specific() {
        // Formats of numbers are not distinguished from those of strings.
        let applies = match keyword.name {
            "format" => type_name == "string",
            _ => keyword.types.iter().any(|name| type_name == name),
        };
        if let Some(value) = schema.get(keyword.name).filter(|_| applies) {
            branch.insert(keyword.name.to_owned(), value.clone());
        }
    }
    Value::Object(branch)
}

/// Replaces a null branch of `anyOf` or `oneOf` by `nullable`; if there is only one other branch, it becomes the
/// schema.
pub(super) fn null_branch_to_nullable(schema: &mut Map<String, Value>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
            continue;
        };
        let count = branches.len();
        branches.retain(|branch| !is_null(branch));
        if branches.len() == count {
            continue;
        }
        if branches.len() > 1 {
            allow_null(schema);
            continue;
        }
        let only = branches.pop();
        schema.shift_remove(keyword);
        match only {
            Some(only) => {
                add_branch(schema, only);
                allow_null(schema);
            }
            None => allow_only_null(schema),
        }
    }
}

/// Whether a normalised schema allows only null.
fn is_null(schema: &Value) -> bool {
    schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| values.iter().all(Value::is_null) && !values.is_empty())
}

/// Adds the keywords of a branch, if the schema has only annotations; otherwise adds the branch to `allOf`.
fn add_branch(schema: &mut Map<String, Value>, branch: Value) {
    let only_describes = schema
        .keys()
        .all(|key| key == NULLABLE || is_annotation(key));
    match branch {
        Value::Object(members) if !members.contains_key("$ref") && only_describes => {
            for (key, member) in members {
                schema.entry(key).or_insert(member);
            }
        }
        branch => add_all_of(schema, branch),
    }
}

fn allow_null(schema: &mut Map<String, Value>) {
    schema.insert(NULLABLE.to_owned(), Value::Bool(true));
}

fn allow_only_null(schema: &mut Map<String, Value>) {
    allow_null(schema);
    schema.insert("enum".to_owned(), Value::Array(vec![Value::Null]));
}
