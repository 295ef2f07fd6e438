//! Null as one of the branches of `anyOf` or `oneOf`.

use serde_json::{Map, Value};

use super::{allow_null, only_null, require_all};

/// Rewrites it as `nullable`; a branch that is then alone takes the place of the choice.
pub(super) fn to_nullable(schema: &mut Map<String, Value>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
            continue;
        };
        let count = branches.len();
        branches.retain(|branch| !is_null(branch));
        if branches.len() == count {
            continue;
        }
        let left = branches.len();
        let only = branches.pop();
        match (only, left) {
            (Some(only), 1) => {
                schema.shift_remove(keyword);
                take_over(schema, only);
                allow_null(schema);
            }
            (Some(last), _) => {
                branches.push(last);
                allow_null(schema);
            }
            (None, _) => {
                schema.shift_remove(keyword);
                only_null(schema);
            }
        }
    }
}

/// Whether a branch, which is normalised already, is null and nothing else.
fn is_null(branch: &Value) -> bool {
    let only_null = |values: &Vec<Value>| values.iter().all(Value::is_null) && !values.is_empty();
    branch
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(only_null)
}

/// Keywords that only say something about a value, and restrict nothing.
const ANNOTATIONS: [&str; 9] = [
    "default",
    "deprecated",
    "description",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// Makes the schema what the branch is; what it said about itself stays.
fn take_over(schema: &mut Map<String, Value>, branch: Value) {
    let is_annotation = |key: &String| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-");
    match branch {
        Value::Object(members)
            if !members.contains_key("$ref") && schema.keys().all(is_annotation) =>
        {
            for (key, member) in members {
                schema.entry(key).or_insert(member);
            }
        }
        branch => require_all(schema, branch),
    }
}
