//! Rules for null and for several types.

use std::mem;

use serde_json::{Map, Value, json};

use super::add_all_of;
use crate::openapi::keywords::{is_annotation, schema_keyword};
use crate::openapi::walk::members;
use crate::passes::{has_only, has_only_annotations, make_nullable};

const TYPE: &str = "type";

/// Replaces an array in `type`: null becomes `nullable`, and several other types become `anyOf`. YAML reads `null`
/// without quotes as null, which has the same meaning as `"null"`.
pub(super) fn type_array_to_nullable(schema: &mut Map<String, Value>) {
    let mut types = match schema.get(TYPE) {
        Some(Value::Array(types)) => types.clone(),
        Some(Value::String(name)) if name == "null" => vec![Value::from("null")],
        _ => return,
    };
    let count = types.len();
    types.retain(|name| name != "null" && !name.is_null());
    let has_null = types.len() < count;
    match &*types {
        [name] => {
            schema.insert(TYPE.to_owned(), name.clone());
        }
        [] => {
            schema.shift_remove(TYPE);
            if has_null {
                allow_only_null(schema);
            }
        }
        types => {
            schema.shift_remove(TYPE);
            types_to_any_of(schema, types);
        }
    }
    if has_null {
        make_nullable(schema);
    }
}

/// Moves each type and its keywords to a branch of `anyOf`.
fn types_to_any_of(schema: &mut Map<String, Value>, types: &[Value]) {
    let keywords = mem::take(schema).into_iter();
    let (specific, others): (Map<_, _>, Map<_, _>) =
        keywords.partition(|(key, _)| schema_keyword(key).is_some_and(|it| !it.types.is_empty()));
    *schema = others;
    let branches: Vec<Value> = types.iter().map(|name| branch(&specific, name)).collect();
    if schema.contains_key("anyOf") {
        add_all_of(schema, json!({"anyOf": branches}));
    } else {
        schema.insert("anyOf".to_owned(), Value::Array(branches));
    }
}

/// Returns a schema with one type and the keywords that apply to the type.
fn branch(keywords: &Map<String, Value>, type_name: &Value) -> Value {
    let mut branch = Map::from_iter([(TYPE.to_owned(), type_name.clone())]);
    for (keyword, value) in keywords {
        let applies = match keyword.as_str() {
            // Strings and numbers have formats. Next to several types, a format is usually meant for strings.
            "format" => type_name == "string",
            _ => {
                schema_keyword(keyword).is_some_and(|it| it.types.iter().any(|it| type_name == it))
            }
        };
        if applies {
            branch.insert(keyword.clone(), value.clone());
        }
    }
    Value::Object(branch)
}

/// Replaces a null branch of `anyOf` or `oneOf` by `nullable`. A single other branch replaces the union.
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
        if branches.len() < 2 {
            let only = branches.pop();
            schema.shift_remove(keyword);
            match only {
                Some(only) => add_branch(schema, only),
                None => allow_only_null(schema),
            }
        }
        make_nullable(schema);
    }
}

/// Whether a branch that is already normalised allows only null. YAML reads `type: null` without quotes as null.
fn is_null(branch: &Value) -> bool {
    let values = branch.get("enum").and_then(Value::as_array);
    let has_only_null = values.is_some_and(|values| has_only(values, Value::is_null));
    let has_null_type = branch.get(TYPE).is_some_and(Value::is_null)
        && members(branch, "").all(|(key, _)| key == TYPE || is_annotation(key));
    has_only_null || has_null_type
}

/// Adds the keywords of a branch to a schema that has only annotations. Adds the branch to the `allOf` of any other
/// schema.
fn add_branch(schema: &mut Map<String, Value>, branch: Value) {
    match branch {
        Value::Object(members) if !members.contains_key("$ref") && has_only_annotations(schema) => {
            for (key, member) in members {
                schema.entry(key).or_insert(member);
            }
        }
        branch => add_all_of(schema, branch),
    }
}

fn allow_only_null(schema: &mut Map<String, Value>) {
    make_nullable(schema);
    schema.insert("enum".to_owned(), Value::Array(vec![Value::Null]));
}
