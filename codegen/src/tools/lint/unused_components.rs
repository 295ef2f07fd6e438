//! Components that no operation and no event leads to.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::examples::shared_examples;
use super::{Node, Subject};
use crate::diagnostics::{Diagnostic, Pointer};
use crate::openapi::references;
use crate::openapi::walk::Kind;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let used = used(subject);
    let unused = components(subject.document).filter(|place| !used.contains(place));
    unused
        .map(|place| {
            Diagnostic::at(
                &place,
                "no operation and no event leads to this component",
                "delete it, or refer to it",
            )
        })
        .collect()
}

fn components(document: &Value) -> impl Iterator<Item = Pointer> {
    let kinds = document.get("components").and_then(Value::as_object);
    let kinds = kinds
        .into_iter()
        .flatten()
        .filter(|(kind, _)| !kind.starts_with("x-"));
    kinds.flat_map(|(kind, members)| {
        let members = members.as_object().into_iter().flatten();
        members.map(|(name, _)| Pointer::component(kind, name))
    })
}

/// The components that are reached from outside of them, over others or at once.
fn used(subject: &Subject<'_>) -> HashSet<Pointer> {
    let mut leads_to: HashMap<Option<Pointer>, Vec<Pointer>> = HashMap::new();
    let mut add = |from: &Pointer, to: Pointer| {
        leads_to.entry(component_around(from)).or_default().push(to);
    };
    for node in &subject.nodes {
        for target in targets(node) {
            add(&node.place, target);
        }
    }
    for (reference, place) in shared_examples(subject) {
        if let Some(target) = references::component_pointer(reference) {
            add(&place, target);
        }
    }
    for event in events(subject.document) {
        add(&Pointer::root(), Pointer::component("schemas", event));
    }
    let mut used = HashSet::new();
    let mut pending = leads_to.remove(&None).unwrap_or_default();
    while let Some(place) = pending.pop() {
        if used.insert(place.clone()) {
            pending.extend(leads_to.remove(&Some(place)).unwrap_or_default());
        }
    }
    used
}

/// The component that a node is part of.
fn component_around(place: &Pointer) -> Option<Pointer> {
    let mut steps = place.as_str().strip_prefix("/components/")?.splitn(3, '/');
    let (kind, name) = (steps.next()?, steps.next()?);
    Some(Pointer::from(format!("/components/{kind}/{name}")))
}

/// The components that a node names itself.
fn targets(node: &Node<'_>) -> Vec<Pointer> {
    if !matches!(node.kind, Kind::Schema | Kind::Object) {
        return Vec::new();
    }
    let text = |pointer| node.value.pointer(pointer).and_then(Value::as_str);
    let mut targets = Vec::from_iter(text("/$ref").and_then(references::component_pointer));
    match node.kind {
        Kind::Schema => targets.extend(references::discriminator_targets(node.value)),
        _ => targets.extend(security_schemes(node.value)),
    }
    targets
}

fn security_schemes(node: &Value) -> impl Iterator<Item = Pointer> {
    let requirements = node.get("security").and_then(Value::as_array);
    let requirements = requirements.into_iter().flatten();
    let names = requirements
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys());
    names.map(|name| Pointer::component("securitySchemes", name))
}

fn events(document: &Value) -> impl Iterator<Item = &str> {
    let events = document.get("x-sdk-events").and_then(Value::as_array);
    events.into_iter().flatten().filter_map(Value::as_str)
}
