//! Simplifies `oneOf` and `anyOf` if they aren't a choice between Rust types: for instance a single branch, branches
//! that only restrict values, or branches that together are one enum.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{
    ALL_OF, DISCRIMINATOR, Schema, UNIONS, contains_any, each_schema_mut, has_branches, has_only,
    has_only_annotations, is_limit, is_nullable, make_nullable, set_missing_type, type_name,
};
use crate::diagnostics::Pointer;
use crate::openapi::keywords::is_annotation;
use crate::openapi::walk::{members, string};

/// The extension keys with the names and descriptions of the values in `enum`.
const NAMES: &str = "x-enum-varnames";
const DESCRIPTIONS: &str = "x-enum-descriptions";

/// The extension key with the deprecated values in `enum`.
pub(crate) const DEPRECATED_VALUES: &str = "x-enum-deprecated";

/// The keywords that apply other schemas to the same value.
const COMPOSITIONS: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

/// The formats of strings that have a separate Rust type.
const TYPED_FORMATS: [&str; 5] = ["binary", "byte", "date", "date-time", "uuid"];

/// Simplifies the unions in a document.
pub fn simplify(mut document: Value) -> Value {
    each_schema_mut(&mut document, simplify_schema);
    replace_open_enums(&mut document);
    document
}

/// Replaces each union of a string enum and plain strings by the enum, because generated enums keep unknown values.
fn replace_open_enums(document: &mut Value) {
    let root = Pointer::root().child("components").child("schemas");
    let schemas = members(document, root.as_str());
    let enums = schemas.filter(|(_, schema)| is_string_enum(schema));
    let enums: HashSet<String> = enums
        .map(|(name, _)| root.child(name).to_string())
        .collect();
    if !enums.is_empty() {
        each_schema_mut(document, |schema| replace_open_enum(schema, &enums));
    }
}

fn is_string_enum(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    schema.get("type").is_none_or(|name| name == "string")
        && values.is_some_and(|values| has_only(values, Value::is_string))
}

/// Replaces a union of a reference to one of `enums` and plain strings by the reference.
fn replace_open_enum(schema: &mut Schema, enums: &HashSet<String>) {
    for keyword in UNIONS {
        let Some(Value::Array(branches)) = schema.get(keyword) else {
            continue;
        };
        let is_enum = |branch: &&Value| {
            string(branch, "$ref").is_some_and(|reference| enums.contains(reference))
        };
        let (references, others): (Vec<_>, Vec<_>) = branches.iter().partition(is_enum);
        let ([reference], Some(others)) = (&*references, objects(others)) else {
            continue;
        };
        let is_string = |it: &&Schema| is_scalar(it, "string") && !it.contains_key("enum");
        if others.is_empty() || !others.iter().all(is_string) {
            continue;
        }
        let reference = (*reference).clone();
        if others.into_iter().any(is_nullable) {
            make_nullable(schema);
        }
        schema.shift_remove(DISCRIMINATOR);
        schema.insert(keyword.to_owned(), json!([reference]));
        simplify_schema(schema);
    }
}

pub(super) fn simplify_schema(schema: &mut Schema) {
    for keyword in UNIONS {
        // A later pass removes and reports invalid unions.
        if !has_branches(schema, keyword) {
            continue;
        }
        let Some(Value::Array(mut branches)) = schema.shift_remove(keyword) else {
            continue;
        };
        add_type(schema, &mut branches);
        let is_merged = objects(&branches).is_some_and(|branches| {
            merge_required(schema, &branches)
                || is_restriction(schema, &branches)
                || merge_scalars(schema, &branches)
        });
        if is_merged || replace_by_single_branch(schema, &mut branches) {
            // The discriminator may belong to the other union.
            if !contains_any(schema, &UNIONS) {
                schema.shift_remove(DISCRIMINATOR);
            }
            continue;
        }
        remove_values_and_type(schema);
        schema.insert(keyword.to_owned(), Value::Array(branches));
    }
}

/// Returns the members of each branch, or `None` if a branch isn't an object.
fn objects<'a>(branches: impl IntoIterator<Item = &'a Value>) -> Option<Vec<&'a Schema>> {
    branches.into_iter().map(Value::as_object).collect()
}

/// Adds the type of the schema to the branches without a type.
fn add_type(schema: &Schema, branches: &mut [Value]) {
    let Some(name) = type_name(schema) else {
        return;
    };
    for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
        if !branch.is_empty() && !contains_any(branch, &COMPOSITIONS) {
            set_missing_type(branch, name);
        }
    }
}

/// Merges a union whose branches only require properties, for instance an email or a phone number. Rust can't express
/// such a requirement, so the properties are optional. Returns false for any other union.
fn merge_required(schema: &mut Schema, branches: &[&Schema]) -> bool {
    let shared = schema.get("properties").and_then(Value::as_object);
    let mut properties = shared.cloned().unwrap_or_default();
    let has_shared = !properties.is_empty();
    let has_required = |branch: &&Schema| branch.contains_key("required");
    let is_mergeable = branches.iter().any(has_required)
        && branches.iter().all(|branch| {
            contains_any(branch, &["required", "properties", "not"])
                && only_requires(branch, has_shared)
                && add_required_properties(&mut properties, branch)
        });
    if is_mergeable {
        set_missing_type(schema, "object");
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), properties.into());
        }
    }
    is_mergeable
}

/// Whether a branch has no effect on the Rust type except for required properties.
fn only_requires(branch: &Schema, may_have_properties: bool) -> bool {
    let is_expected = |(key, member): (&String, &Value)| match key.as_str() {
        "properties" => may_have_properties,
        "type" => member == "object",
        "additionalProperties" | "x-sdk-variant" => false,
        key => key == "required" || is_annotation(key) || is_limit(key),
    };
    branch.iter().all(is_expected)
}

/// Adds the required properties of a branch to `properties`. Returns false if `properties` lacks an optional property
/// of the branch, or has another schema for a property. `{}` equals any schema. Skips `{not: {}}`, which allows no
/// value.
fn add_required_properties(properties: &mut Map<String, Value>, branch: &Schema) -> bool {
    let required = branch.get("required").and_then(Value::as_array);
    let own = branch.get("properties").and_then(Value::as_object);
    own.into_iter().flatten().all(|(name, property)| {
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
}

/// Whether the branches only restrict the values of an array or object, so that the union is unnecessary.
fn is_restriction(schema: &Schema, branches: &[&Schema]) -> bool {
    let Some(name @ ("array" | "object")) = type_name(schema) else {
        return false;
    };
    let mut members = branches.iter().copied().flatten();
    members.all(|(key, member)| match key.as_str() {
        "type" => member == name,
        key => is_annotation(key) || is_limit(key),
    })
}

/// Merges branches of the same scalar type to this type. The result is an enum if any branch has values: generated
/// enums are open, so branches without values are covered. Returns false for any other union.
fn merge_scalars(schema: &mut Schema, branches: &[&Schema]) -> bool {
    let name = branches.first().and_then(|first| type_name(first));
    let Some(name @ ("boolean" | "integer" | "number" | "string")) = name else {
        return false;
    };
    if !branches.iter().all(|branch| is_scalar(branch, name)) {
        return false;
    }
    if branches.iter().any(|branch| is_nullable(branch)) {
        make_nullable(schema);
    }
    let mut formats = branches.iter().map(|branch| branch.get("format"));
    if let Some(Some(format)) = formats.next()
        && formats.all(|other| other == Some(format))
    {
        schema.insert("format".to_owned(), format.clone());
    }
    set_values(schema, branches);
    schema.insert("type".to_owned(), name.into());
    true
}

/// Whether a branch is of this scalar type, without a format that has a separate Rust type.
fn is_scalar(branch: &Schema, name: &str) -> bool {
    let format = branch.get("format").and_then(Value::as_str);
    type_name(branch) == Some(name)
        && !format.is_some_and(|format| TYPED_FORMATS.contains(&format))
        && !contains_any(branch, &COMPOSITIONS)
        && !branch.contains_key("x-sdk-variant")
}

/// Sets `enum` to the values of all branches, with titles, descriptions and deprecation. Does nothing if there are no
/// values.
fn set_values(schema: &mut Schema, branches: &[&Schema]) {
    let (mut values, mut names, mut descriptions) = (Vec::new(), Vec::new(), Vec::new());
    let mut deprecated = Vec::new();
    let mut seen = HashSet::new();
    for branch in branches {
        let own = branch.get("enum").and_then(Value::as_array);
        let own = own.map_or(&[][..], Vec::as_slice);
        // The annotations of a branch with one value are about this value.
        let annotation = |keyword| {
            let text = branch.get(keyword).filter(|_| own.len() == 1);
            text.cloned().unwrap_or_else(|| "".into())
        };
        if branch.get("deprecated") == Some(&Value::Bool(true)) {
            deprecated.extend_from_slice(own);
        }
        for value in own {
            if seen.insert(value) {
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

/// Replaces a union of a single branch by an `allOf`. Returns false for any other union.
fn replace_by_single_branch(schema: &mut Schema, branches: &mut Vec<Value>) -> bool {
    // A discriminator may select types that aren't among the branches.
    if branches.len() != 1 || schema.contains_key(DISCRIMINATOR) {
        return false;
    }
    let is_only_annotated = has_only_annotations(schema);
    let Value::Array(all_of) = schema.entry(ALL_OF).or_insert_with(|| json!([])) else {
        return false;
    };
    all_of.append(branches);
    // An `allOf` allows null only if all branches do. Here, the moved branch is the only branch.
    if is_only_annotated && all_of.iter().filter_map(Value::as_object).any(is_nullable) {
        make_nullable(schema);
    }
    true
}

/// Removes keywords next to a union that only repeat or restrict its branches.
fn remove_values_and_type(schema: &mut Schema) {
    schema.shift_remove("enum");
    let additional = schema.get("additionalProperties");
    let removed = match (schema.contains_key("properties"), additional) {
        (false, None) => ["type", "format", "items", "required"].as_slice(),
        (false, Some(Value::Bool(_))) => &["type", "required", "additionalProperties"],
        _ => &[],
    };
    schema.retain(|key, _| !removed.contains(&key.as_str()));
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
                json!({"anyOf": [{"type": "integer", "format": "int32"}, {"type": "integer", "format": "int32"}]}),
                json!({"format": "int32", "type": "integer"}),
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
            // A discriminator of another union, and a single branch next to an invalid `allOf`.
            (
                json!({"type": "object", "oneOf": [card, kind], "anyOf": [{"minProperties": 1}], "discriminator": {}}),
                json!({"discriminator": {}, "oneOf": [card, kind]}),
            ),
            (
                json!({"allOf": {}, "oneOf": [card]}),
                json!({"allOf": {}, "oneOf": [card]}),
            ),
            // Invalid unions.
            (
                json!({"type": "string", "oneOf": [], "anyOf": {}}),
                json!({"type": "string", "oneOf": [], "anyOf": {}}),
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
