//! Finds facts about a type that depend on the other types and the operations: whether requests or responses contain
//! it, and whether it contains itself or a secret.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::graph::Graph;
use crate::diagnostics::Diagnostic;
use crate::ir::{Access, Field, Shape, Type, TypeDefinition};
use crate::lower::resource::ResourceOperation;
use crate::openapi::errors::enumeration;
use crate::openapi::references;

/// Sets the properties of types that depend on their usage, `recursive` of fields, and `returns_secrets` of operations.
/// Removes the types and fields that no message contains.
///
/// Clients receive events, so these count as responses.
pub(in crate::lower) fn analyze(
    types: &mut Vec<TypeDefinition>,
    operations: &mut [ResourceOperation],
    events: &[Type],
) {
    let indices = indices(types);
    let index_of = |ty: &Type| indices.get(ty.named()?).copied();
    let request_graph = graph_without(types, Access::ReadOnly, index_of);
    let response_graph = graph_without(types, Access::WriteOnly, index_of);
    let inline = types.iter().map(|it| inline_parts(&it.shape));
    let cycle_numbers = graph(inline, index_of).cycle_numbers();

    let sent = operations
        .iter()
        .flat_map(|entry| entry.operation.request_types());
    let parameters = operations
        .iter()
        .flat_map(|entry| entry.operation.parameter_types());
    let received = operations
        .iter()
        .flat_map(|entry| entry.operation.response_types())
        .chain(events);
    let sent_types = request_graph.reachable_from(sent.filter_map(index_of));
    let parameter_types = request_graph.reachable_from(parameters.filter_map(index_of));
    let received_types = response_graph.reachable_from(received.filter_map(index_of));
    let with_secrets = types
        .iter()
        .enumerate()
        .filter(|(_, definition)| definition.shape.parts().into_iter().any(is_secret))
        .map(|(index, _)| index);
    let contains_secrets = response_graph.reversed().reachable_from(with_secrets);

    for (index, definition) in types.iter_mut().enumerate() {
        definition.in_requests = sent_types.contains(&index);
        definition.in_responses = received_types.contains(&index);
        definition.is_deserialized = definition.in_responses || parameter_types.contains(&index);
        let is_in_cycle = |other| cycle_numbers.get(index) == cycle_numbers.get(other);
        analyze_fields(definition, |ty| index_of(ty).is_some_and(is_in_cycle));
    }
    for index in containing_floats(types, index_of) {
        if let Some(definition) = types.get_mut(index) {
            definition.contains_floats = true;
        }
    }
    for ResourceOperation { operation, .. } in &mut *operations {
        let returns_secrets = operation.success_types().any(|ty| {
            is_secret(ty) || index_of(ty).is_some_and(|index| contains_secrets.contains(&index))
        });
        operation.returns_secrets = returns_secrets;
    }
    types.retain(|definition| definition.in_requests || definition.in_responses);
}

/// Returns the indices of the types whose values can contain a floating-point number.
fn containing_floats(
    types: &[TypeDefinition],
    index_of: impl Fn(&Type) -> Option<usize>,
) -> HashSet<usize> {
    let parts = || types.iter().map(|definition| definition.shape.parts());
    let numbers = parts().enumerate();
    let numbers =
        numbers.filter(|(_, parts)| parts.iter().any(|part| part.innermost() == &Type::Number));
    let numbers = numbers.map(|(index, _)| index);
    graph(parts(), index_of).reversed().reachable_from(numbers)
}

/// Returns the names of the unions that contain themselves through unions only, with an error about each. Rust can't
/// express them: their size would be infinite, and only fields of structs are boxed.
pub(in crate::lower) fn infinite_unions(
    document: &Value,
    types: &[TypeDefinition],
) -> Vec<(String, Diagnostic)> {
    let indices = indices(types);
    let index_of = |ty: &Type| indices.get(ty.named()?).copied();
    let parts = || {
        types.iter().map(|definition| match &definition.shape {
            shape @ Shape::Union { .. } => inline_parts(shape),
            _ => Vec::new(),
        })
    };
    let cycle_numbers = graph(parts(), index_of).cycle_numbers();
    let number_of = |ty: &Type| cycle_numbers.get(index_of(ty)?);
    // For each union in a cycle, one of its branches in the same cycle.
    let branches: Vec<Option<usize>> = parts()
        .zip(&cycle_numbers)
        .map(|(parts, number)| {
            let part = parts
                .into_iter()
                .find(|part| number_of(part) == Some(number))?;
            index_of(part)
        })
        .collect();
    types
        .iter()
        .enumerate()
        .filter_map(|(index, definition)| {
            (*branches.get(index)?)?;
            let cycle = Cycle::of_union(index, &branches);
            let message = format!(
                "the references from {name} lead back to {name} through branches of `oneOf` and `anyOf` alone ({}); the \
                 SDK supports such a cycle only if an object with `properties`, an array or a map is part of it",
                cycle.describe(types),
                name = references::name_or_location(&definition.pointer),
            );
            // All unions of a short cycle have the same help, so that one change removes the cycle.
            let index = cycle.highest_index();
            let branch = types.get((*branches.get(index)?)?)?;
            let union = &types.get(index)?.pointer;
            let has_any_of = document.pointer(union.child("anyOf").as_str()).is_some();
            let keyword = if has_any_of { "anyOf" } else { "oneOf" };
            let help = format!(
                "in an overlay, delete the branch {name} from `{keyword}` of {}{}; if the API in fact wraps the value of \
                 {name} in an object, replace the branch with the schema of that object, such as \
                 `{{type: object, properties: {{value: {{$ref: '{}'}}}}}}`",
                references::name_or_location(union),
                cycle.describe_removal(types),
                branch.pointer,
                name = references::name_or_location(&branch.pointer),
            );
            let error = Diagnostic::at(&definition.pointer, message, help);
            Some((definition.name.clone(), error.tolerated()))
        })
        .collect()
}

/// How a union contains itself.
struct Cycle {
    /// The indices of the unions, from the one in question. The middle of a long cycle is omitted.
    steps: Vec<usize>,
    is_complete: bool,
}

impl Cycle {
    /// Follows the branches of a union.
    fn of_union(start: usize, branches: &[Option<usize>]) -> Self {
        /// The greatest number of branches that are followed.
        const MAX_STEPS: usize = 8;
        let branch_of = |index: &usize| branches.get(*index).copied().flatten();
        let followed = std::iter::successors(branch_of(&start), branch_of);
        let mut steps = vec![start];
        steps.extend(followed.take(MAX_STEPS).take_while(|index| *index != start));
        let is_complete = steps.last().and_then(branch_of) == Some(start);
        Self { steps, is_complete }
    }

    /// Returns the highest index of a union in the cycle, or that of the first one if the cycle is too long to follow.
    fn highest_index(&self) -> usize {
        let known = if self.is_complete {
            self.steps.len()
        } else {
            1
        };
        self.steps
            .iter()
            .take(known)
            .copied()
            .max()
            .unwrap_or_default()
    }

    /// Returns the names of unions.
    fn names(steps: &[usize], types: &[TypeDefinition]) -> Vec<String> {
        steps
            .iter()
            .filter_map(|index| types.get(*index))
            .map(|it| references::name_or_location(&it.pointer))
            .collect()
    }

    /// Describes the effect of deleting a branch on several unions. All of a short cycle have the same help.
    fn describe_removal(&self, types: &[TypeDefinition]) -> String {
        let mut steps = self.steps.clone();
        steps.sort_unstable();
        let names = Self::names(&steps, types);
        match self.is_complete && names.len() > 1 {
            true => format!(" (this ends the cycle of {})", enumeration(&names, "and")),
            false => String::new(),
        }
    }

    /// Describes the cycle: `` `A` → `B` → `A` ``.
    fn describe(&self, types: &[TypeDefinition]) -> String {
        let names = Self::names(&self.steps, types);
        let omitted = if self.is_complete { "" } else { "… → " };
        let first = names.first().cloned().unwrap_or_default();
        format!("{} → {omitted}{first}", names.join(" → "))
    }
}

/// Returns the index of each type by its name.
fn indices(types: &[TypeDefinition]) -> HashMap<String, usize> {
    let types = types.iter().enumerate();
    types
        .map(|(index, definition)| (definition.name.clone(), index))
        .collect()
}

/// Returns the parts that a value of a shape contains without indirection. Arrays and maps are on the heap.
fn inline_parts(shape: &Shape) -> Vec<&Type> {
    let mut parts = shape.parts();
    parts.retain(|part| matches!(part, Type::Named(_)));
    parts
}

/// Replaces the types in `unsupported` by any JSON value, and removes the events of these types.
pub(in crate::lower) fn replace_unsupported(
    unsupported: &HashSet<String>,
    types: &mut Vec<TypeDefinition>,
    operations: &mut [ResourceOperation],
    events: &mut Vec<Type>,
) {
    if unsupported.is_empty() {
        return;
    }
    let replace = |ty: &mut Type| replace_type(ty, unsupported);
    types.retain(|definition| !unsupported.contains(&definition.name));
    for definition in types {
        definition.shape.parts_mut().into_iter().for_each(replace);
    }
    for ResourceOperation { operation, .. } in operations {
        operation.types_mut().for_each(replace);
    }
    events.retain(|event| event.named().is_none_or(|name| !unsupported.contains(name)));
}

fn replace_type(ty: &mut Type, unsupported: &HashSet<String>) {
    let ty = ty.innermost_mut();
    if ty.named().is_some_and(|name| unsupported.contains(name)) {
        *ty = Type::Any;
    }
}

/// Removes the fields that no message contains, and sets `recursive` of the others.
fn analyze_fields(definition: &mut TypeDefinition, contains_itself: impl Fn(&Type) -> bool) {
    let (in_requests, in_responses) = (definition.in_requests, definition.in_responses);
    let Shape::Struct(fields) = &mut definition.shape else {
        return;
    };
    let has_additional_properties = has_additional_properties(fields);
    fields.retain(|field| match field.access {
        Access::Both => true,
        Access::ReadOnly => in_responses,
        Access::WriteOnly => in_requests || has_additional_properties,
    });
    for field in fields {
        let is_inline = matches!(field.ty, Type::Named(_));
        field.recursive = is_inline && contains_itself(&field.ty);
    }
}

/// Returns the graph of the types that contain each other, without the fields that have the access `excluded`.
fn graph_without(
    types: &[TypeDefinition],
    excluded: Access,
    index_of: impl Fn(&Type) -> Option<usize>,
) -> Graph {
    let parts = types.iter().map(|definition| match &definition.shape {
        Shape::Struct(fields) => {
            let has_all = excluded == Access::WriteOnly && has_additional_properties(fields);
            let fields = fields.iter();
            fields
                .filter(|field| field.access != excluded || has_all)
                .map(|field| &field.ty)
                .collect()
        }
        shape => shape.parts(),
    });
    graph(parts, index_of)
}

/// Whether a struct has a field for additional properties. If so, it keeps its write-only fields even in responses,
/// where they would otherwise be decoded as additional properties.
fn has_additional_properties(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.is_additional_properties)
}

/// Returns the graph of types with these parts.
fn graph<'a>(
    parts: impl ExactSizeIterator<Item = Vec<&'a Type>>,
    index_of: impl Fn(&Type) -> Option<usize>,
) -> Graph {
    let size = parts.len();
    let edges = parts.enumerate().flat_map(|(from, parts)| {
        let targets: Vec<usize> = parts.into_iter().filter_map(&index_of).collect();
        targets.into_iter().map(move |to| (from, to))
    });
    Graph::new(size, edges)
}

/// Whether a type is a secret, or an array or map of secrets.
fn is_secret(ty: &Type) -> bool {
    *ty == Type::Secret || ty.inner().is_some_and(is_secret)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Api, Body, Field, Integer, Shape, Type, TypeDefinition};
    use crate::lower::fixtures::{exchange, lowered};

    /// Lowers a document with one operation.
    fn api(sent: Value, received: Value, schemas: Value) -> Api {
        lowered(Value::from_iter([exchange("go", sent, received)]), schemas).unwrap()
    }

    fn reference(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    fn object(properties: Value) -> Value {
        json!({"type": "object", "properties": properties})
    }

    fn definition<'a>(api: &'a Api, name: &str) -> &'a TypeDefinition {
        api.types
            .iter()
            .find(|definition| definition.name == name)
            .unwrap()
    }

    fn field<'a>(api: &'a Api, definition_name: &str, name: &str) -> &'a Field {
        let Shape::Struct(fields) = &definition(api, definition_name).shape else {
            panic!("{definition_name} has no fields");
        };
        fields.iter().find(|field| field.name == name).unwrap()
    }

    #[test]
    fn usage_includes_parts_of_arrays_maps_and_unions() {
        let schemas = json!({
            "Sent": object(json!({"a": {"type": "array", "items": reference("Both")}})),
            "Received": object(json!({"a": {"type": "object", "additionalProperties": {"oneOf": [reference("Both")]}}})),
            "Both": object(json!({"a": {"type": "string"}})),
            "Neither": object(json!({"a": {"type": "string"}})),
        });
        let api = api(
            json!({"type": "array", "items": reference("Sent")}),
            reference("Received"),
            schemas,
        );
        let directions = |name| {
            let definition = definition(&api, name);
            (definition.in_requests, definition.in_responses)
        };
        assert_eq!(directions("Sent"), (true, false));
        assert_eq!(directions("Received"), (false, true));
        assert_eq!(directions("Both"), (true, true));
        assert!(
            api.types
                .iter()
                .all(|definition| definition.name != "Neither")
        );
    }

    #[test]
    fn types_with_floats_are_those_that_contain_a_number() {
        let schemas = json!({
            "Around": object(json!({"a": {"type": "array", "items": reference("Number")}})),
            "Number": object(json!({"a": {"type": "object", "additionalProperties": {"type": "number"}}})),
            "Other": object(json!({"around": reference("Sent"), "a": {"type": "integer"}})),
            "Sent": object(json!({"a": {"type": "string"}})),
        });
        let received = json!({"oneOf": [reference("Around"), reference("Other")]});
        let api = api(reference("Sent"), received, schemas);
        let contains_floats = |name| definition(&api, name).contains_floats;
        assert!(contains_floats("Around") && contains_floats("Number"));
        assert!(!contains_floats("Other") && !contains_floats("Sent"));
    }

    #[test]
    fn type_that_a_parameter_contains_is_deserialized() {
        let schemas = json!({
            "Filter": object(json!({"day": reference("Day")})),
            "Day": object(json!({"eq": {"type": "string"}})),
            "Settings": object(json!({"a": {"type": "string"}})),
        });
        let (path, mut item) =
            exchange("go", object(json!({"a": reference("Settings")})), json!({}));
        item["post"]["parameters"] = json!([
            {"name": "filter", "in": "query", "style": "deepObject", "schema": reference("Filter")}
        ]);
        let api = lowered(Value::from_iter([(path, item)]), schemas).unwrap();
        let is_deserialized = |name| definition(&api, name).is_deserialized;
        assert!(is_deserialized("Filter") && is_deserialized("Day"));
        assert!(!is_deserialized("Settings"));
    }

    #[test]
    fn integer_has_one_type_in_requests_and_responses() {
        let object = object(json!({
            "a": {"type": "array", "items": {"type": "integer", "minimum": 0}},
            "b": {"type": "integer", "format": "int32", "minimum": 0},
        }));
        let schemas = json!({"Sent": object, "Received": object});
        let api = api(reference("Sent"), reference("Received"), schemas);
        let Some(Body::Fields(sent)) = &api.resources[0].operations[0].body else {
            panic!("{:?}", api.resources);
        };
        let integers = [Integer::Int64, Integer::Int32].map(Type::Integer);
        let expected = [
            Type::Array(Box::new(integers[0].clone())),
            integers[1].clone(),
        ];
        for (index, name) in ["a", "b"].into_iter().enumerate() {
            assert_eq!(sent[index].ty, expected[index]);
            assert_eq!(field(&api, "Received", name).ty, expected[index]);
        }
    }

    #[test]
    fn field_that_contains_its_struct_inline_is_recursive() {
        let schemas = json!({
            "A": object(json!({
                "b": reference("B"),
                "leaf": reference("Leaf"),
                "list": {"type": "array", "items": reference("A")},
            })),
            "B": object(json!({"a": {"oneOf": [reference("A"), {"type": "string"}]}})),
            "Leaf": object(json!({"own": reference("Leaf")})),
        });
        let api = api(json!({}), reference("A"), schemas);
        let is_recursive = |definition, name| field(&api, definition, name).recursive;
        assert!(is_recursive("A", "b") && is_recursive("B", "a") && is_recursive("Leaf", "own"));
        assert!(!is_recursive("A", "leaf") && !is_recursive("A", "list"));
    }

    #[test]
    fn nested_secret_in_response_is_found() {
        let secret = json!({"type": "string", "x-sdk-secret": true});
        let schemas = json!({
            "Holder": object(json!({"keys": {"type": "array", "items": secret}})),
            "Around": object(json!({"holder": {"type": "array", "items": reference("Holder")}})),
            "Plain": object(json!({"a": {"type": "string"}})),
        });
        for (sent, received, expected) in [
            (json!({}), reference("Around"), true),
            (json!({}), secret.clone(), true),
            (json!({}), json!({"type": "array", "items": secret}), true),
            (reference("Holder"), reference("Plain"), false),
        ] {
            let api = api(sent, received, schemas.clone());
            assert_eq!(api.resources[0].operations[0].returns_secrets, expected);
        }
    }
}
