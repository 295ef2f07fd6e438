//! Finds the innermost objects that can't be deserialized.
//!
//! `openapiv3` reads an object that may be a Reference Object as an untagged enum, whose errors have no path. These
//! objects are therefore deserialized separately.

use indexmap::IndexMap;
use openapiv3::{
    Callback, Contact, Example, ExternalDocumentation, Header, License, Link, Operation, Parameter,
    ReferenceOr, RequestBody, Response, Schema, SchemaKind, SecurityScheme, Tag,
};
use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::{Value, json};

use super::deserialize::{deserialize, translate};
use super::security_schemes;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::keywords::schema_keyword;
use crate::openapi::walk::{Kind, Path, children, members};

/// Whether [`check_schema`] certainly succeeds, by a quick test that most schemas pass.
pub(super) fn is_certainly_valid(schema: &Value) -> bool {
    let is_certain = |(key, member): (&String, &Value)| match (key.as_str(), member) {
        ("default" | "example", _) | ("description", Value::String(_)) => true,
        ("additionalProperties" | "items" | "not", Value::Object(_)) => true,
        ("allOf" | "anyOf" | "oneOf", Value::Array(items)) => items.iter().all(Value::is_object),
        ("properties", Value::Object(members)) => members.values().all(Value::is_object),
        _ => false,
    };
    let uncertain = members(schema, "")
        .filter(|member| !is_certain(*member))
        .map(|(key, member)| (key.as_str(), member));
    let uncertain: MapDeserializer<'_, _, serde_json::Error> = MapDeserializer::new(uncertain);
    schema.get("$ref").is_some() || Schema::deserialize(uncertain).is_ok()
}

/// Checks that a schema can be deserialized. Ignores the schemas in it, which the caller checks separately: otherwise,
/// the time would be exponential in the depth of an invalid schema.
pub(super) fn check_schema(schema: &Value, pointer: &Pointer) -> Result<()> {
    let Value::Object(members) = schema else {
        return Ok(());
    };
    if members.contains_key("$ref") {
        return Ok(());
    }
    let without_inner = |(key, member): (&String, &Value)| {
        let member = with_empty_schemas(member, Kind::Schema.of_member(key));
        (key.clone(), member)
    };
    let schema: Value = members.iter().map(without_inner).collect();
    let Err(error) = Schema::deserialize(&schema) else {
        return Ok(());
    };
    // `openapiv3` flattens Schema Objects, so serde doesn't report the path to an error.
    let keyword = invalid_keyword(&schema, |_| true);
    let member = keyword.and_then(|keyword| Some((pointer.child(keyword), schema.get(keyword)?)));
    let (pointer, value) = member.unwrap_or_else(|| (pointer.clone(), &schema));
    Err(translate(&error.to_string(), value, &pointer))
}

/// Returns the keyword whose value is invalid for the type of a schema, and the value, if exactly one keyword is
/// invalid.
pub(crate) fn keyword_invalid_for_type(schema: &Value) -> Option<(&String, &Value)> {
    let keyword = invalid_keyword(schema, is_typed)?;
    Some((keyword, schema.get(keyword)?))
}

/// Whether the keywords of a schema fit its `type`. If they don't, `openapiv3` ignores the type without an error.
fn is_typed(schema: Schema) -> bool {
    matches!(schema.schema_kind, SchemaKind::Type(_))
}

/// Returns the keyword whose removal makes a schema valid, if there is exactly one such keyword.
fn invalid_keyword(schema: &Value, is_valid: impl Fn(Schema) -> bool) -> Option<&String> {
    let is_valid_without = |keyword: &String| {
        let others: Value = members(schema, "")
            .filter(|(key, _)| *key != keyword)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        Schema::deserialize(&others).is_ok_and(&is_valid)
    };
    // Unknown keys are always valid, and a schema may have very many.
    let mut candidates = members(schema, "")
        .map(|(key, _)| key)
        .filter(|key| schema_keyword(key).is_some() && is_valid_without(key));
    let keyword = candidates.next()?;
    candidates.next().is_none().then_some(keyword)
}

/// Returns the value of a keyword, with `{}` in place of each schema in it.
fn with_empty_schemas(value: &Value, kind: Kind) -> Value {
    match (kind, value) {
        (Kind::Schema, Value::Object(_)) => json!({}),
        (Kind::Schemas, Value::Object(members)) => members
            .iter()
            .map(|(name, schema)| (name.clone(), with_empty_schemas(schema, Kind::Schema)))
            .collect(),
        (Kind::Schemas, Value::Array(items)) => items
            .iter()
            .map(|schema| with_empty_schemas(schema, Kind::Schema))
            .collect(),
        _ => value.clone(),
    }
}

/// Returns an error if a component other than a schema is invalid.
pub(super) fn error_in_component(
    field: &str,
    component: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    match field {
        "callbacks" => error_in::<Callback>(component, pointer),
        "examples" => error_in::<Example>(component, pointer),
        "headers" => error_in::<Header>(component, pointer),
        "links" => error_in::<Link>(component, pointer),
        "parameters" => error_in::<Parameter>(component, pointer),
        "requestBodies" => error_in::<RequestBody>(component, pointer),
        "responses" => error_in::<Response>(component, pointer),
        "securitySchemes" => error_in_security_scheme(component, pointer),
        _ => None,
    }
}

/// Returns an error if a field of the object at `pointer` is only documentation, and its value is invalid.
pub(crate) fn error_in_documentation(
    field: &str,
    value: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    let pointer = || pointer.child(field);
    match field {
        "contact" => deserialize::<Contact>(value, &pointer()).err(),
        "examples" => error_in_map::<Example>(value, &pointer()),
        "externalDocs" => deserialize::<ExternalDocumentation>(value, &pointer()).err(),
        "license" => deserialize::<License>(value, &pointer()).err(),
        "links" => error_in_map::<Link>(value, &pointer()),
        "tags" => deserialize::<Vec<Tag>>(value, &pointer()).err(),
        _ => None,
    }
}

/// Returns an error if a map has a value that is neither a valid `T` nor a Reference Object.
fn error_in_map<T: DeserializeOwned>(map: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    let error = deserialize::<IndexMap<String, Value>>(map, pointer).err();
    error.or_else(|| error_in_children::<T>(map, pointer))
}

/// Returns an error if an object is neither a valid `T` nor a Reference Object.
pub(super) fn error_in<T: DeserializeOwned>(
    object: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    deserialize::<ReferenceOr<T>>(object, pointer).err()?;
    deserialize::<T>(object, pointer).err()
}

/// Returns the error in an operation, or in its parameter, response or body if the error is there.
pub(super) fn error_in_operation(operation: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    let error = deserialize::<Operation>(operation, pointer).err()?;
    let inner = members(operation, "").find_map(|(field, value)| {
        let pointer = pointer.child(field);
        match field.as_str() {
            "parameters" => error_in_children::<Parameter>(value, &pointer),
            "requestBody" => error_in::<RequestBody>(value, &pointer),
            "responses" => error_in_children::<Response>(value, &pointer),
            _ => None,
        }
    });
    Some(inner.unwrap_or(error))
}

fn error_in_children<T: DeserializeOwned>(
    container: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    children(container, &Path::Start(pointer))
        .find_map(|(_, path, value)| error_in::<T>(value, &path.pointer()))
}

fn error_in_security_scheme(scheme: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    match scheme.get("type") {
        Some(name @ Value::String(text)) if !security_schemes::TYPES.contains(&text.as_str()) => {
            Some(security_schemes::invalid_type(name, &pointer.child("type")))
        }
        _ => error_in::<SecurityScheme>(scheme, pointer),
    }
}
