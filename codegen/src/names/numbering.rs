//! Appends numbers to names whose identifier is taken.
//!
//! The first object in the document keeps its name, so that one added at the end renames no other.

use std::collections::{HashMap, HashSet};

use super::clash::{Kind, Scope};
use super::{WHOLE_BODY, accessor, resource_type};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::ir::{Api, Body, EnumValue, Operation, Resource, Shape};

/// Numbers the names that no overlay can change: those of parameters, properties and enum values. Reports the changes.
pub fn number_fixed_names(api: &mut Api) -> Vec<Diagnostic> {
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
                    scope.take_or_number(
                        Kind::Field,
                        &mut field.label,
                        &field.pointer,
                        &mut renamed,
                    );
                }
            }
            Shape::Enum(values)
            | Shape::Union {
                enum_values: values,
                ..
            } => {
                // A repeated value is redundant.
                let mut seen = HashSet::new();
                values.retain(|value| seen.insert(value.text.clone()));
                for EnumValue { label, .. } in values {
                    scope.take_or_number(Kind::EnumValue, label, &definition.pointer, &mut renamed);
                }
            }
            // Variants are named after statuses, which are distinct.
            Shape::Responses(_) => {}
        }
    }
    renamed
}

/// Numbers the names that an overlay can change: those of resources, operations and variants of unions. Reports the
/// changes.
pub fn number_overlay_names(api: &mut Api) -> Vec<Diagnostic> {
    let mut renamed = Vec::new();
    number_resources(&mut api.resources, &mut renamed);
    for definition in &mut api.types {
        if let Shape::Union {
            enum_values,
            variants,
            ..
        } = &mut definition.shape
        {
            let mut scope = Scope::default();
            // `number_fixed_names` has made these distinct.
            for EnumValue { label, .. } in enum_values {
                scope.take_or_number(Kind::EnumValue, label, &definition.pointer, &mut renamed);
            }
            for variant in variants {
                scope.take_or_number(
                    Kind::Variant,
                    &mut variant.name,
                    &definition.pointer,
                    &mut renamed,
                );
            }
        }
    }
    renamed
}

fn number_resources(resources: &mut [Resource], renamed: &mut Vec<Diagnostic>) {
    let (mut types, mut client) = (Scope::default(), Scope::default());
    let mut functions = HashMap::<Vec<String>, Scope>::new();
    for Resource { path, pointer, .. } in &mut *resources {
        if let [name] = path.as_mut_slice() {
            types.take_or_number(Kind::ResourceType, name, pointer, renamed);
            client.take_or_number(Kind::Accessor, name, pointer, renamed);
        } else if let Some((name, parent)) = path.split_last() {
            // The names of nested resources come from an overlay.
            types.take(resource_type(path).to_string(), (name, pointer));
            let scope = functions.entry(parent.to_vec()).or_default();
            scope.take(accessor(path).to_string(), (name, pointer));
        }
    }
    for resource in resources {
        let mut functions = functions.remove(&resource.path).unwrap_or_default();
        for Operation {
            name,
            builder,
            pointer,
            ..
        } in &mut resource.operations
        {
            if !builder.is_empty() {
                types.take_or_number(Kind::RequestBuilder, builder, pointer, renamed);
            }
            functions.take_or_number(Kind::Method, name, pointer, renamed);
        }
    }
}

fn number_inputs(operation: &mut Operation, renamed: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    let mut number = |label: &mut String, pointer: &Pointer| {
        scope.take_or_number(Kind::Setter, label, pointer, renamed)
    };
    // The argument of a body has a fixed name, so a parameter of that name is renamed.
    if let Some(Body::Value { .. }) = operation.body {
        number(&mut WHOLE_BODY.to_owned(), &operation.pointer);
    }
    let parameters = operation.path_parameters.iter_mut();
    for parameter in parameters.chain(&mut operation.other_parameters) {
        number(&mut parameter.label, &parameter.pointer);
    }
    if let Some(Body::Fields(fields)) = &mut operation.body {
        for field in fields {
            number(&mut field.label, &field.pointer);
        }
    }
}
