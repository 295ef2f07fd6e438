//! Finds the innermost object that can't be deserialized.
//!
//! An object that may be a Reference Object or another one is deserialized without a path to its error, so the objects
//! in a document are also deserialized one by one.

use openapiv3::{
    Callback, Example, Header, Link, Operation, Parameter, PathItem, ReferenceOr, RequestBody,
    Response, Schema,
};
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::{Value, json};

use super::deserialize::{deserialize, translate};
use super::security_schemes;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::walk::{Kind, children, members};

/// Checks that a schema can be deserialized, apart from the schemas in it.
///
/// Deserializing those as well would take exponential time for an invalid schema in deep nesting.
pub(super) fn check_schema(schema: &Value, pointer: &Pointer) -> Result<()> {
    let Value::Object(members) = schema else {
        return Ok(());
    };
    if members.contains_key("$ref") {
        return Ok(());
    }
    let schema: Value = members
        .iter()
        .map(|(key, member)| {
            (
                key.clone(),
                with_empty_schemas(member, Kind::Schema.of_member(key)),
            )
        })
        .collect();
    let Err(error) = Schema::deserialize(&schema) else {
        return Ok(());
    };
    // Schema Objects are flattened, so serde doesn't know the path to an error.
    let keyword = invalid_keyword(&schema);
    let member = keyword.and_then(|keyword| Some((pointer.child(keyword), schema.get(keyword)?)));
    let (pointer, value) = member.unwrap_or_else(|| (pointer.clone(), &schema));
    Err(translate(&error.to_string(), value, &pointer))
}

/// Returns the keyword without which a schema is valid, if there is exactly one.
fn invalid_keyword(schema: &Value) -> Option<&String> {
    let is_valid_without = |keyword: &String| {
        let others: Value = members(schema, "")
            .filter(|(key, _)| *key != keyword)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        Schema::deserialize(&others).is_ok()
    };
    let mut candidates = members(schema, "")
        .map(|(key, _)| key)
        .filter(|key| is_valid_without(key));
    let keyword = candidates.next()?;
    candidates.next().is_none().then_some(keyword)
}

/// Returns a value without the members of the schemas in it.
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

/// Returns an error if the component in a field of the Components Object other than `schemas` is invalid.
pub(super) fn error_in_component(
    field: &str,
    component: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    match field {
        "callbacks" => component_error::<Callback>(component, pointer),
        "examples" => component_error::<Example>(component, pointer),
        "headers" => component_error::<Header>(component, pointer),
        "links" => component_error::<Link>(component, pointer),
        "parameters" => component_error::<Parameter>(component, pointer),
        "requestBodies" => component_error::<RequestBody>(component, pointer),
        "responses" => component_error::<Response>(component, pointer),
        "securitySchemes" => security_schemes::error(component, pointer),
        _ => None,
    }
}

/// Returns an error if an object is invalid, both as a Reference Object and as a `T`.
pub(super) fn component_error<T: DeserializeOwned>(
    object: &Value,
    pointer: &Pointer,
) -> Option<Diagnostic> {
    deserialize::<ReferenceOr<T>>(object, pointer).err()?;
    deserialize::<T>(object, pointer).err()
}

/// Returns the innermost error if an operation is invalid.
pub(super) fn error_in_operation(operation: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    let error = deserialize::<Operation>(operation, pointer).err()?;
    let inner = first_error::<Parameter>(operation, pointer, "parameters")
        .or_else(|| first_error::<Response>(operation, pointer, "responses"))
        .or_else(|| {
            let body = operation.get("requestBody")?;
            component_error::<RequestBody>(body, &pointer.child("requestBody"))
        });
    Some(inner.unwrap_or(error))
}

/// Returns an error if a Path Item Object is invalid.
pub(super) fn error_in_path_item(item: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    component_error::<PathItem>(item, pointer)
}

/// Returns the first error in the objects of a field.
fn first_error<T: DeserializeOwned>(
    object: &Value,
    pointer: &Pointer,
    field: &str,
) -> Option<Diagnostic> {
    children(object.get(field)?, &pointer.child(field))
        .find_map(|(_, pointer, value)| component_error::<T>(value, &pointer))
}
