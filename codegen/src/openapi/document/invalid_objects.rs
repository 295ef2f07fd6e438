//! Finds the innermost object that can't be deserialized.
//!
//! An object that may be a Reference Object or another one is deserialized without a path to its error, so the objects
//! in a document are also deserialized one by one.

use openapiv3::{
    Callback, Example, Header, Link, OpenAPI, Operation, Parameter, PathItem, ReferenceOr,
    RequestBody, Response, Schema,
};
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::{Map, Value};

use super::deserialize::deserialize;
use super::security_schemes::{self, SECURITY_SCHEMES};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::walk::Kind;

/// Deserializes a document whose schemas have been checked.
pub(super) fn deserialize_document(document: &Value) -> Result<OpenAPI> {
    deserialize(document, &Pointer::root())
        .map_err(|error| inner_error_of_document(document).unwrap_or(error))
}

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
    let members: Map<String, Value> = members
        .iter()
        .map(|(key, member)| {
            let member = match Kind::Schema.of_member(key) {
                Kind::Schema => without_members(member),
                Kind::Schemas => with_empty_schemas(member),
                _ => member.clone(),
            };
            (key.clone(), member)
        })
        .collect();
    let schema = Value::Object(members);
    match deserialize::<Schema>(&schema, pointer) {
        Ok(_) => Ok(()),
        Err(error) => match invalid_keyword(schema) {
            Some(keyword) => Err(error.moved(pointer.child(keyword))),
            None => Err(error),
        },
    }
}

/// Returns the keyword without which a schema is valid, if there is exactly one.
fn invalid_keyword(schema: Value) -> Option<String> {
    let Value::Object(members) = schema else {
        return None;
    };
    let is_valid_without = |keyword: &String| {
        let mut members = members.clone();
        members.shift_remove(keyword);
        Schema::deserialize(&Value::Object(members)).is_ok()
    };
    let mut candidates = members.keys().filter(|keyword| is_valid_without(keyword));
    let keyword = candidates.next()?;
    candidates.next().is_none().then(|| keyword.clone())
}

fn without_members(value: &Value) -> Value {
    match value {
        Value::Object(_) => Value::Object(Map::new()),
        other => other.clone(),
    }
}

fn with_empty_schemas(schemas: &Value) -> Value {
    match schemas {
        Value::Object(members) => members
            .iter()
            .map(|(name, schema)| (name.clone(), without_members(schema)))
            .collect(),
        Value::Array(items) => items.iter().map(without_members).collect(),
        other => other.clone(),
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
        SECURITY_SCHEMES => security_schemes::error(component, pointer),
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

/// Returns an error if an operation is invalid.
pub(super) fn error_in_operation(operation: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    let error = deserialize::<Operation>(operation, pointer).err()?;
    Some(inner_error_of_operation(operation, pointer).unwrap_or(error))
}

/// Returns an error if a Path Item Object is invalid.
pub(super) fn error_in_path_item(item: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    component_error::<PathItem>(item, pointer)
}

/// Returns the first error in the objects of a document that may be Reference Objects.
fn inner_error_of_document(document: &Value) -> Option<Diagnostic> {
    let root = Pointer::root();
    first_error(
        document.get("paths"),
        &root.child("paths"),
        |item, pointer| {
            first_error(Some(item), pointer, inner_error_of_operation)
                .or_else(|| error_in_path_item(item, pointer))
        },
    )
    .or_else(|| {
        ["parameters", "responses", SECURITY_SCHEMES]
            .into_iter()
            .find_map(|field| {
                let pointer = root.child("components").child(field);
                let components = document.pointer(pointer.as_str());
                first_error(components, &pointer, |component, pointer| {
                    error_in_component(field, component, pointer)
                })
            })
    })
}

fn inner_error_of_operation(operation: &Value, pointer: &Pointer) -> Option<Diagnostic> {
    // Other fields of a Path Item Object have no responses.
    let responses = operation.get("responses")?;
    first_error(
        operation.get("parameters"),
        &pointer.child("parameters"),
        component_error::<Parameter>,
    )
    .or_else(|| {
        first_error(
            Some(responses),
            &pointer.child("responses"),
            component_error::<Response>,
        )
    })
    .or_else(|| {
        component_error::<RequestBody>(operation.get("requestBody")?, &pointer.child("requestBody"))
    })
    .or_else(|| component_error::<Operation>(operation, pointer))
}

/// Returns the first error in the members of an object or the items of an array.
fn first_error(
    values: Option<&Value>,
    pointer: &Pointer,
    error: impl Fn(&Value, &Pointer) -> Option<Diagnostic>,
) -> Option<Diagnostic> {
    match values? {
        Value::Object(members) => members
            .iter()
            .find_map(|(key, member)| error(member, &pointer.child(key))),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| error(item, &pointer.child(index))),
        _ => None,
    }
}
