//! References and schemas that form cycles.

use super::*;

#[test]
fn references_to_themselves_are_rejected() {
    assert_rejected(
        schemas(json!({"A": reference("A")})),
        "is only a `$ref` to itself",
    );
    assert_rejected(
        schemas(json!({"A": reference("B"), "B": reference("A")})),
        "the references form a cycle: `B` → `A` → `B`",
    );
}

#[test]
fn schemas_recursive_through_every_keyword_are_generated() {
    for keyword in [
        "allOf",
        "anyOf",
        "oneOf",
        "items",
        "additionalProperties",
        "not",
    ] {
        let inner = if matches!(keyword, "allOf" | "anyOf" | "oneOf") {
            json!([reference("A"), object(json!({"a": {"type": "string"}}))])
        } else {
            reference("A")
        };
        let kind = if keyword == "items" {
            "array"
        } else {
            "object"
        };
        let mut schema = json!({"type": kind});
        schema[keyword] = inner;
        assert_generated(schemas(json!({"A": schema})));
    }
    assert_generated(schemas(json!({"A": object(json!({"a": reference("A")}))})));
}

#[test]
fn all_of_cycles_stay_within_limits() {
    let around =
        |name: &str| json!({"allOf": [reference(name), object(json!({"a": {"type": "string"}}))]});
    check_limits(schemas(json!({"A": around("B"), "B": around("A")})));
    check_limits(schemas(
        json!({"A": {"allOf": [reference("B")]}, "B": {"allOf": [reference("A")]}}),
    ));
    check_limits(schemas(
        json!({"A": {"allOf": [{"allOf": [reference("A")]}]}}),
    ));
}

#[test]
fn discriminator_cycles_stay_within_limits() {
    let union = json!({
        "oneOf": [reference("A"), reference("B")],
        "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A", "b": "B"}},
    });
    check_limits(schemas(
        json!({"A": union, "B": {"allOf": [reference("A")]}}),
    ));
    check_limits(schemas(
        json!({"A": union, "B": object(json!({"kind": {"type": "string"}, "a": reference("A")}))}),
    ));
}

#[test]
fn references_of_other_components_to_themselves_are_rejected() {
    for kind in [
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "callbacks",
        "links",
        "examples",
    ] {
        let mut document = api(json!({"A": string()}));
        let own = json!({"$ref": format!("#/components/{kind}/A")});
        document["components"][kind] = json!({"A": own});
        let operation = &mut document["paths"]["/a"]["get"];
        match kind {
            "parameters" => operation["parameters"] = json!([own]),
            "responses" => operation["responses"]["200"] = own,
            "requestBodies" => operation["requestBody"] = own,
            "callbacks" | "links" => operation[kind] = json!({"a": own}),
            kind => operation["responses"]["200"][kind] = json!({"a": own}),
        }
        let error = check_limits(document.to_string());
        // The generator ignores the other kinds.
        if matches!(kind, "parameters" | "responses" | "requestBodies") {
            let error = error.unwrap();
            assert!(error.contains("is only a `$ref` to itself"), "{kind}");
        }
    }
}

#[test]
fn path_that_refers_to_itself_is_rejected() {
    let mut document = api(json!({"A": string()}));
    document["paths"]["/b"] = json!({"$ref": "#/paths/~1b"});
    assert!(check_limits(document.to_string()).is_some());
}

#[test]
fn references_into_own_subschemas_stay_within_limits() {
    check_limits(schemas(
        json!({"A": object(json!({"a": {"$ref": "#/components/schemas/A/properties/a"}}))}),
    ));
    let a = json!({"$ref": "#/components/schemas/A/properties/b"});
    let b = json!({"$ref": "#/components/schemas/A/properties/a"});
    check_limits(schemas(json!({"A": object(json!({"a": a, "b": b}))})));
    check_limits(schemas(
        json!({"A": {"items": {"$ref": "#/components/schemas/A/items/items"}}}),
    ));
}

#[test]
fn pointers_through_circular_references_are_rejected() {
    let round = |number| {
        let long = "c".repeat(500);
        let reference = format!("#/components/schemas/A/properties/b/{long}/{number}");
        (format!("p{number}"), json!({"$ref": reference}))
    };
    let b = json!({"$ref": "#/components/schemas/A/properties/b/c"});
    let mut properties = many(500, round);
    properties["b"] = b;
    assert_rejected(
        schemas(json!({"A": object(properties)})),
        "the pointer passes through",
    );
}

#[test]
fn circular_anchors_are_rejected() {
    let schema = |number: usize| {
        let next = format!("#a{}", (number + 1) % 3_000);
        (
            format!("A{number}"),
            json!({"$anchor": format!("a{number}"), "$ref": next}),
        )
    };
    let mut document = many(3_000, schema);
    document["A"] = json!({"$ref": "#a0"});
    assert_rejected(schemas(document), "the references form a cycle");
}

#[test]
fn long_cycles_stay_within_limits() {
    for around in [
        |next: Value| object(json!({"a": next})),
        |next| json!({"type": "array", "items": next}),
        |next| json!({"additionalProperties": next}),
        |next| json!({"allOf": [next, {"type": "object", "properties": {"a": {"type": "string"}}}]}),
        |next| json!({"oneOf": [next, {"type": "string"}]}),
        |next| json!({"allOf": [next]}),
        |next| next,
    ] {
        let name = |number| {
            if number == 0 {
                "A".to_owned()
            } else {
                format!("A{number}")
            }
        };
        check_limits(schemas(many(200, |number| {
            (name(number), around(reference(&name((number + 1) % 200))))
        })));
    }
}

#[test]
fn bases_with_exponentially_many_ancestors_stay_within_limits() {
    let level = |number: usize| {
        let parents = vec![reference(&format!("L{}", number + 1)); 8];
        (format!("L{number}"), json!({"allOf": parents}))
    };
    let mut all = many(20, level);
    all["L20"] = object(json!({}));
    all["Child"] = object(json!({"a": string()}));
    all["A"] = json!({
        "discriminator": {"propertyName": "kind", "mapping": {"child": "#/components/schemas/Child"}},
        "allOf": [reference("L0")],
    });
    check_limits(schemas(all));
}
