//! Checks the names that an overlay can set, after numbering.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::clash::{Kind, clash};
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
    let mut errors = Errors(Vec::new());
    let operations = api.resources.iter().flat_map(|it| &it.operations);
    let builders =
        operations.map(|it| (Kind::RequestBuilder, builder_type(&it.builder), &it.pointer));
    let resources = api.resources.iter();
    let types = resources.map(|it| (Kind::ResourceType, resource_type(&it.path), &it.pointer));
    errors.check_distinct("the SDK", builders.chain(types));
    let children = api.child_resources();
    let children = |path: &[String]| children.get(path).map_or(&[][..], Vec::as_slice);
    errors.check_functions("the SDK", &[], children(&[]));
    for resource in &api.resources {
        let scope = format!("the resource `{}`", resource.path.join("."));
        errors.check_functions(&scope, &resource.operations, children(&resource.path));
    }
    errors.0
}

/// Creates the error about a resource whose accessor has the name of a method of the parent.
fn accessor_named_like_method(
    resource: &Resource,
    name: &Ident,
    method_pointer: &Pointer,
) -> Diagnostic {
    let path = resource.path.join(".");
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let message = format!(
        "this operation is in the resource `{path}`, but `{parent}` already has a method `{name}`, for the Operation \
         Object at {method_pointer}"
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

struct Errors(Vec<Diagnostic>);

impl Errors {
    /// Checks the functions of a resource or of the client: a method for each operation, an accessor for each child.
    fn check_functions(&mut self, scope: &str, operations: &[Operation], children: &[&Resource]) {
        let methods = operations
            .iter()
            .map(|it| (method(&it.method), &it.pointer));
        let methods: Vec<_> = methods.collect();
        let by_name: HashMap<_, _> = methods.iter().cloned().collect();
        for child in children {
            let name = accessor(&child.path);
            if let Some(pointer) = by_name.get(&name) {
                self.0
                    .push(accessor_named_like_method(child, &name, pointer));
            }
        }
        let methods = methods.into_iter();
        self.check_distinct(
            scope,
            methods.map(|(name, pointer)| (Kind::Method, name, pointer)),
        );
        let children = children.iter();
        self.check_distinct(
            scope,
            children.map(|it| (Kind::Accessor, accessor(&it.path), &it.pointer)),
        );
    }

    fn check_distinct<'a>(
        &mut self,
        scope: &str,
        names: impl Iterator<Item = (Kind, Ident, &'a Pointer)>,
    ) {
        let mut seen = HashMap::new();
        for (kind, identifier, pointer) in names {
            let identifier = identifier.to_string();
            if let Some(earlier) = seen.insert(identifier.clone(), pointer) {
                self.0
                    .push(clash(kind, scope, &identifier, pointer, earlier));
            }
        }
    }
}
