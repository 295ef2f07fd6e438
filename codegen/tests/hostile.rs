//! Malicious documents: each is rejected or generated, with memory and code in proportion to its size.
//!
//! The tests don't measure time, which depends on the machine: work that takes too long also creates too many values.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed assumption of a test should fail the test"
)]

#[path = "it/support/invariants.rs"]
mod invariants;

use std::sync::{Mutex, PoisonError};

use codegen::diagnostics::Mode;
use peak_alloc::PeakAlloc;
use serde_json::{Map, Value, json};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The memory that generating may use: a constant, and a multiple of the size of the document.
const MEMORY_BASE: usize = 64 << 20;
const MEMORY_FACTOR: usize = 500;

/// The size that the code may have: a constant, and a multiple of the size of the document.
const CODE_BASE: usize = 64 << 10;
const CODE_FACTOR: usize = 60;

/// Serialises the tests, so that each document is measured by itself.
static LOCK: Mutex<()> = Mutex::new(());

/// Generates from a document in both modes and checks the limits. Returns the error of strict mode.
#[track_caller]
fn check_limits(text: impl Into<String>) -> Option<String> {
    check_limits_with_overlay(&text.into(), None)
}

#[track_caller]
fn check_limits_with_overlay(text: &str, overlay: Option<&str>) -> Option<String> {
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let size = text.len() + overlay.map_or(0, str::len);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let [strict, lenient] = [Mode::Strict, Mode::Lenient].map(|mode| {
        let generated = invariants::generate(text, overlay, mode)?;
        Ok::<usize, String>(generated.files.values().map(String::len).sum())
    });
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(
        peak < MEMORY_BASE + MEMORY_FACTOR * size,
        "{peak} bytes of memory for a document of {size} bytes"
    );
    for code in [&strict, &lenient].into_iter().flatten() {
        assert!(
            *code < CODE_BASE + CODE_FACTOR * size,
            "{code} bytes of code for a document of {size} bytes"
        );
    }
    strict.err()
}

#[track_caller]
fn assert_rejected(text: impl Into<String>, expected: &str) {
    match check_limits(text) {
        Some(error) => assert!(error.contains(expected), "{error}"),
        None => panic!("expected an error with `{expected}`"),
    }
}

#[track_caller]
fn assert_generated(text: impl Into<String>) {
    if let Some(error) = check_limits(text) {
        panic!("{error}");
    }
}

/// Returns a document with these schemas, whose only operation returns `#/components/schemas/A`.
fn api(schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Hostile", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{"bearer": []}],
        "paths": {"/a": {"get": {
            "operationId": "Get", "tags": ["a"],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": reference("A")}}}},
        }}},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
    })
}

fn schemas(schemas: Value) -> String {
    api(schemas).to_string()
}

/// Returns a document whose schema `A` has this schema as a property.
fn property(schema: Value) -> String {
    schemas(json!({"A": object(json!({ "a": schema }))}))
}

fn string() -> Value {
    json!({"type": "string"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// Returns an object with a number of members.
fn many(count: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object(Map::from_iter((0..count).map(member)))
}

/// Returns an object with the properties `p0`, `p1` …
fn properties(count: usize, schema: impl Fn(usize) -> Value) -> Value {
    object(many(count, |number| (format!("p{number}"), schema(number))))
}

/// Returns a document whose schema `A` is this text.
fn schema_text(schema: &str) -> String {
    schemas(json!({"A": "the schema"})).replace("\"the schema\"", schema)
}

/// Returns a document with a nested schema. It is text because dropping a deep `Value` overflows the stack.
fn nested(depth: usize, begin: &str, middle: &str, end: &str) -> String {
    schema_text(&format!(
        "{}{middle}{}",
        begin.repeat(depth),
        end.repeat(depth)
    ))
}

mod aliases {
    use super::*;

    const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";

    /// Returns a document in which each line has several aliases of the line before.
    fn bomb(begin: &str, line: impl Fn(usize) -> String) -> String {
        let lines = (1..60).map(line).collect::<String>();
        format!("{HEAD}{begin}{lines}")
    }

    #[test]
    fn exponential_sequences_are_rejected() {
        let line = |number| {
            let last = number - 1;
            let aliases = vec![format!("*a{last}"); 9].join(",");
            format!("x-a{number}: &a{number} [{aliases}]\n")
        };
        assert_rejected(
            bomb("x-a0: &a0 [boo]\n", line),
            "far more of it than is written",
        );
    }

    #[test]
    fn exponential_mappings_are_rejected() {
        let line = |number| {
            let last = number - 1;
            format!("x-a{number}: &a{number} {{a: *a{last}, b: *a{last}}}\n")
        };
        assert_rejected(bomb("x-a0: &a0 {a: b}\n", line), "");
    }

    #[test]
    fn exponential_merge_keys_are_rejected() {
        let line = |number| {
            let last = number - 1;
            format!("x-a{number}: &a{number} {{<<: *a{last}, b{number}: *a{last}}}\n")
        };
        assert_rejected(bomb("x-a0: &a0 {a: b}\n", line), "");
    }

    #[test]
    fn many_aliases_of_long_scalar_are_rejected() {
        let text = format!(
            "{HEAD}x-a: &a {}\nx-b: [{}]\n",
            "a".repeat(100_000),
            "*a,".repeat(100_000)
        );
        assert_rejected(text, "far more of it than is written");
    }

    #[test]
    fn nested_anchors_without_aliases_are_read() {
        let anchors: String = (0..100).map(|number| format!("&a{number} [")).collect();
        let text = format!(
            "{HEAD}x-a: {anchors}{}{}\n",
            "a".repeat(1_000_000),
            "]".repeat(100)
        );
        // The anchors are accepted; the error is another one.
        assert_rejected(text, "has no Server Object");
    }

    #[test]
    fn recursive_aliases_are_rejected() {
        for text in ["[*a]", "{<<: *a}"] {
            assert_rejected(
                format!("{HEAD}x-a: &a {text}\n"),
                "the alias `*a` stands within `&a`",
            );
        }
    }
}

mod cycles {
    use super::*;

    #[test]
    fn references_to_themselves_are_rejected() {
        assert_rejected(
            schemas(json!({"A": reference("A")})),
            "leads only to itself",
        );
        assert_rejected(
            schemas(json!({"A": reference("B"), "B": reference("A")})),
            "leads only to itself",
        );
    }

    #[test]
    fn schemas_recursive_through_every_keyword_stay_within_limits() {
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
            assert_rejected(schemas(json!({"A": schema})), "#/components/schemas/A");
        }
        assert_generated(schemas(json!({"A": object(json!({"a": reference("A")}))})));
    }

    #[test]
    fn all_of_cycles_stay_within_limits() {
        let around = |name: &str| json!({"allOf": [reference(name), object(json!({"a": {"type": "string"}}))]});
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
                assert!(error.unwrap().contains("leads only to itself"), "{kind}");
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
        let mut properties = many(2_000, round);
        properties["b"] = b;
        assert_rejected(schemas(json!({"A": object(properties)})), "or in a circle");
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
        assert_rejected(schemas(document), "leads only to itself");
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
}

mod chains {
    use super::*;

    const LENGTH: usize = 200;

    /// Returns a document in which each schema refers to the next, and `A` has a property for each.
    fn chain(length: usize, around: impl Fn(Value) -> Value) -> String {
        let name = |number| format!("A{number}");
        let mut all = many(length, |number| {
            (name(number), around(reference(&name(number + 1))))
        });
        all[&name(length)] = string();
        all["A"] = properties(length, |number| reference(&name(number)));
        schemas(all)
    }

    #[test]
    fn references_stay_within_limits() {
        check_limits(chain(LENGTH, |next| next));
    }

    #[test]
    fn all_of_with_one_branch_stays_within_limits() {
        check_limits(chain(LENGTH, |next| json!({"allOf": [next]})));
    }

    #[test]
    fn all_of_stays_within_limits() {
        check_limits(chain(
            LENGTH,
            |next| json!({"allOf": [next, object(json!({"a": {"type": "string"}}))]}),
        ));
    }

    #[test]
    fn arrays_stay_within_limits() {
        check_limits(chain(
            LENGTH,
            |next| json!({"type": "array", "items": next}),
        ));
    }

    #[test]
    fn unions_stay_within_limits() {
        check_limits(chain(
            LENGTH,
            |next| json!({"oneOf": [next, {"type": "boolean"}]}),
        ));
    }
}

mod nesting {
    use super::*;

    const DEPTH: usize = 10_000;
    const ERROR: &str = "nested more than 127 deep";

    #[test]
    fn deep_json_is_rejected() {
        for (begin, end) in [
            (r#"{"type":"object","properties":{"a":"#, "}}"),
            (r#"{"type":"array","items":"#, "}"),
            (r#"{"allOf":["#, "]}"),
            ("[", "]"),
        ] {
            assert_rejected(nested(DEPTH, begin, "{}", end), ERROR);
        }
    }

    #[test]
    fn deep_flow_yaml_is_rejected() {
        for (begin, end) in [("{a: ", "}"), ("[", "]"), ("[{a: ", "}]")] {
            assert_rejected(
                format!("a: {}{}", begin.repeat(DEPTH), end.repeat(DEPTH)),
                ERROR,
            );
            assert_rejected(format!("a: {}", begin.repeat(DEPTH * 10)), ERROR);
        }
        assert_rejected("- ".repeat(DEPTH), ERROR);
        assert_rejected("? ".repeat(DEPTH), "");
    }

    #[test]
    fn deep_block_yaml_is_rejected() {
        let lines: String = (0..2_000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        assert_rejected(lines, ERROR);
    }

    #[test]
    fn maximum_depth_stays_within_limits() {
        // The schemas are inside of four other objects.
        check_limits(nested(
            61,
            r#"{"type":"object","properties":{"a":"#,
            r#"{"type":"string"}"#,
            "}}",
        ));
        check_limits(nested(61, r#"{"allOf":["#, r#"{"type":"string"}"#, "]}"));
        check_limits(nested(61, r#"{"oneOf":["#, r#"{"type":"string"}"#, "]}"));
        check_limits(nested(
            120,
            r#"{"type":"array","items":"#,
            r#"{"type":"string"}"#,
            "}",
        ));
        check_limits(nested(
            120,
            r#"{"additionalProperties":"#,
            r#"{"type":"string"}"#,
            "}",
        ));
        check_limits(nested(120, r#"{"not":"#, r#"{"type":"string"}"#, "}"));
    }

    #[test]
    fn overlay_that_nests_too_deep_is_rejected() {
        let actions = (0..100).map(|number| {
            let path = "['x-a']".repeat(number * 50);
            let mut update = json!({});
            for _ in 0..50 {
                update = json!({"x-a": update});
            }
            json!({"target": format!("${path}"), "update": update})
        });
        let overlay = json!({"overlay": "1.0.0", "actions": actions.collect::<Vec<_>>()});
        let document = schemas(json!({"A": string()}));
        let error = check_limits_with_overlay(&document, Some(&overlay.to_string()));
        assert!(error.unwrap().contains(ERROR));
    }
}

mod sizes {
    use super::*;

    const MANY: usize = 2_000;

    #[test]
    fn long_descriptions_are_generated() {
        let text = "*A* [line]\n".repeat(40_000);
        assert_generated(schemas(
            json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
        ));
        for mark in ["*", "[", "`", "<", "> ", "- ", "![", "_a", "&"] {
            let text = mark.repeat(5_000);
            assert_generated(schemas(
                json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
            ));
        }
    }

    #[test]
    fn large_enum_is_generated() {
        let values: Vec<String> = (0..4_000).map(|number| format!("value_{number}")).collect();
        assert_generated(property(json!({"type": "string", "enum": values})));
    }

    #[test]
    fn enum_values_with_equal_names_stay_within_limits() {
        let values = (0..MANY).map(|number| {
            format!(
                "a{}",
                "-".repeat(number % 100 + 1) + &"_".repeat(number / 100)
            )
        });
        check_limits(schemas(
            json!({"A": object(json!({"a": {"type": "string", "enum": values.collect::<Vec<_>>()}}))}),
        ));
    }

    #[test]
    fn large_object_is_generated() {
        assert_generated(schemas(json!({"A": properties(2_000, |_| string())})));
    }

    #[test]
    fn long_required_lists_stay_within_limits() {
        let names: Vec<String> = (0..MANY).map(|number| format!("p{number}")).collect();
        let mut schema = properties(MANY, |_| json!({}));
        schema["required"] = json!(names);
        check_limits(property(schema));
        let named = json!({"type": "object", "required": names});
        let mut others = names.clone();
        others.reverse();
        let all_of = json!({"allOf": [named, {"type": "object", "required": others}]});
        check_limits(schemas(json!({"A": all_of})));
    }

    #[test]
    fn many_all_of_branches_stay_within_limits() {
        let part = |number: usize| object(json!({format!("p{number}"): {"type": "string"}}));
        let parts: Vec<Value> = (0..1_000).map(part).collect();
        check_limits(schemas(json!({"A": {"allOf": parts}})));
        let base = properties(200, |_| string());
        let parts = vec![reference("B"); 200];
        check_limits(schemas(json!({"A": {"allOf": parts}, "B": base})));
        let child = |number: usize| json!({"allOf": [reference("B"), part(number)]});
        let mut all = many(200, |number| (format!("C{number}"), child(number)));
        all["B"] = base;
        all["A"] = properties(200, |number| reference(&format!("C{number}")));
        check_limits(schemas(all));
    }

    #[test]
    fn intersection_of_large_enums_stays_within_limits() {
        let values = |step: usize| {
            (0..MANY)
                .map(|number| format!("v{}", number * step))
                .collect::<Vec<_>>()
        };
        let schema = json!({"allOf": [{"type": "string", "enum": values(1)}, {"type": "string", "enum": values(2)}]});
        check_limits(property(schema));
    }

    #[test]
    fn large_union_stays_within_limits() {
        const MEMBERS: usize = 500;
        let name = |number: usize| format!("B{number}");
        let mut all = many(MEMBERS, |number| {
            (
                name(number),
                object(
                    json!({"kind": {"type": "string"}, format!("p{number}"): {"type": "string"}}),
                ),
            )
        });
        let branches: Vec<Value> = (0..MEMBERS)
            .map(|number| reference(&name(number)))
            .collect();
        let mapping = many(MEMBERS, |number| {
            (format!("b{number}"), json!(name(number)))
        });
        all["A"] = json!({"oneOf": branches, "discriminator": {"propertyName": "kind", "mapping": mapping}});
        check_limits(schemas(all));
    }

    #[test]
    fn long_names_stay_within_limits() {
        let long = "a".repeat(100_000);
        check_limits(schemas(
            json!({"A": object(json!({long.as_str(): {"type": "string"}}))}),
        ));
        check_limits(schemas(
            json!({"A": object(json!({long.as_str(): properties(500, |_| json!({}))}))}),
        ));
        check_limits(property(json!({"type": "string", "enum": [long]})));
        let mut document = api(json!({"A": properties(500, |_| object(json!({"a": {}})))}));
        document["paths"]["/a"]["get"]["operationId"] = json!(long);
        check_limits(document.to_string());
        document["paths"]["/a"]["get"]["operationId"] = json!("Get");
        document["paths"]["/a"]["get"]["tags"] = json!([long]);
        check_limits(document.to_string());
        document["info"]["title"] = json!(long);
        check_limits(document.to_string());
        document["paths"] = json!({format!("/{long}"): document["paths"]["/a"]});
        check_limits(document.to_string());
    }

    #[test]
    fn equal_names_stay_within_limits() {
        let name = |number: usize| format!("a{}", "_".repeat(number));
        check_limits(schemas(
            json!({"A": object(many(500, |number| (name(number), string())))}),
        ));
        let mut all = many(500, |number| (name(number), object(json!({"a": {}}))));
        all["A"] = properties(200, |number| reference(&name(number)));
        check_limits(schemas(all));
    }

    #[test]
    fn references_to_many_subschemas_stay_within_limits() {
        // Names that are equal without their non-ASCII characters.
        let name = |number: usize| format!("{}", char::from_u32(0x4E00 + number as u32).unwrap());
        let properties = many(MANY, |number| (name(number), string()));
        let references = many(MANY, |number| {
            (
                format!("r{number}"),
                json!({"$ref": format!("#/components/schemas/B/properties/{}", name(number))}),
            )
        });
        check_limits(schemas(
            json!({"A": object(references), "B": object(properties)}),
        ));
    }

    #[test]
    fn many_placeholders_and_parameters_stay_within_limits() {
        let mut document = api(json!({"A": string()}));
        let template = "/{a}".repeat(1_000);
        document["paths"] = json!({template: document["paths"]["/a"]});
        check_limits(document.to_string());
        let mut document = api(json!({"A": string()}));
        let parameter = |number: usize| json!({"name": format!("p{number}"), "in": "query", "schema": {"type": "string"}});
        document["paths"]["/a"]["get"]["parameters"] = (0..1_000).map(parameter).collect();
        check_limits(document.to_string());
    }
}

mod repeated_references {
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
        let document = || api(json!({"A": string(), "B": properties(10 * MANY, |_| string())}));
        for media_type in ["application/json", "application/x-www-form-urlencoded"] {
            check_operations(document(), |operation| {
                operation["requestBody"] =
                    json!({"content": {media_type: {"schema": reference("B")}}});
            });
        }
        for schema in [reference("B"), json!({"oneOf": [reference("B")]})] {
            let mut document = document();
            let mut operation = document["paths"]["/a"]["get"].take();
            operation["requestBody"] =
                json!({"content": {"multipart/form-data": {"schema": schema}}});
            document["paths"] = json!({"/a": {"put": operation}});
            assert_rejected(document.to_string(), "the maximum is 100");
        }
    }
}

mod escapes {
    use super::*;

    const TEXTS: [&str; 16] = [
        "*/", "/*", "\"#", "\"####", "\u{202e}", "\n", "\r", "]", "r#", "r#crate", "../../x", "\0",
        "\\", "{}", "'static", "#![x]",
    ];

    /// Returns a document that has the text in every place.
    fn document(text: &str) -> Value {
        let schema = json!({
            "type": "object", "title": text, "description": text, "required": [text],
            "properties": {text: {"type": "string", "enum": [text], "description": text, "default": text, "example": text, "pattern": text}},
        });
        let mut document = api(json!({"A": object(json!({"a": reference(text)})), text: schema}));
        document["info"]["title"] = json!(text);
        document["servers"][0]["url"] = json!(format!("https://{text}"));
        let operation = &mut document["paths"]["/a"]["get"];
        operation["operationId"] = json!(text);
        operation["tags"] = json!([text]);
        operation["summary"] = json!(text);
        operation["description"] = json!(text);
        operation["parameters"] = json!([{"name": text, "in": "query", "description": text, "schema": {"type": "string", "default": text}}]);
        document["paths"][format!("/{text}")] = json!({"post": operation.clone()});
        document["paths"][format!("/{text}")]["post"]["requestBody"] =
            json!({"content": {"application/json": {"schema": reference(text)}}});
        document
    }

    #[test]
    fn rust_syntax_is_escaped() {
        for text in TEXTS {
            check_limits(document(text).to_string());
            let mut lenient = document(text);
            // Lenient mode generates only with a valid server.
            lenient["servers"][0]["url"] = json!("https://api.example.com");
            check_limits(lenient.to_string());
        }
    }

    #[test]
    fn file_paths_stay_in_directory() {
        for text in [
            "..",
            ".",
            "/etc",
            "C:\\",
            "con",
            "CON",
            "nul.txt",
            "lpt1",
            "a/b",
            "a\\b",
            "~",
            "",
            " ",
            "mod",
            "lib",
            "CLOCK$",
            "\u{ff0e}\u{ff0e}",
            "😀",
        ] {
            check_limits(document(text).to_string());
            let mut document = api(json!({"A": string()}));
            document["paths"]["/a"]["get"]["x-sdk-resource"] = json!(text);
            check_limits(document.to_string());
        }
    }
}

mod syntax {
    use super::*;

    fn yaml(schema: &str) -> String {
        // The comment makes it YAML, which JSON is a subset of.
        format!("# A comment.\n{}", schema_text(schema))
    }

    #[test]
    fn extreme_numbers_stay_within_limits() {
        for number in [
            "1e400",
            "-1e400",
            "18446744073709551616",
            "-9223372036854775809",
            "9".repeat(1_000).as_str(),
            ".inf",
            "-.inf",
            ".nan",
            "0x7fffffffffffffffffff",
            "1_000",
            "1e-400",
        ] {
            for kind in ["integer", "number"] {
                check_limits(yaml(&format!(
                    "{{type: {kind}, minimum: {number}, maximum: {number}, multipleOf: {number}}}"
                )));
                check_limits(yaml(&format!(
                    "{{type: {kind}, enum: [{number}], default: {number}, example: {number}}}"
                )));
            }
            check_limits(yaml(&format!(
                "{{type: string, minLength: {number}, maxLength: {number}}}"
            )));
            check_limits(yaml(&format!(
                "{{type: array, items: {{}}, minItems: {number}, maxItems: {number}}}"
            )));
        }
    }

    #[test]
    fn files_without_document_are_rejected() {
        for text in [
            "",
            " ",
            "\n",
            "\u{feff}",
            "#",
            "---",
            "---\n...\n",
            "null",
            "[]",
            "{}",
            "\"\"",
            "0",
            "%YAML 1.2\n---\n",
            "\u{feff}{}",
        ] {
            assert_rejected(text, "names no version");
        }
        for text in [
            "\t",
            "a:\tb",
            "\ta: b",
            "{",
            "}",
            "[",
            "]",
            "\0",
            "\0\0\0\0",
            "\u{7f}\u{1}ELF\u{2}",
            "%",
            "@",
            "`",
            "&",
            "*",
            "!",
            "|",
            ">",
            "? ",
            ": ",
            "- ",
            "a: 'b",
            "a: \"\\q\"",
            "{\"a\":}",
            "{\"a\": 1e999}",
            "[1] [2]",
        ] {
            assert!(check_limits(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn line_endings_and_byte_order_mark_are_read() {
        let text = yaml("{type: object, properties: {a: {type: string}}}");
        assert_generated(text.replace('\n', "\r\n"));
        assert_generated(format!("\u{feff}{text}"));
        let json = schemas(json!({"A": {"type": "string"}}));
        assert_generated(format!("\u{feff}{json}"));
    }

    #[test]
    fn keys_that_are_not_strings_are_read_or_rejected() {
        assert_generated(yaml(
            "{type: object, properties: {y: {type: string}, no: {type: string}, 200: {type: string}, 1.5: {type: string}, ~: {type: string}, true: {type: string}}}",
        ));
        assert_rejected(
            yaml("{type: object, type: string}"),
            "the key `type` is given twice",
        );
        assert_rejected(yaml("{? [a, b] : c}"), "a key that is text");
        assert_rejected(yaml("!mine {type: string}"), "the tag");
    }
}
