//! What only the whole of the types can tell: which way each travels, and which contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Placed;
use crate::ir::{Body, Integer, Operation, Output, Shape, Type, TypeDefinition};

/// Sets the direction of every type, and what follows from it.
pub(super) fn settle(mut types: Vec<TypeDefinition>, operations: &[Placed]) -> Vec<TypeDefinition> {
    let index = types
        .iter()
        .enumerate()
        .map(|(index, definition)| (definition.name.clone(), index))
        .collect();
    let operations = || operations.iter().map(|placed| &placed.operation);
    let in_requests = reached(operations().flat_map(request_types), &types, &index);
    let in_responses = reached(operations().filter_map(response_type), &types, &index);
    let components = strong_components(&types, &index);
    for (place, definition) in types.iter_mut().enumerate() {
        definition.in_requests = in_requests.contains(&place);
        definition.in_responses = in_responses.contains(&place);
        if let Shape::Struct(fields) = &mut definition.shape {
            for field in fields {
                if definition.in_responses {
                    widen(&mut field.value);
                }
                // A list or map is a box already.
                field.recursive = matches!(&field.value, Type::Named(name) if is_cyclic(place, index.get(name), &components));
            }
        }
    }
    types
}

type Index = BTreeMap<String, usize>;

fn request_types(operation: &Operation) -> Vec<&Type> {
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.query_parameters)
        .map(|parameter| &parameter.value);
    let body: Vec<&Type> = match &operation.body {
        Some(Body::Fields(fields)) => fields.iter().map(|field| &field.value).collect(),
        Some(Body::Whole { value, .. }) => vec![value],
        None => Vec::new(),
    };
    parameters.chain(body).collect()
}

fn response_type(operation: &Operation) -> Option<&Type> {
    match &operation.output {
        Output::Empty => None,
        Output::Whole(value) | Output::Enveloped(value) | Output::Page { item: value, .. } => {
            Some(value)
        }
    }
}

fn reached<'a>(
    roots: impl Iterator<Item = &'a Type>,
    types: &'a [TypeDefinition],
    index: &Index,
) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<usize> = roots
        .filter_map(|value| index.get(value.named()?).copied())
        .collect();
    while let Some(place) = pending.pop() {
        if reached.insert(place) {
            pending.extend(neighbours(place, types, index));
        }
    }
    reached
}

fn neighbours(place: usize, types: &[TypeDefinition], index: &Index) -> Vec<usize> {
    let parts = types
        .get(place)
        .map(|definition| definition.shape.parts())
        .unwrap_or_default();
    parts
        .into_iter()
        .filter_map(|value| index.get(value.named()?).copied())
        .collect()
}

/// A server may send what the contract rules out, or loosen it later: a bound must not make an answer unreadable.
fn widen(value: &mut Type) {
    match value {
        Type::Integer(integer @ Integer::Unsigned32) => *integer = Integer::Signed32,
        Type::Integer(integer @ Integer::Unsigned64) => *integer = Integer::Signed64,
        Type::List(inner) | Type::Map(inner) => widen(inner),
        _ => {}
    }
}

fn is_cyclic(place: usize, target: Option<&usize>, components: &[usize]) -> bool {
    target.is_some_and(|target| components.get(place) == components.get(*target))
}

/// For each type, which group it belongs to of types that contain one another, lists and maps aside (Kosaraju).
fn strong_components(types: &[TypeDefinition], index: &Index) -> Vec<usize> {
    let mut forward = vec![Vec::new(); types.len()];
    let mut backward = vec![Vec::new(); types.len()];
    for (place, definition) in types.iter().enumerate() {
        for value in definition.shape.parts() {
            if let Type::Named(name) = value
                && let Some(&target) = index.get(name)
            {
                push(&mut forward, place, target);
                push(&mut backward, target, place);
            }
        }
    }
    let mut seen = vec![false; types.len()];
    let mut order = Vec::new();
    for place in 0..types.len() {
        visit(place, &forward, &mut seen, &mut order);
    }
    let mut components = vec![0; types.len()];
    let mut seen = vec![false; types.len()];
    for (number, place) in order.into_iter().rev().enumerate() {
        let mut members = Vec::new();
        visit(place, &backward, &mut seen, &mut members);
        for member in members {
            if let Some(component) = components.get_mut(member) {
                *component = number;
            }
        }
    }
    components
}

fn push(edges: &mut [Vec<usize>], from: usize, to: usize) {
    if let Some(targets) = edges.get_mut(from) {
        targets.push(to);
    }
}

/// Adds to `order` all that can be reached from `place` and was not seen yet, each after all that it leads to.
fn visit(place: usize, edges: &[Vec<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
    enum Step {
        Enter(usize),
        Leave(usize),
    }
    let mut steps = vec![Step::Enter(place)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(place) => order.push(place),
            Step::Enter(place) => {
                let Some(seen @ false) = seen.get_mut(place) else {
                    continue;
                };
                *seen = true;
                steps.push(Step::Leave(place));
                let targets = edges.get(place).map(Vec::as_slice).unwrap_or_default();
                steps.extend(targets.iter().map(|&target| Step::Enter(target)));
            }
        }
    }
}
