//! Translates Schema Objects of OpenAPI 3.0 to JSON Schema 2019-09, which validators support.

use serde_json::{Map, Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::keywords::{Role, is_in_3_0, schema_keyword};
use crate::openapi::walk::{Kind, Path, children};

/// Decides whether the schemas in a schema, or referred to by it, are translated in place or become references.
pub(crate) trait Subschemas {
    /// Translates the schema at `pointer`, or returns a reference to its translation.
    fn subschema(&self, schema: &Value, pointer: &Pointer) -> Value;

    /// Translates the component that a `$ref` refers to, or returns a reference to its translation.
    fn component(&self, reference: &str) -> Value;
}

/// Translates the schema at `pointer`. A value that isn't a schema becomes `{}`.
pub(crate) fn translate(schema: &Value, pointer: &Pointer, subschemas: &impl Subschemas) -> Value {
    let Value::Object(members) = schema else {
        return json!({});
    };
    if let Some(reference) = members.get("$ref") {
        return subschemas.component(reference.as_str().unwrap_or_default());
    }
    let is_set = |key: &str| members.get(key).and_then(Value::as_bool) == Some(true);
    let translated = members.iter().filter_map(|(key, member)| {
        let key = key.as_str();
        // `maximum: 5` with `exclusiveMaximum: true` becomes `exclusiveMaximum: 5`.
        let bound = |exclusive| if is_set(exclusive) { exclusive } else { key };
        let pointer = || pointer.child(key);
        Some(match key {
            "type" | "enum" if is_set("nullable") => (key, with_null(member)),
            "type" | "enum" => (key, member.clone()),
            "maximum" => (bound("exclusiveMaximum"), member.clone()),
            "minimum" => (bound("exclusiveMinimum"), member.clone()),
            "required" => (key, required(member, members)),
            "additionalProperties" if member.is_boolean() => (key, member.clone()),
            "additionalProperties" | "items" | "not" => {
                (key, subschemas.subschema(member, &pointer()))
            }
            "properties" | "allOf" | "anyOf" | "oneOf" => {
                (key, contained(member, &pointer(), subschemas))
            }
            "exclusiveMaximum" | "exclusiveMinimum" => return None,
            _ if key == "format" || is_shared_limit(key) => (key, member.clone()),
            // Other keywords don't restrict values.
            _ => return None,
        })
    });
    let translated = translated.collect();
    // Normalising converts `anyOf: [A, {type: "null"}]` to `allOf: [A]` with `nullable`, whatever the type of A.
    let is_composed = ["allOf", "anyOf", "oneOf"]
        .iter()
        .any(|keyword| members.contains_key(*keyword));
    match is_set("nullable") && is_composed && !members.contains_key("type") {
        true => json!({"anyOf": [translated, {"type": "null"}]}),
        false => translated,
    }
}

/// Translates the schemas in an array (`allOf`) or an object (`properties`).
fn contained(member: &Value, pointer: &Pointer, subschemas: &impl Subschemas) -> Value {
    let path = Path::Start(pointer);
    let schemas = children(member, &path)
        .map(|(name, path, schema)| (name, subschemas.subschema(schema, &path.pointer())));
    match member {
        Value::Object(_) => schemas.collect(),
        Value::Array(_) => schemas.map(|(_, schema)| schema).collect(),
        other => other.clone(),
    }
}

/// Whether a keyword, such as `maxLength`, limits values and has the same meaning in both dialects.
fn is_shared_limit(name: &str) -> bool {
    schema_keyword(name).is_some_and(|keyword| {
        keyword.role == Role::Limit && keyword.contents == Kind::Data && is_in_3_0(name)
    })
}

fn with_null(member: &Value) -> Value {
    match member {
        Value::String(name) => json!([name, "null"]),
        Value::Array(values) if !values.contains(&Value::Null) => {
            values.iter().cloned().chain([Value::Null]).collect()
        }
        other => other.clone(),
    }
}

/// Omits the properties that are `readOnly` or `writeOnly`, because the translation is for requests and responses.
fn required(names: &Value, schema: &Map<String, Value>) -> Value {
    let is_in_both_directions = |name: &&Value| {
        let property = name
            .as_str()
            .and_then(|name| schema.get("properties")?.get(name));
        let is_set = |key| property.and_then(|property| property.get(key)) == Some(&json!(true));
        !is_set("readOnly") && !is_set("writeOnly")
    };
    match names {
        Value::Array(names) => names
            .iter()
            .filter(is_in_both_directions)
            .cloned()
            .collect(),
        other => other.clone(),
    }
}
