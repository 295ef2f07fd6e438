//! Checks of the names that an overlay can set.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::clash::{Kind, clash};
use super::{accessor, builder_type, method, module, resource_module, resource_type, variant};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Api, Operation, Resource, Shape};

/// The maximum length of a module name, so that every file system accepts its file.
const LONGEST_MODULE: usize = 200;

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
    let mut errors = Errors(Vec::new());
    let builders = api.resources.iter().flat_map(|it| &it.operations);
    let builders =
        builders.map(|it| (Kind::RequestBuilder, builder_type(&it.builder), &it.pointer));
    let types = api.resources.iter();
    let types = types.map(|it| (Kind::ResourceType, resource_type(&it.path), &it.pointer));
    errors.check_distinct(builders.chain(types));
    let children = api.child_resources();
    let children = |path: &[String]| children.get(path).map_or(&[][..], Vec::as_slice);
    errors.check_functions(&[], children(&[]));
    for resource in &api.resources {
        let module = resource_module(&resource.path);
        errors.check_length(&module, &resource.pointer, "x-sdk-resource");
        errors.check_functions(&resource.operations, children(&resource.path));
    }
    for definition in &api.types {
        let pointer = &definition.pointer;
        errors.check_length(&module(&definition.family), pointer, "x-sdk-name");
        // `number_fixed_names` has made the names of other shapes distinct.
        if let Shape::Union {
            enum_values,
            variants,
            ..
        } = &definition.shape
        {
            let names = enum_values.iter().map(|value| &value.label);
            let names = names.chain(variants.iter().map(|variant| &variant.name));
            errors.check_distinct(names.map(|name| (Kind::Variant, variant(name), pointer)));
        }
    }
    errors.0
}

struct Errors(Vec<Diagnostic>);

impl Errors {
    /// Checks the methods of a resource or the client, and the accessors of its child resources.
    fn check_functions(&mut self, operations: &[Operation], children: &[&Resource]) {
        let methods = operations.iter();
        let methods = methods.map(|it| (Kind::Method, method(&it.name), &it.pointer));
        let accessors = children.iter();
        let accessors = accessors.map(|it| (Kind::Accessor, accessor(&it.path), &it.pointer));
        self.check_distinct(methods.chain(accessors));
    }

    fn check_distinct<'a>(&mut self, names: impl Iterator<Item = (Kind, Ident, &'a Pointer)>) {
        let mut seen = HashMap::new();
        for (kind, identifier, pointer) in names {
            let identifier = identifier.to_string();
            if let Some(earlier) = seen.insert(identifier.clone(), pointer) {
                self.0.push(clash(kind, &identifier, pointer, earlier));
            }
        }
    }

    fn check_length(&mut self, module: &str, pointer: &Pointer, key: &str) {
        let length = module.len();
        if length > LONGEST_MODULE {
            let message =
                format!("the module name has {length} bytes; the limit is {LONGEST_MODULE}");
            let help = format!("in an overlay, set `{key}` to a shorter name");
            self.0.push(Diagnostic::at(pointer, message, help));
        }
    }
}
