//! Simplifies each `oneOf` and `anyOf` that isn't a choice between Rust types: a single branch, branches that only
//! restrict the values of the schema around them, and branches that together are one enum.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{NULLABLE, contains_any, is_nullable, make_nullable};
use crate::diagnostics::Pointer;
use crate::openapi::keywords::{Role, is_annotation, schema_keyword};
use crate::openapi::walk::{Kind, each_mut, members, string};

pub(super) const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

/// The extension keys with the names and descriptions of the values in `enum`.
const NAMES: &str = "x-enum-varnames";
const DESCRIPTIONS: &str = "x-enum-descriptions";

/// The extension key with the deprecated values in `enum`.
pub(crate) const DEPRECATED_VALUES: &str = "x-enum-deprecated";

/// The keywords that contain or refer to schemas of the same value.
const COMPOSITIONS: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

/// The formats of strings that have a Rust type of their own.
const TYPED_FORMATS: [&str; 5] = ["binary", "byte", "date", "date-time", "uuid"];

/// Simplifies the unions in a document.
pub fn simplify(mut document: Value) -> Value {
    each_mut(&mut document, Kind::Object, &mut |node, kind| {
        if let (Kind::Schema, Value::Object(schema)) = (kind, node) {
            simplify_schema(schema);
        }
    });
    replace_open_enums(&mut document);
    document
}

/// Replaces each union of two branches, a reference to a string enum and plain strings, by the reference: enums are
/// open.
fn replace_open_enums(document: &mut Value) {
    let root = Pointer::root().child("components").child("schemas");
    let schemas = members(document, root.as_str());
    let enums = schemas.filter(|(_, schema)| is_string_enum(schema));
    let enums: HashSet<String> = enums
        .map(|(name, _)| root.child(name).to_string())
        .collect();
    if enums.is_empty() {
        return;
    }
    each_mut(document, Kind::Object, &mut |node, kind| {
        if let (Kind::Schema, Value::Object(schema)) = (kind, node) {
            replace_open_enum(schema, &enums);
        }
    });
}

fn is_string_enum(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    schema.get("type").is_none_or(|name| name == "string")
        && values.is_some_and(|values| values.iter().any(Value::is_string))
        && values.is_some_and(|values| values.iter().all(|it| it.is_string() || it.is_null()))
}

/// Replaces a union of a reference to one of `enums` and strings by the reference.
fn replace_open_enum(schema: &mut Map<String, Value>, enums: &HashSet<String>) {
    for keyword in UNIONS {
        let Some(Value::Array(branches)) = schema.get(keyword) else {
            continue;
        };
        let is_enum = |branch: &&Value| {
            string(branch, "$ref").is_some_and(|reference| enums.contains(reference))
        };
        let (references, others): (Vec<_>, Vec<_>) = branches.iter().partition(is_enum);
        let [reference] = references.as_slice() else {
            continue;
        };
        if others.is_empty()
            || !others
                .iter()
                .all(|it| is_scalar(it, "string") && !contains(it, "enum"))
        {
            continue;
        }
        let allows_null = others
            .iter()
            .any(|it| it.as_object().is_some_and(is_nullable));
        let mut only = vec![(*reference).clone()];
        if allows_null {
            make_nullable(schema);
        }
        schema.shift_remove("discriminator");
        schema.shift_remove(keyword);
        replace_by_only(schema, &mut only);
    }
}

/// Simplifies the unions of one schema.
pub(super) fn simplify_schema(schema: &mut Map<String, Value>) {
    for keyword in UNIONS {
        let Some(Value::Array(mut branches)) = schema.shift_remove(keyword) else {
            continue;
        };
        add_type(schema, &mut branches);
        if merge_required(schema, &branches)
            || is_restriction(schema, &branches)
            || merge_scalars(schema, &branches)
            || replace_by_only(schema, &mut branches)
        {
            schema.shift_remove("discriminator");
            continue;
        }
        remove_values_and_type(schema);
        schema.insert(keyword.to_owned(), Value::Array(branches));
    }
}

/// Adds the type of the schema around a union to the branches without a type.
fn add_type(schema: &Map<String, Value>, branches: &mut [Value]) {
    let Some(name) = schema.get("type").filter(|name| name.is_string()) else {
        return;
    };
    for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
        let has_type = branch.contains_key("type") || contains_any(branch, &COMPOSITIONS);
        if !has_type && !branch.is_empty() {
            branch.insert("type".to_owned(), name.clone());
        }
    }
}

/// Merges a union whose branches only make properties required, for instance "email or phone": no Rust type expresses
/// that, so the properties are optional. Returns false for any other union.
fn merge_required(schema: &mut Map<String, Value>, branches: &[Value]) -> bool {
    let mut properties = match schema.get("properties") {
        Some(Value::Object(properties)) => properties.clone(),
        _ => Map::new(),
    };
    let shared = properties.clone();
    // Returns false if the branch does more than make properties required.
    let mut add_properties = |branch: &Value| {
        let required = branch.get("required").and_then(Value::as_array);
        let has_only_required = branch.as_object().is_some_and(|members| {
            let is_expected = |(key, member): (&String, &Value)| match key.as_str() {
                "properties" => !shared.is_empty(),
                "type" => member == "object",
                "additionalProperties" => false,
                key => key == "required" || is_annotation(key) || is_limit(key),
            };
            members.iter().all(is_expected) && !contains_any(members, &["x-sdk-variant"])
        });
        let own = branch.get("properties").and_then(Value::as_object);
        has_only_required
            && own.into_iter().flatten().all(|(name, property)| {
                let is_required = required.is_some_and(|names| names.iter().any(|it| it == name));
                match properties.get(name) {
                    _ if *property == json!({"not": {}}) => true,
                    None if is_required => {
                        properties.insert(name.clone(), property.clone());
                        true
                    }
                    None => false,
                    Some(known) => known == property || *property == json!({}),
                }
            })
    };
    let is_object = |branch: &Value| {
        contains(branch, "required") || contains(branch, "properties") || contains(branch, "not")
    };
    if !branches.iter().any(|branch| contains(branch, "required"))
        || !branches
            .iter()
            .all(|branch| is_object(branch) && add_properties(branch))
    {
        return false;
    }
    schema
        .entry("type")
        .or_insert_with(|| Value::from("object"));
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    true
}

/// Whether the branches of a union only restrict the values of an array or an object, so that the union can be removed.
fn is_restriction(schema: &Map<String, Value>, branches: &[Value]) -> bool {
    let Some(name @ ("array" | "object")) = schema.get("type").and_then(Value::as_str) else {
        return false;
    };
    branches.iter().all(|branch| {
        branch.as_object().is_some_and(|members| {
            let is_expected = |(key, member): (&String, &Value)| match key.as_str() {
                "type" => member == name,
                key => is_annotation(key) || is_limit(key),
            };
            members.iter().all(is_expected)
        })
    })
}

/// Merges a union of strings, or of integers, to one type: an enum if branches have values. Enums are open, so a branch
/// without values adds nothing. Returns false for any other union.
fn merge_scalars(schema: &mut Map<String, Value>, branches: &[Value]) -> bool {
    let Some(Value::String(name)) = branches.first().and_then(|first| first.get("type")) else {
        return false;
    };
    if !matches!(name.as_str(), "boolean" | "integer" | "number" | "string")
        || !branches.iter().all(|branch| is_scalar(branch, name))
    {
        return false;
    }
    if branches
        .iter()
        .filter_map(Value::as_object)
        .any(is_nullable)
    {
        make_nullable(schema);
    }
    let formats: Vec<Option<&Value>> = branches.iter().map(|it| it.get("format")).collect();
    if let [Some(format), others @ ..] = &*formats
        && others.iter().all(|other| *other == Some(*format))
    {
        schema.insert("format".to_owned(), (*format).clone());
    }
    add_values(schema, branches);
    schema.insert("type".to_owned(), Value::from(name.as_str()));
    true
}

/// Whether a branch only has values of a scalar type, without a format that has another Rust type.
fn is_scalar(branch: &Value, name: &str) -> bool {
    let format = branch.get("format").and_then(Value::as_str);
    branch.get("type").is_some_and(|it| it == name)
        && !format.is_some_and(|format| TYPED_FORMATS.contains(&format))
        && !branch
            .as_object()
            .is_some_and(|it| contains_any(it, &COMPOSITIONS))
        && !contains(branch, "x-sdk-variant")
}

/// Adds the values of all branches to `enum`, with their titles, descriptions and whether they are deprecated.
fn add_values(schema: &mut Map<String, Value>, branches: &[Value]) {
    let values_of = |branch: &Value| branch.get("enum").and_then(Value::as_array).cloned();
    let (mut values, mut names, mut descriptions) = (Vec::new(), Vec::new(), Vec::new());
    let mut deprecated = Vec::new();
    for branch in branches {
        let own = values_of(branch).unwrap_or_default();
        // The annotations of a branch are about its value if it has only one.
        let annotation = |keyword| {
            let text = branch.get(keyword).filter(|_| own.len() == 1);
            text.cloned().unwrap_or_else(|| Value::from(""))
        };
        if branch.get("deprecated") == Some(&Value::Bool(true)) {
            deprecated.extend(own.iter().cloned());
        }
        for value in &own {
            if !values.contains(value) {
                values.push(value.clone());
                names.push(annotation("title"));
                descriptions.push(annotation("description"));
            }
        }
    }
    if values.is_empty() {
        return;
    }
    schema.insert("enum".to_owned(), Value::Array(values));
    for (keyword, texts) in [(NAMES, names), (DESCRIPTIONS, descriptions)] {
        if texts.iter().any(|text| text != "") {
            schema.entry(keyword).or_insert(Value::Array(texts));
        }
    }
    if !deprecated.is_empty() {
        let deprecated = Value::Array(deprecated);
        schema.entry(DEPRECATED_VALUES).or_insert(deprecated);
    }
}

/// Replaces a union with a single branch by an `allOf`. Returns false for any other union.
fn replace_by_only(schema: &mut Map<String, Value>, branches: &mut Vec<Value>) -> bool {
    // More branches may follow where a discriminator selects them.
    if branches.len() != 1 || schema.contains_key("discriminator") {
        return false;
    }
    let is_only_described = schema
        .keys()
        .all(|key| key == NULLABLE || is_annotation(key));
    let all_of = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all_of) = all_of {
        all_of.append(branches);
    }
    // In an `allOf`, only values that all branches allow may be null.
    if is_only_described && all_of.pointer("/0/nullable") == Some(&Value::Bool(true)) {
        make_nullable(schema);
    }
    true
}

/// Removes the keywords next to a union that only repeat or restrict what its branches allow.
fn remove_values_and_type(schema: &mut Map<String, Value>) {
    schema.shift_remove("enum");
    if !contains_any(schema, &["properties", "additionalProperties"]) {
        for keyword in ["type", "format", "items", "required"] {
            schema.shift_remove(keyword);
        }
    } else if schema
        .get("additionalProperties")
        .is_some_and(Value::is_boolean)
        && !schema.contains_key("properties")
    {
        for keyword in ["type", "required", "additionalProperties"] {
            schema.shift_remove(keyword);
        }
    }
}

fn contains(schema: &Value, keyword: &str) -> bool {
    schema.get(keyword).is_some()
}

fn is_limit(name: &str) -> bool {
    schema_keyword(name).is_some_and(|keyword| keyword.role == Role::Limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplify_returns_expected_schemas() {
        let [card, kind] =
            ["Card", "Kind"].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        for (schema, expected) in [
            // Branches that only make properties required.
            (
                json!({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                json!({"properties": {"a": {}}, "type": "object"}),
            ),
            (
                json!({"properties": {"a": {}}, "oneOf": [
                    {"properties": {"b": {"type": "string"}}, "required": ["b"]},
                    {"not": {"required": ["b"]}},
                ]}),
                json!({"type": "object", "properties": {"a": {}, "b": {"type": "string"}}}),
            ),
            // Branches that require or forbid properties.
            (
                json!({"properties": {"a": {}, "b": {}}, "oneOf": [
                    {"title": "A", "required": ["a"], "properties": {"b": {"not": {}}}},
                    {"title": "None", "properties": {"a": {"not": {}}, "b": {"not": {}}}},
                ]}),
                json!({"properties": {"a": {}, "b": {}}, "type": "object"}),
            ),
            // A branch with an optional property is a type.
            (
                json!({"properties": {"a": {}}, "oneOf": [{"properties": {"b": {}, "c": {}}, "required": ["b"]}, card]}),
                json!({"properties": {"a": {}}, "oneOf": [{"properties": {"b": {}, "c": {}}, "required": ["b"]}, card]}),
            ),
            // Branches that only restrict.
            (
                json!({"type": "array", "items": {}, "oneOf": [{"maxItems": 1}, {"minItems": 3}]}),
                json!({"type": "array", "items": {}}),
            ),
            (
                json!({"type": "string", "anyOf": [{"pattern": "a"}, {"format": "ipv4"}]}),
                json!({"type": "string"}),
            ),
            // Enums.
            (
                json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}]}),
                json!({"enum": ["a"], "type": "string"}),
            ),
            (
                json!({"oneOf": [
                    {"type": "integer", "enum": [1], "title": "Low", "description": "Least."},
                    {"type": "integer", "enum": [2]},
                ]}),
                json!({
                    "enum": [1, 2],
                    "x-enum-varnames": ["Low", ""],
                    "x-enum-descriptions": ["Least.", ""],
                    "type": "integer",
                }),
            ),
            (
                json!({"oneOf": [
                    {"type": "string", "enum": ["a"], "deprecated": true},
                    {"type": "string", "enum": ["b"], "deprecated": false},
                ]}),
                json!({"enum": ["a", "b"], "x-enum-deprecated": ["a"], "type": "string"}),
            ),
            // An enum and any string.
            (
                json!({"anyOf": [{"type": "string", "maxLength": 9}, kind]}),
                json!({"allOf": [kind]}),
            ),
            (
                json!({"oneOf": [kind, {"type": "string", "nullable": true}]}),
                json!({"nullable": true, "allOf": [kind]}),
            ),
            (
                json!({"oneOf": [kind, {"type": "string", "format": "date"}]}),
                json!({"oneOf": [kind, {"type": "string", "format": "date"}]}),
            ),
            (
                json!({"oneOf": [card, {"type": "string"}]}),
                json!({"oneOf": [card, {"type": "string"}]}),
            ),
            // A single branch.
            (
                json!({"description": "It.", "oneOf": [card]}),
                json!({"description": "It.", "allOf": [card]}),
            ),
            // Keywords that repeat or restrict the branches.
            (
                json!({"type": "object", "required": ["a"], "oneOf": [card, {"type": "object"}]}),
                json!({"oneOf": [card, {"type": "object"}]}),
            ),
            (
                json!({"type": "string", "oneOf": [card, {"format": "date"}]}),
                json!({"oneOf": [card, {"format": "date", "type": "string"}]}),
            ),
        ] {
            let document = simplify(json!({"components": {"schemas": {
                "A": schema,
                "Kind": {"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["b"]}]},
            }}}));
            assert_eq!(document["components"]["schemas"]["A"], expected);
        }
    }
}
