//! Components that no operation and no event refers to, directly or through other components.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Context;
use super::examples::example_references;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::references;
use crate::openapi::walk::{Kind, Node};

pub(super) fn find(context: &Context<'_>) -> Vec<Diagnostic> {
    let used = used(context);
    components(context.document)
        .filter(|pointer| !used.contains(pointer))
        .map(|pointer| {
            let name = pointer.key().unwrap_or_default();
            Diagnostic::at(
                &pointer,
                format!("no operation and no event refers to component `{name}`"),
                "remove the component, or refer to it",
            )
        })
        .collect()
}

fn components(document: &Value) -> impl Iterator<Item = Pointer> {
    let kinds = document.get("components").and_then(Value::as_object);
    kinds
        .into_iter()
        .flatten()
        .filter(|(kind, _)| !kind.starts_with("x-"))
        .flat_map(|(kind, members)| {
            let members = members.as_object().into_iter().flatten();
            members.map(|(name, _)| Pointer::component(kind, name))
        })
}

/// Returns the components that are reachable from outside of the components.
fn used(context: &Context<'_>) -> HashSet<Pointer> {
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
    for event in events(context.document) {
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
    let (kind, name) = (keys.next()?, keys.next()?);
    Some(Pointer::from(format!("/components/{kind}/{name}")))
}

/// Returns the components that a node itself refers to.
fn referenced_components(node: &Node<'_>) -> Vec<Pointer> {
    if !matches!(node.kind, Kind::Schema | Kind::Object) {
        return Vec::new();
    }
    let reference = node.value.get("$ref").and_then(Value::as_str);
    let mut targets = Vec::from_iter(reference.and_then(references::component_pointer));
    match node.kind {
        Kind::Schema => targets.extend(references::discriminator_targets(node.value)),
        _ => targets.extend(security_schemes(node.value)),
    }
    targets
}

fn security_schemes(node: &Value) -> impl Iterator<Item = Pointer> {
    let requirements = node.get("security").and_then(Value::as_array);
    requirements
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys())
        .map(|name| Pointer::component("securitySchemes", name))
}

fn events(document: &Value) -> impl Iterator<Item = &str> {
    let events = document.get("x-sdk-events").and_then(Value::as_array);
    events.into_iter().flatten().filter_map(Value::as_str)
}
