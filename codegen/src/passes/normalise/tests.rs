//! Properties of normalised documents.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, json};

use super::*;
use crate::diagnostics::Pointer;
use crate::openapi::walk::document_nodes;

/// Generates keywords of both versions.
fn member() -> impl Strategy<Value = (&'static str, Value)> {
    let value = prop_oneof![
        Just(json!(null)),
        Just(json!("a")),
        Just(json!(1)),
        Just(json!(2.5))
    ];
    let bound = prop_oneof![
        Just(json!(true)),
        Just(json!(false)),
        (-3..3).prop_map(Value::from)
    ];
    let type_name = prop_oneof![
        Just("string"),
        Just("integer"),
        Just("object"),
        Just("null")
    ];
    let types = prop_oneof![
        type_name.clone().prop_map(Value::from),
        prop::collection::vec(type_name, 0..4).prop_map(Value::from),
    ];
    prop_oneof![
        types.prop_map(|value| ("type", value)),
        value.clone().prop_map(|value| ("const", value)),
        value.clone().prop_map(|value| ("default", value)),
        value.clone().prop_map(|value| ("example", value)),
        prop::collection::vec(value.clone(), 0..3)
            .prop_map(|value| ("examples", Value::from(value))),
        prop::collection::vec(value, 1..3).prop_map(|value| ("enum", Value::from(value))),
        bound.clone().prop_map(|value| ("exclusiveMinimum", value)),
        bound.clone().prop_map(|value| ("exclusiveMaximum", value)),
        (-3..3).prop_map(|value| ("minimum", Value::from(value))),
        (-3..3).prop_map(|value| ("maximum", Value::from(value))),
        any::<bool>().prop_map(|value| ("nullable", Value::from(value))),
        Just(("minLength", json!(1))),
        Just(("contentEncoding", json!("base64"))),
        Just(("contentMediaType", json!("application/octet-stream"))),
        Just(("$comment", json!("why"))),
        Just(("description", json!("Description."))),
        Just(("$ref", json!("#/components/schemas/Other"))),
        Just(("$ref", json!("#/components/schemas/Other/properties/inner"))),
    ]
}

fn schema() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        1 => any::<bool>().prop_map(Value::from),
        5 => members().prop_map(Value::Object),
    ];
    plain.prop_recursive(4, 24, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from);
        let nested = prop_oneof![
            inner.clone().prop_map(|schema| ("items", schema)),
            inner
                .clone()
                .prop_map(|schema| ("additionalProperties", schema)),
            inner.prop_map(|schema| ("properties", json!({ "inner": schema }))),
            list.clone().prop_map(|schemas| ("anyOf", schemas)),
            list.clone().prop_map(|schemas| ("oneOf", schemas)),
            list.prop_map(|schemas| ("allOf", schemas)),
        ];
        let nested = prop::collection::vec(nested, 1..3);
        (members(), nested).prop_map(|(mut members, nested)| {
            members.extend(
                nested
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value)),
            );
            Value::Object(members)
        })
    })
}

fn members() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec(member(), 0..5).prop_map(|members| {
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    })
}

fn normalised(schema: Value) -> Value {
    normalise(json!({
        "openapi": "3.1.0",
        "paths": {},
        "webhooks": {},
        "components": {"schemas": {"Any": schema, "Other": {"properties": {"inner": {"const": 1}}}}},
    }))
}

/// Returns the schemas of a document that are objects.
fn schemas(document: &Value) -> Vec<(Pointer, &Map<String, Value>)> {
    document_nodes(document)
        .into_iter()
        .filter(|node| node.kind == Kind::Schema)
        .filter_map(|node| Some((node.pointer, node.value.as_object()?)))
        .collect()
}

proptest! {
    // The same cases in every run, so that everybody sees the same failures.
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn normalise_twice_is_the_same_as_once(schema in schema()) {
        let once = normalised(schema);
        prop_assert_eq!(normalise(once.clone()), once);
    }

    #[test]
    fn normalise_leaves_no_idiom_of_3_1(schema in schema()) {
        let document = normalised(schema);
        prop_assert_eq!(&document["openapi"], "3.0.3");
        for (pointer, schema) in schemas(&document) {
            for keyword in ["const", "examples", "contentEncoding", "$comment"] {
                prop_assert!(!schema.contains_key(keyword), "{pointer}: {keyword}");
            }
            prop_assert!(schema.get("type").is_none_or(|name| name.is_string() && name != "null"), "{pointer}");
            for bound in ["exclusiveMinimum", "exclusiveMaximum"] {
                prop_assert!(schema.get(bound).is_none_or(Value::is_boolean), "{pointer}: {bound}");
            }
            prop_assert!(schema.len() == 1 || !schema.contains_key("$ref"), "{pointer}");
        }
    }
}
