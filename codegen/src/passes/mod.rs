//! Rewrites a document, a JSON value, in steps. The overlay is the first step; `crate::to_api`, in `lib.rs`, calls the
//! others in order.

pub mod correct_schemas;
mod growth;
pub mod infer_types;
pub mod inheritance;
pub mod merge_all_of;
pub mod normalise;
pub mod overlay;
pub mod repair;
pub mod unions;

use serde_json::{Map, Value};

use crate::openapi::keywords::{Role, is_annotation, role};
use crate::openapi::walk::{Kind, each_in_document_mut};

/// The members of a Schema Object.
type Schema = Map<String, Value>;

const ALL_OF: &str = "allOf";
const DISCRIMINATOR: &str = "discriminator";
const NULLABLE: &str = "nullable";
const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

/// The keywords whose values are booleans.
const FLAGS: [&str; 7] = [
    "deprecated",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "readOnly",
    "uniqueItems",
    "writeOnly",
];

/// Changes every Schema Object, the innermost first.
fn each_schema_mut(document: &mut Value, mut change: impl FnMut(&mut Schema)) {
    each_in_document_mut(document, |node, kind, _| {
        if let (Kind::Schema, Value::Object(schema)) = (kind, node) {
            change(schema);
        }
    });
}

fn contains_any(schema: &Schema, keywords: &[&str]) -> bool {
    keywords.iter().any(|keyword| schema.contains_key(*keyword))
}

/// Whether the value of the keyword `union` is an array with branches.
fn has_branches(schema: &Schema, union: &str) -> bool {
    let branches = schema.get(union).and_then(Value::as_array);
    branches.is_some_and(|branches| !branches.is_empty())
}

fn has_only_annotations(schema: &Schema) -> bool {
    schema
        .keys()
        .all(|key| key == NULLABLE || is_annotation(key))
}

/// Whether a keyword restricts values without an effect on their Rust type.
fn is_limit(keyword: &str) -> bool {
    role(keyword) == Some(Role::Limit)
}

fn is_nullable(schema: &Schema) -> bool {
    schema.get(NULLABLE) == Some(&Value::Bool(true))
}

fn make_nullable(schema: &mut Schema) {
    schema.insert(NULLABLE.to_owned(), true.into());
}

fn has_type(schema: &Schema, name: &str) -> bool {
    type_name(schema) == Some(name)
}

fn type_name(schema: &Schema) -> Option<&str> {
    schema.get("type")?.as_str()
}

/// Returns the name of a value's type in JSON Schema.
fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether all values are of a type or null, and not all are null.
fn has_only(values: &[Value], is_of_type: fn(&Value) -> bool) -> bool {
    values.iter().any(is_of_type) && values.iter().all(|it| is_of_type(it) || it.is_null())
}

fn set_missing_type(schema: &mut Schema, name: &str) {
    schema.entry("type").or_insert_with(|| name.into());
}
