//! Appends numbers to names whose identifier is taken.
//!
//! The first object in the document keeps its name, so that adding an object at the end renames no other.

use std::collections::{HashMap, HashSet};

use super::clash::{Kind, Object, Scope};
use super::{WHOLE_BODY, accessor, resource_type};
use crate::diagnostics::{Diagnostic, Mode, Pointer};
use crate::ir::{Api, Body, EnumValue, Field, Location, Operation, Resource, Shape};

/// Numbers the names that only the document gives: those of parameters, properties and enum values. Reports the
/// changes.
pub fn number_names_of_document(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let resources = api.resources.iter_mut();
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        number_inputs(operation, &mut renamed);
    }
    for definition in &mut api.types {
        let mut scope = Scope::default();
        match &mut definition.shape {
            Shape::Struct(fields) => {
                for field in fields {
                    let object = property(field);
                    let Field { label, pointer, .. } = field;
                    scope.take_or_number(Kind::Field, label, (object, pointer), &mut renamed);
                }
            }
            Shape::Enum(values)
            | Shape::IntegerEnum(values)
            | Shape::Union {
                enum_values: values,
                ..
            } => {
                number_enum_values(&mut scope, values, &definition.pointer, &mut renamed);
            }
            // Variants are named after statuses, which are distinct.
            Shape::Responses(_) => {}
        }
    }
    renamed
}

/// Numbers the names of top-level resources. In strict mode, names from an overlay (`given`) are kept, since a clash of
/// them is an error. Reports the changes.
pub fn number_resources(
    api: &mut Api,
    given: &HashSet<Vec<String>>,
    mode: Mode,
) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let (mut types, mut client) = (Scope::default(), Scope::default());
    // Nested resources exist only because an overlay declares them. Their names are kept, and a clash is an error.
    let is_kept = |path: &[String]| path.len() > 1 || mode == Mode::Strict && given.contains(path);
    let (kept, others): (Vec<_>, Vec<_>) =
        api.resources.iter_mut().partition(|it| is_kept(&it.path));
    for Resource { path, pointer, .. } in kept {
        let object = (format!("resource {:?}", path.join(".")), &*pointer);
        types.take(resource_type(path).to_string(), object.clone());
        if path.len() == 1 {
            client.take(accessor(path).to_string(), object);
        }
    }
    for Resource { path, pointer, .. } in others {
        if let [name] = path.as_mut_slice() {
            let object = (format!("resource {name:?}"), &*pointer);
            types.take_or_number(Kind::ResourceType, name, object.clone(), &mut renamed);
            client.take_or_number(Kind::Accessor, name, object, &mut renamed);
        }
    }
    renamed
}

/// Numbers the names that an overlay gives to methods and request builders. Reports the changes.
pub fn number_names_of_overlay(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    let mut types = Scope::default();
    for Resource { path, pointer, .. } in &api.resources {
        let object = (format!("resource {:?}", path.join(".")), pointer);
        types.take(resource_type(path).to_string(), object);
    }
    let mut functions = HashMap::<Vec<String>, Scope>::new();
    for Resource { path, pointer, .. } in &api.resources {
        if let Some((_, parent)) = path.split_last() {
            let object = (format!("resource {:?}", path.join(".")), pointer);
            let scope = functions.entry(parent.to_vec()).or_default();
            scope.take(accessor(path).to_string(), object);
        }
    }
    for resource in &mut api.resources {
        let mut functions = functions.remove(&resource.path).unwrap_or_default();
        for operation in &mut resource.operations {
            let Operation {
                id,
                method,
                builder,
                pointer,
                ..
            } = operation;
            let object = (format!("operation {id:?}"), &*pointer);
            // Default names, which are chosen later, are distinct from these.
            if !builder.is_empty() {
                types.take_or_number(Kind::RequestBuilder, builder, object.clone(), &mut renamed);
            }
            if !method.is_empty() {
                functions.take_or_number(Kind::Method, method, object, &mut renamed);
            }
        }
    }
    renamed
}

fn number_enum_values(
    scope: &mut Scope,
    values: &mut Vec<EnumValue>,
    pointer: &Pointer,
    renamed: &mut Vec<Diagnostic>,
) {
    // A repeated value is redundant.
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.text.clone()));
    for EnumValue { label, .. } in values {
        let object = (format!("enum value {label:?}"), pointer);
        scope.take_or_number(Kind::EnumValue, label, object, renamed);
    }
}

fn number_inputs(operation: &mut Operation, renamed: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    let mut number = |label: &mut String, object: Object<'_>| {
        scope.take_or_number(Kind::Setter, label, object, renamed);
    };
    // The body is numbered first and keeps its name; a parameter with that name gets a number.
    if let Some(Body::Value { .. }) = operation.body {
        let pointer = operation.pointer.child("requestBody");
        number(
            &mut WHOLE_BODY.to_owned(),
            ("the request body".to_owned(), &pointer),
        );
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.other_parameters) {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let object = format!("{location} parameter {:?}", parameter.name);
        number(&mut parameter.label, (object, &parameter.pointer));
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            let object = property(field);
            number(&mut field.label, (object, &field.pointer));
        }
    }
}

/// Describes a property, or the additional properties of an object.
fn property(field: &Field) -> String {
    match field.is_additional_properties {
        true => "`additionalProperties`".to_owned(),
        false => format!("property {:?}", field.name),
    }
}
