//! Finds facts about a type that depend on other types and operations, for instance whether responses contain the type.

use std::collections::HashSet;

use super::graph::{TypeIndices, direct_parts};
use crate::ir::{Access, Field, Shape, Type, TypeDefinition};
use crate::lower::resource::ResourceOperation;

/// Sets the fields that depend on usage, such as `in_responses`, `recursive` and `returns_secrets`. Removes types and
/// fields that no message contains. Clients receive events, so events count as responses.
pub(in crate::lower) fn analyze(
    types: &mut Vec<TypeDefinition>,
    operations: &mut [ResourceOperation<'_>],
    events: &[Type],
) {
    let indices = TypeIndices::new(types);
    let index_of = |ty: &Type| indices.of(ty);
    let request_graph = indices.graph(parts_without(types, Access::ReadOnly));
    let response_graph = indices.graph(parts_without(types, Access::WriteOnly));
    let direct = types.iter().map(|it| direct_parts(&it.shape));
    let cycle_numbers = indices.graph(direct).cycle_numbers();

    let all = || operations.iter().map(|it| &it.operation);
    let sent = all().flat_map(|it| it.request_types());
    let parameters = all().flat_map(|it| it.parameter_types());
    let received = all().flat_map(|it| it.response_types()).chain(events);
    let sent_types = request_graph.reachable_from(sent.filter_map(index_of));
    let parameter_types = request_graph.reachable_from(parameters.filter_map(index_of));
    let received_types = response_graph.reachable_from(received.filter_map(index_of));
    let secrets = indices_with(&Type::Secret, parts_without(types, Access::WriteOnly));
    let contain_secrets = response_graph.reversed().reachable_from(secrets);

    for (index, definition) in types.iter_mut().enumerate() {
        definition.in_requests = sent_types.contains(&index);
        definition.in_responses = received_types.contains(&index);
        definition.is_deserialized = definition.in_responses || parameter_types.contains(&index);
        let is_in_cycle = |other| cycle_numbers.get(index) == cycle_numbers.get(other);
        analyze_fields(definition, |ty| index_of(ty).is_some_and(is_in_cycle));
    }
    // Fields that `analyze_fields` has removed don't count.
    let remaining_parts = || types.iter().map(|it| it.shape.parts());
    let floats = indices_with(&Type::Number, remaining_parts());
    let containing_types = indices.graph(remaining_parts()).reversed();
    let contain_floats = containing_types.reachable_from(floats);
    for (index, definition) in types.iter_mut().enumerate() {
        definition.contains_floats = contain_floats.contains(&index);
    }
    for ResourceOperation { operation, .. } in operations {
        let returns_secrets = operation.success_types().any(|ty| {
            *ty.innermost() == Type::Secret
                || index_of(ty).is_some_and(|index| contain_secrets.contains(&index))
        });
        operation.returns_secrets = returns_secrets;
    }
    types.retain(|definition| definition.in_requests || definition.in_responses);
}

/// Returns the indices of the types that have a part of type `ty`, or an array or map of it. `parts` has an item for
/// each type.
fn indices_with<'a>(ty: &Type, parts: impl Iterator<Item = Vec<&'a Type>>) -> Vec<usize> {
    let has_part = |parts: &[&Type]| parts.iter().any(|part| part.innermost() == ty);
    let types = parts.enumerate().filter(|(_, parts)| has_part(parts));
    types.map(|(index, _)| index).collect()
}

/// Replaces the types in `unsupported` by any JSON value, and removes the events of these types.
pub(in crate::lower) fn replace_unsupported(
    unsupported: &HashSet<String>,
    types: &mut Vec<TypeDefinition>,
    operations: &mut [ResourceOperation<'_>],
    events: &mut Vec<Type>,
) {
    if unsupported.is_empty() {
        return;
    }
    let is_unsupported = |ty: &Type| ty.named().is_some_and(|name| unsupported.contains(name));
    let replace = |ty: &mut Type| {
        if is_unsupported(ty) {
            *ty.innermost_mut() = Type::Any;
        }
    };
    types.retain(|definition| !unsupported.contains(&definition.name));
    let parts = types.iter_mut().flat_map(|it| it.shape.parts_mut());
    parts.for_each(replace);
    let operations = operations.iter_mut().map(|it| &mut it.operation);
    operations.flat_map(|it| it.types_mut()).for_each(replace);
    events.retain(|event| !is_unsupported(event));
}

/// Removes the fields that no message contains, and sets `recursive` of the others.
fn analyze_fields(definition: &mut TypeDefinition, is_in_same_cycle: impl Fn(&Type) -> bool) {
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
        let has_no_indirection = matches!(field.ty, Type::Named(_));
        field.recursive = has_no_indirection && is_in_same_cycle(&field.ty);
    }
}

/// Returns the parts of each type, without the fields that have the access `excluded`.
fn parts_without(types: &[TypeDefinition], excluded: Access) -> impl Iterator<Item = Vec<&Type>> {
    types.iter().map(move |definition| match &definition.shape {
        Shape::Struct(fields) => {
            let has_all = excluded == Access::WriteOnly && has_additional_properties(fields);
            let fields = fields.iter().filter(|it| it.access != excluded || has_all);
            fields.map(|it| &it.ty).collect()
        }
        shape => shape.parts(),
    })
}

/// Whether a struct has a field for additional properties. Such a struct keeps write-only fields even in responses,
/// where they would otherwise be decoded as additional properties.
fn has_additional_properties(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.is_additional_properties)
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
            "Other": object(json!({"a": {"type": "integer"}})),
            "Sent": object(json!({"a": {"type": "string"}, "b": {"type": "number", "readOnly": true}})),
        });
        let received = json!({"oneOf": [reference("Around"), reference("Other")]});
        let sent = json!({"type": "array", "items": reference("Sent")});
        let api = api(sent, received, schemas);
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
    fn field_that_contains_its_struct_directly_is_recursive() {
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
            "Sent": object(json!({"key": {"type": "string", "x-sdk-secret": true, "writeOnly": true}})),
        });
        for (sent, received, expected) in [
            (json!({}), reference("Around"), true),
            (json!({}), secret.clone(), true),
            (json!({}), json!({"type": "array", "items": secret}), true),
            (reference("Holder"), reference("Plain"), false),
            (reference("Sent"), reference("Sent"), false),
        ] {
            let api = api(sent, received, schemas.clone());
            assert_eq!(api.resources[0].operations[0].returns_secrets, expected);
        }
    }
}
