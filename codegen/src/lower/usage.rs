//! What only the whole of the types can tell: which way each travels, which contain themselves, which hold secrets.

use std::collections::{HashMap, HashSet};

use super::graph::Graph;
use super::operation::Placed;
use crate::diagnostics::Diagnostic;
use crate::ir::{Access, Body, Field, Operation, Shape, Type, TypeDefinition};

/// Settles what follows from the direction of types and from what they contain.
///
/// Events come as responses do.
pub(super) fn settle(types: &mut Vec<TypeDefinition>, operations: &mut [Placed], events: &[Type]) {
    let places = types.iter().enumerate();
    let places: HashMap<String, usize> = places
        .map(|(place, definition)| (definition.name.clone(), place))
        .collect();
    let place = |value: &Type| value.named().and_then(|name| places.get(name).copied());
    let sends = edges(types, Access::ReadOnly, place);
    let gives = edges(types, Access::WriteOnly, place);
    let inline = types.iter().map(|definition| {
        let parts = definition.shape.parts().into_iter();
        // A list or map is a box already.
        parts
            .filter(|part| matches!(part, Type::Named(_)))
            .collect()
    });
    let inline = graph(inline, place);

    let sent = operations
        .iter()
        .flat_map(|placed| request_types(&placed.operation));
    let received = operations
        .iter()
        .filter_map(|placed| placed.operation.output.value())
        .chain(events);
    let in_requests = sends.reached_from(sent.filter_map(place));
    let in_responses = gives.reached_from(received.filter_map(place));
    let holding_secrets = types.iter().enumerate();
    let holding_secrets = holding_secrets.filter(|(_, definition)| holds_secret(definition));
    let secret = gives
        .reversed()
        .reached_from(holding_secrets.map(|(place, _)| place));
    let groups = inline.groups();

    for (own_place, definition) in types.iter_mut().enumerate() {
        definition.in_requests = is_set(&in_requests, own_place);
        definition.in_responses = is_set(&in_responses, own_place);
        let is_in_group = |other| groups.get(own_place) == groups.get(other);
        settle_fields(definition, |value| place(value).is_some_and(is_in_group));
    }
    for Placed { operation, .. } in &mut *operations {
        let answer = operation.output.value();
        operation.answers_with_secrets = answer.is_some_and(|answer| {
            is_secret(answer) || place(answer).is_some_and(|place| is_set(&secret, place))
        });
    }
    // What only a field led to that does not travel this way, nobody meets.
    types.retain(|definition| definition.in_requests || definition.in_responses);
}

/// The unions that are one of their own forms, with nothing in between that could be stored elsewhere.
pub(super) fn unions_in_circles(types: &[TypeDefinition]) -> Vec<(String, Diagnostic)> {
    let unions = types
        .iter()
        .filter(|definition| matches!(definition.shape, Shape::Union { .. }));
    let unions: Vec<&TypeDefinition> = unions.collect();
    let places = unions.iter().enumerate();
    let places: HashMap<&str, usize> = places
        .map(|(place, definition)| (definition.name.as_str(), place))
        .collect();
    let forms = unions.iter().enumerate().flat_map(|(from, definition)| {
        let forms = definition.shape.parts().into_iter();
        let named = forms.filter_map(|form| match form {
            Type::Named(name) => places.get(name.as_str()),
            _ => None,
        });
        named.map(move |to| (from, *to)).collect::<Vec<_>>()
    });
    let forms: Vec<(usize, usize)> = forms.collect();
    let groups = Graph::new(unions.len(), forms.iter().copied()).groups();
    let in_circles = forms
        .into_iter()
        .filter(|(from, to)| groups.get(*from) == groups.get(*to));
    let in_circles = in_circles.filter_map(|(from, _)| unions.get(from));
    let faults = in_circles.map(|definition| {
        let fault = Diagnostic::at(
            &definition.pointer,
            "a form of this leads through nothing but unions back to it",
            "leave the form out, or put an object with properties in between",
        );
        (definition.name.clone(), fault)
    });
    faults.collect()
}

/// Puts any JSON value in the place of the types that have no definition.
pub(super) fn without_fallen(
    fallen: &HashSet<String>,
    types: &mut Vec<TypeDefinition>,
    operations: &mut [Placed],
    events: &mut Vec<Type>,
) {
    if fallen.is_empty() {
        return;
    }
    let replace = |value: &mut Type| replace_fallen(value, fallen);
    types.retain(|definition| !fallen.contains(&definition.name));
    for definition in types {
        definition.shape.parts_mut().into_iter().for_each(replace);
    }
    for Placed { operation, .. } in operations {
        request_types_mut(operation).into_iter().for_each(replace);
        operation.output.value_mut().into_iter().for_each(replace);
    }
    events.retain(|event| event.named().is_none_or(|name| !fallen.contains(name)));
}

fn replace_fallen(value: &mut Type, fallen: &HashSet<String>) {
    match value {
        Type::Named(name) if fallen.contains(name) => *value = Type::Any,
        Type::List(inner) | Type::Map(inner) => replace_fallen(inner, fallen),
        _ => {}
    }
}

fn settle_fields(definition: &mut TypeDefinition, contains_own: impl Fn(&Type) -> bool) {
    let (in_requests, in_responses) = (definition.in_requests, definition.in_responses);
    let Shape::Struct(fields) = &mut definition.shape else {
        return;
    };
    let has_rest = has_rest(fields);
    fields.retain(|field| match field.access {
        Access::Both => true,
        Access::ReadOnly => in_responses,
        Access::WriteOnly => in_requests || has_rest,
    });
    for field in fields {
        let is_inline = matches!(field.value, Type::Named(_));
        field.recursive = is_inline && contains_own(&field.value);
    }
}

/// What each type leads to, but for the fields that travel the other way alone.
fn edges(
    types: &[TypeDefinition],
    other_way: Access,
    place: impl Fn(&Type) -> Option<usize>,
) -> Graph {
    let parts = types.iter().map(|definition| match &definition.shape {
        Shape::Struct(fields) => {
            let is_read_anyway = other_way == Access::WriteOnly && has_rest(fields);
            let travels = |field: &&Field| field.access != other_way || is_read_anyway;
            let fields = fields.iter().filter(travels);
            fields.map(|field| &field.value).collect()
        }
        shape => shape.parts(),
    });
    graph(parts, place)
}

/// Whether members that are no fields are kept. A field that a server gives against its word must not be one of them.
fn has_rest(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.is_rest)
}

fn graph<'a>(
    parts: impl ExactSizeIterator<Item = Vec<&'a Type>>,
    place: impl Fn(&Type) -> Option<usize>,
) -> Graph {
    let size = parts.len();
    let edges = parts.enumerate().flat_map(|(from, parts)| {
        let targets: Vec<usize> = parts.into_iter().filter_map(&place).collect();
        targets.into_iter().map(move |to| (from, to))
    });
    Graph::new(size, edges)
}

fn is_set(flags: &[bool], place: usize) -> bool {
    flags.get(place).copied().unwrap_or(false)
}

fn request_types(operation: &Operation) -> Vec<&Type> {
    let parameters = operation
        .path_parameters
        .iter()
        .chain(&operation.query_parameters);
    let parameters = parameters.map(|parameter| &parameter.value);
    let body = operation.body.iter().flat_map(Body::values);
    parameters.chain(body).collect()
}

fn request_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let parameters = operation
        .path_parameters
        .iter_mut()
        .chain(&mut operation.query_parameters);
    let parameters = parameters.map(|parameter| &mut parameter.value);
    let body = operation.body.iter_mut().flat_map(Body::values_mut);
    parameters.chain(body).collect()
}

fn holds_secret(definition: &TypeDefinition) -> bool {
    definition.shape.parts().into_iter().any(is_secret)
}

fn is_secret(value: &Type) -> bool {
    match value {
        Type::Secret => true,
        Type::List(inner) | Type::Map(inner) => is_secret(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ir::{Api, Body, Field, Integer, Shape, Type, TypeDefinition};
    use crate::lower::fixtures::{exchange, lowered};

    /// Lowers one operation, and what it sends and gives.
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
    fn direction_goes_through_lists_maps_and_unions() {
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
            Type::List(Box::new(integers[0].clone())),
            integers[1].clone(),
        ];
        for (index, name) in ["a", "b"].into_iter().enumerate() {
            assert_eq!(sent[index].value, expected[index]);
            assert_eq!(field(&api, "Received", name).value, expected[index]);
        }
    }

    #[test]
    fn only_what_would_be_stored_in_itself_is_recursive() {
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
    fn an_answer_with_a_secret_somewhere_in_it_is_known() {
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
            assert_eq!(
                api.resources[0].operations[0].answers_with_secrets,
                expected
            );
        }
    }
}
