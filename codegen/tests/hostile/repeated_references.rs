//! Components that many places refer to.

use super::*;

/// The number of references and the length of the text that they refer to. Inlined, the text would be too large.
const MANY: usize = 200;
const LONG: usize = 50_000;

fn long() -> String {
    "word ".repeat(LONG / 5)
}

/// Generates from an object whose properties all refer to one schema.
fn check_references_to(schema: Value, around: impl Fn(Value) -> Value) {
    let object = properties(MANY, |_| around(reference("B")));
    assert_generated(schemas(json!({"A": object, "B": schema})));
}

/// Generates from a document with many copies of its operation.
fn check_operations(mut document: Value, make: impl Fn(&mut Value)) {
    let mut operation = document["paths"]["/a"]["get"].take();
    make(&mut operation);
    document["paths"] = many(MANY, |number| {
        let mut operation = operation.clone();
        operation["operationId"] = json!(format!("Get{number}"));
        (format!("/a{number}"), json!({"put": operation}))
    });
    assert_generated(document.to_string());
}

#[test]
fn references_to_long_annotations_are_generated() {
    for keyword in ["description", "default", "example", "pattern"] {
        let mut schema = string();
        schema[keyword] = json!(long());
        check_references_to(schema.clone(), |to| to);
        check_references_to(schema, |to| json!({"type": "array", "items": to}));
    }
    let annotated = json!({"allOf": [reference("C")], "description": long(), "default": long(), "example": long()});
    let object = properties(MANY, |_| reference("B"));
    assert_generated(schemas(json!({"A": object, "B": annotated, "C": string()})));
}

#[test]
fn references_to_large_number_enums_are_generated() {
    let numbers: Vec<usize> = (0..LONG / 5).collect();
    check_references_to(json!({"type": "integer", "enum": numbers}), |to| to);
    check_references_to(json!({"type": "number", "enum": numbers}), |to| to);
}

#[test]
fn references_to_large_string_enums_are_generated() {
    let values: Vec<String> = (0..LONG / 20)
        .map(|number| format!("value{number}"))
        .collect();
    check_references_to(json!({"type": "string", "enum": values}), |to| to);
}

#[test]
fn list_with_many_references_to_its_body_is_generated() {
    let mut body = properties(MANY, |_| reference("A"));
    body["properties"]["rooms"] = json!({"type": "array", "items": string()});
    assert_generated(schemas(json!({"A": body})));
}

#[test]
fn all_of_references_to_long_base_stay_within_limits() {
    let base = object(json!({"a": {"type": "string", "description": long()}}));
    let child = |number: usize| {
        let own = object(json!({format!("p{number}"): string()}));
        json!({"allOf": [reference("B"), own]})
    };
    check_limits(schemas(json!({"A": properties(MANY, child), "B": base})));
}

#[test]
fn references_to_long_parameters_are_generated() {
    for keyword in ["description", "example"] {
        let mut parameter = json!({"name": "b", "in": "query", "schema": {"type": "string"}});
        parameter[keyword] = json!(long());
        let mut document = api(json!({"A": string()}));
        document["components"]["parameters"] = json!({"B": parameter});
        check_operations(document, |operation| {
            operation["parameters"] = json!([{"$ref": "#/components/parameters/B"}]);
        });
    }
}

#[test]
fn references_to_long_responses_are_generated() {
    let mut document = api(json!({"A": string()}));
    document["components"]["responses"] = json!({"B": {"description": long()}});
    check_operations(document, |operation| {
        let response = json!({"$ref": "#/components/responses/B"});
        operation["responses"]["202"] = response.clone();
        operation["responses"]["404"] = response;
    });
}

#[test]
fn references_to_long_bodies_are_generated() {
    let field = json!({"type": "string", "description": long(), "example": long()});
    let document = api(json!({"A": {"type": "string"}, "B": object(json!({"b": field}))}));
    check_operations(document, |operation| {
        operation["requestBody"] =
            json!({"content": {"application/json": {"schema": reference("B")}}});
    });
}

#[test]
fn bodies_with_many_fields_are_generated_or_rejected() {
    let document = || api(json!({"A": string(), "B": properties(2 * MANY, |_| string())}));
    for media_type in ["application/json", "application/x-www-form-urlencoded"] {
        check_operations(document(), |operation| {
            operation["requestBody"] = json!({"content": {media_type: {"schema": reference("B")}}});
        });
    }
    for schema in [reference("B"), json!({"oneOf": [reference("B")]})] {
        let mut document = document();
        let mut operation = document["paths"]["/a"]["get"].take();
        operation["requestBody"] = json!({"content": {"multipart/form-data": {"schema": schema}}});
        document["paths"] = json!({"/a": {"put": operation}});
        assert_rejected(document.to_string(), "the maximum is 100");
    }
}

#[test]
fn overlay_through_references_to_wide_schema_is_applied() {
    const WIDE: usize = 5 * MANY;
    let [a, b] = [
        properties(WIDE, |_| reference("B")),
        properties(WIDE, |_| string()),
    ];
    let target = "$.components.schemas.A.properties[*].properties[*]";
    let overlay = json!({"overlay": "1.0.0", "actions": [{"target": target, "update": {}}]});
    let document = schemas(json!({"A": a, "B": b}));
    let error = check_limits_with_overlay(&document, Some(&overlay.to_string()));
    assert_eq!(error, None);
}

#[test]
fn references_to_long_path_items_are_rejected() {
    let mut document = api(json!({"A": string()}));
    document["paths"] = many(MANY, |number| {
        let reference = json!({"$ref": "#/components/pathItems/B"});
        (format!("/{number}"), reference)
    });
    let operation = json!({"description": long(), "responses": {}});
    document["components"]["pathItems"] = json!({"B": {"get": operation}});
    assert_rejected(document.to_string(), "#/components/pathItems/B");
}

#[test]
fn callback_that_contains_itself_is_rejected() {
    let mut document = api(json!({"A": string()}));
    let callbacks: Value = json!({"b": {"$ref": "#/components/callbacks/B"}, "c": {"$ref": "#/components/callbacks/B"}});
    document["components"]["callbacks"] =
        json!({"B": {"{$url}": {"post": {"callbacks": callbacks, "responses": {}}}}});
    document["paths"]["/a"]["get"]["callbacks"] = callbacks;
    assert!(check_limits(document.to_string()).is_some());
}
