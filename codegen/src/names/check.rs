//! Checks the names that an overlay can set, after numbering.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::scope::ItemKind::{self, Accessor, Method, RequestBuilder, ResourceType};
use super::scope::duplicate;
use super::{accessor, builder_type, method, resource_type};
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::ir::{Api, Operation, Resource};

/// Checks that names are distinct where Rust requires it, and returns the API.
///
/// # Errors
///
/// Returns the first of the [`errors`].
pub fn check(api: Api) -> Result<Api> {
    errors(&api).into_iter().next().map_or(Ok(api), Err)
}

/// Returns an error for each name whose identifier its scope already has.
pub fn errors(api: &Api) -> Vec<Diagnostic> {
    let operations = api.operations();
    let builders = operations.map(|it| (RequestBuilder, builder_type(&it.builder), &it.pointer));
    let resources = api.resources.iter();
    let types = resources.map(|it| (ResourceType, resource_type(&it.path), &it.pointer));
    let mut errors = duplicates("the SDK", builders.chain(types));
    let children = api.child_resources();
    let children = |path: &[String]| children.get(path).map_or(&[][..], Vec::as_slice);
    errors.extend(function_errors("the SDK", &[], children(&[])));
    for resource in &api.resources {
        let scope = format!("the resource `{}`", resource.path.join("."));
        let children = children(&resource.path);
        errors.extend(function_errors(&scope, &resource.operations, children));
    }
    errors
}

/// Checks the functions of a resource or of the client: a method for each operation, an accessor for each child.
fn function_errors(
    scope: &str,
    operations: &[Operation],
    children: &[&Resource],
) -> Vec<Diagnostic> {
    let methods = || {
        operations
            .iter()
            .map(|it| (Method, method(&it.method), &it.pointer))
    };
    let pointers: HashMap<_, _> = methods().map(|(_, name, at)| (name, at)).collect();
    let named_like_method = children.iter().filter_map(|child| {
        let name = accessor(&child.path);
        Some(named_like_method(child, &name, pointers.get(&name)?))
    });
    let accessors = children.iter();
    let accessors = accessors.map(|it| (Accessor, accessor(&it.path), &it.pointer));
    named_like_method
        .chain(duplicates(scope, methods()))
        .chain(duplicates(scope, accessors))
        .collect()
}

/// Returns an error for each name that is equal to an earlier one.
fn duplicates<'a>(
    scope: &str,
    names: impl Iterator<Item = (ItemKind, Ident, &'a Pointer)>,
) -> Vec<Diagnostic> {
    let mut seen = HashMap::new();
    names
        .filter_map(|(kind, name, pointer)| {
            let earlier = seen.insert(name.clone(), pointer)?;
            Some(duplicate(kind, scope, &name.to_string(), pointer, earlier))
        })
        .collect()
}

/// Creates the error about a resource whose accessor has the name of a method of the parent.
fn named_like_method(resource: &Resource, name: &Ident, method_pointer: &Pointer) -> Diagnostic {
    let path = resource.path.join(".");
    let (parent, _) = path.rsplit_once('.').unwrap_or_default();
    let message = format!(
        "the resource `{path}` and the method for the Operation Object at {method_pointer} would both be a function \
         `{name}` of `{parent}`"
    );
    let here = match &*resource.operations {
        [_] => "here".to_owned(),
        _ => format!("of every operation in `{path}`"),
    };
    let help = format!(
        "in an overlay, set `x-sdk-resource` {here} to another resource, or `x-sdk-method` at {method_pointer} to \
         another name"
    );
    Diagnostic::at(&resource.pointer, message, help)
}
