//! Checks of the names that an overlay can set.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::clash::Kind;
use super::{accessor, builder_type, method, module, resource_module, resource_type, variant};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Api, Operation, Resource, Shape};

/// The maximum length of a module name, so that every file system accepts its file.
const LONGEST_MODULE: usize = 200;

/// An identifier, its kind, and the location of the named object.
type Named<'a> = (Ident, Kind, &'a Pointer);

/// Checks that names are distinct where Rust requires it, and returns the API.
///
/// # Errors
///
/// Returns the first of the [`errors`].
pub fn check(api: Api) -> Result<Api> {
    errors(&api).into_iter().next().map_or(Ok(api), Err)
}

/// Returns every pair of names that would be the same identifier in one scope, and names that are too long for a file.
pub fn errors(api: &Api) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let builders = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let builders =
        builders.map(|it| (builder_type(&it.builder), Kind::RequestBuilder, &it.pointer));
    let types = api.resources.iter();
    let types = types.map(|it| (resource_type(&it.path), Kind::ResourceType, &it.pointer));
    check_distinct(builders.chain(types), &mut errors);
    let children = api.child_resources();
    let children = |path: &[String]| children.get(path).map_or(&[][..], Vec::as_slice);
    check_distinct(functions(&[], children(&[])), &mut errors);
    for resource in &api.resources {
        check_length(
            &resource_module(&resource.path),
            &resource.pointer,
            "x-sdk-resource",
            &mut errors,
        );
        check_distinct(
            functions(&resource.operations, children(&resource.path)),
            &mut errors,
        );
    }
    for definition in &api.types {
        let pointer = &definition.pointer;
        check_length(
            &module(&definition.family),
            pointer,
            "x-sdk-name",
            &mut errors,
        );
        // `dedupe_values` has made the names of other shapes distinct.
        if let Shape::Union {
            enum_values,
            variants,
            ..
        } = &definition.shape
        {
            let names = enum_values.iter().map(|value| &value.label);
            let names = names.chain(variants.iter().map(|variant| &variant.name));
            check_distinct(
                names.map(|name| (variant(name), Kind::Variant, pointer)),
                &mut errors,
            );
        }
    }
    errors
}

/// Returns the methods of a resource or the client, and the accessors of its child resources.
fn functions<'a>(
    operations: &'a [Operation],
    children: &'a [&'a Resource],
) -> impl Iterator<Item = Named<'a>> {
    let methods = operations
        .iter()
        .map(|it| (method(&it.name), Kind::Method, &it.pointer));
    methods.chain(
        children
            .iter()
            .map(|it| (accessor(&it.path), Kind::Accessor, &it.pointer)),
    )
}

fn check_length(module: &str, pointer: &Pointer, key: &str, errors: &mut Vec<Diagnostic>) {
    let length = module.len();
    if length > LONGEST_MODULE {
        let message = format!(
            "the module name has {length} bytes; a file name has room for {LONGEST_MODULE}"
        );
        errors.push(Diagnostic::at(
            pointer,
            message,
            format!("in an overlay, set `{key}` to a shorter name"),
        ));
    }
}

fn check_distinct<'a>(names: impl Iterator<Item = Named<'a>>, errors: &mut Vec<Diagnostic>) {
    let mut seen = HashMap::new();
    for (identifier, kind, pointer) in names {
        let identifier = identifier.to_string();
        let Some((earlier, at)) = seen.insert(identifier.clone(), (kind, pointer)) else {
            continue;
        };
        let (noun, earlier) = (kind.noun(), earlier.noun());
        let message = match at == pointer {
            true => format!("several {noun}s are named `{identifier}`"),
            false => format!(
                "the {noun} name `{identifier}` is already used by the {earlier} of the Operation Object at {at}"
            ),
        };
        errors.push(Diagnostic::at(pointer, message, kind.help()));
    }
}
