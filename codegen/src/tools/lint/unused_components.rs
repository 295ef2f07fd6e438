//! Rule `unused-components`: components to which no operation and no webhook event refers, not even through other
//! components.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Context;
use super::examples::example_references;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::walk::{Kind, Node, items, members, string};
use crate::openapi::{components, references};

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let used = used(context);
    components::all(context.document)
        .filter(|(field, ..)| !field.starts_with("x-"))
        .map(|(field, name, _)| (field, name, Pointer::component(field, name)))
        .filter(|(.., pointer)| !used.contains(pointer))
        .map(|(field, name, pointer)| unused(field, name, &pointer))
        .collect()
}

fn unused(field: &str, name: &str, pointer: &Pointer) -> Diagnostic {
    if field == "securitySchemes" {
        return Diagnostic::at(
            pointer,
            format!("no `security` field refers to the security scheme `{name}`"),
            "remove it, or add it to `security`",
        );
    }
    let users = match field {
        "schemas" => "no operation and no item of `x-sdk-events`",
        _ => "no operation",
    };
    Diagnostic::at(
        pointer,
        format!("{users} uses the component `{name}`, directly or through other components"),
        "remove it, or refer to it from an operation or from a component that is used",
    )
}

/// Returns the components that are reachable from outside of `components`.
fn used(context: &Context<'_>) -> HashSet<Pointer> {
    // The components that each component refers to, and under `None` those that the rest of the document refers to.
    let mut targets: HashMap<Option<Pointer>, Vec<Pointer>> = HashMap::new();
    let mut add = |from: &Pointer, to: Pointer| {
        targets
            .entry(enclosing_component(from))
            .or_default()
            .push(to);
    };
    for node in &context.nodes {
        for target in referenced_components(node) {
            add(&node.pointer, target);
        }
    }
    for (reference, pointer) in example_references(context) {
        if let Some(target) = references::component_pointer(reference) {
            add(&pointer, target);
        }
    }
    for event in items(context.document, "/x-sdk-events").filter_map(Value::as_str) {
        add(&Pointer::root(), Pointer::component("schemas", event));
    }
    let mut used = HashSet::new();
    let mut queue = targets.remove(&None).unwrap_or_default();
    while let Some(component) = queue.pop() {
        if used.insert(component.clone()) {
            queue.extend(targets.remove(&Some(component)).unwrap_or_default());
        }
    }
    used
}

/// Returns the component that a node is part of.
fn enclosing_component(pointer: &Pointer) -> Option<Pointer> {
    let mut keys = pointer
        .as_str()
        .strip_prefix("/components/")?
        .splitn(3, '/');
    let (field, name) = (keys.next()?, keys.next()?);
    Some(Pointer::from(format!("/components/{field}/{name}")))
}

/// Returns the components that a node refers to. References in its children aren't included.
fn referenced_components(node: &Node<'_>) -> Vec<Pointer> {
    let reference = string(node.value, "$ref")
        .and_then(references::component_pointer)
        .into_iter();
    match node.kind {
        Kind::Schema => reference
            .chain(references::discriminator_targets(node.value))
            .collect(),
        Kind::Object => reference
            .chain(
                items(node.value, "/security")
                    .flat_map(|requirement| members(requirement, ""))
                    .map(|(scheme, _)| Pointer::component("securitySchemes", scheme)),
            )
            .collect(),
        _ => Vec::new(),
    }
}
