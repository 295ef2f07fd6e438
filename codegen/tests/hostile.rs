//! Documents that are made to harm: each ends with an error or with code, in memory and code in proportion to its size.
//!
//! What takes too much time takes it to make something, as far as is known: that is what is measured, since a clock tells more
//! of the machine than of the generator.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

#[path = "it/support/pipeline.rs"]
mod pipeline;

use std::sync::{Mutex, PoisonError};

use codegen::diagnostics::Mode;
use peak_alloc::PeakAlloc;
use serde_json::{Map, Value, json};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many times the size of its text a document may take, beside what a small one takes.
const FACTOR: usize = 500;
const LEAST: usize = 64 << 20;

/// How many times the size of its text the code for a document may have, beside what a small one has.
const CODE_FACTOR: usize = 60;
const LEAST_CODE: usize = 64 << 10;

/// One document at a time, so that each is measured by itself.
static TURN: Mutex<()> = Mutex::new(());

/// Takes a document in both modes; gives what was said, where it is refused strictly.
#[track_caller]
fn outcome(text: impl Into<String>) -> Option<String> {
    outcome_with(text.into(), None)
}

#[track_caller]
fn outcome_with(text: String, overlay: Option<String>) -> Option<String> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let size = text.len() + overlay.as_ref().map_or(0, String::len);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let [strict, lenient] = [Mode::Strict, Mode::Lenient].map(|mode| {
        let generated = pipeline::take(&text, overlay.as_deref(), mode)?;
        Ok::<usize, String>(generated.files.values().map(String::len).sum())
    });
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(
        peak < LEAST + FACTOR * size,
        "{peak} bytes for a document of {size}"
    );
    for code in [&strict, &lenient].into_iter().flatten() {
        assert!(
            *code < LEAST_CODE + CODE_FACTOR * size,
            "{code} bytes of code for a document of {size}"
        );
    }
    strict.err()
}

#[track_caller]
fn refused(text: impl Into<String>, cause: &str) {
    match outcome(text) {
        Some(told) => assert!(told.contains(cause), "{told}"),
        None => panic!("this is taken, and was to be refused for: {cause}"),
    }
}

#[track_caller]
fn taken(text: impl Into<String>) {
    if let Some(told) = outcome(text) {
        panic!("{told}");
    }
}

/// A document whose one operation answers with `#/components/schemas/A`.
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

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// So many members, each made by its number.
fn many(count: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object(Map::from_iter((0..count).map(member)))
}

/// A schema so deep, written as text, since no value that deep could be dropped.
fn nested(depth: usize, begin: &str, middle: &str, end: &str) -> String {
    let mark = json!("the schema");
    let text = schemas(json!({ "A": mark }));
    let schema = format!("{}{middle}{}", begin.repeat(depth), end.repeat(depth));
    text.replace(&mark.to_string(), &schema)
}

mod aliases {
    use super::*;

    const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";

    /// Each line stands for several of the line before.
    fn bomb(begin: &str, line: impl Fn(usize) -> String) -> String {
        let lines = (1..60).map(line).collect::<String>();
        format!("{HEAD}{begin}{lines}")
    }

    #[test]
    fn of_lists_that_multiply() {
        let line = |number| {
            let last = number - 1;
            let aliases = vec![format!("*a{last}"); 9].join(",");
            format!("x-a{number}: &a{number} [{aliases}]\n")
        };
        refused(
            bomb("x-a0: &a0 [boo]\n", line),
            "far more of it than is written",
        );
    }

    #[test]
    fn of_mappings_that_multiply() {
        let line = |number| {
            let last = number - 1;
            format!("x-a{number}: &a{number} {{a: *a{last}, b: *a{last}}}\n")
        };
        refused(bomb("x-a0: &a0 {a: b}\n", line), "");
    }

    #[test]
    fn of_merged_mappings_that_multiply() {
        let line = |number| {
            let last = number - 1;
            format!("x-a{number}: &a{number} {{<<: *a{last}, b{number}: *a{last}}}\n")
        };
        refused(bomb("x-a0: &a0 {a: b}\n", line), "");
    }

    #[test]
    fn of_one_long_text() {
        let text = format!(
            "{HEAD}x-a: &a {}\nx-b: [{}]\n",
            "a".repeat(100_000),
            "*a,".repeat(100_000)
        );
        refused(text, "far more of it than is written");
    }

    #[test]
    fn of_anchors_within_anchors() {
        let anchors: String = (0..100).map(|number| format!("&a{number} [")).collect();
        let text = format!(
            "{HEAD}x-a: {anchors}{}{}\n",
            "a".repeat(1_000_000),
            "]".repeat(100)
        );
        // Nothing refers to them, so they multiply nothing.
        refused(text, "has no Server Object");
    }

    #[test]
    fn that_contain_themselves() {
        for text in ["[*a]", "{<<: *a}"] {
            refused(
                format!("{HEAD}x-a: &a {text}\n"),
                "the alias `*a` stands within `&a`",
            );
        }
    }
}

mod cycles {
    use super::*;

    #[test]
    fn of_references_to_themselves() {
        refused(
            schemas(json!({"A": reference("A")})),
            "is a circular reference",
        );
        refused(
            schemas(json!({"A": reference("B"), "B": reference("A")})),
            "is a circular reference",
        );
    }

    #[test]
    fn through_every_keyword_that_holds_schemas() {
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
            refused(schemas(json!({"A": schema})), "#/components/schemas/A");
        }
        taken(schemas(json!({"A": object(json!({"a": reference("A")}))})));
    }

    #[test]
    fn of_two_schemas_through_all_of() {
        let around = |name: &str| json!({"allOf": [reference(name), object(json!({"a": {"type": "string"}}))]});
        outcome(schemas(json!({"A": around("B"), "B": around("A")})));
        outcome(schemas(
            json!({"A": {"allOf": [reference("B")]}, "B": {"allOf": [reference("A")]}}),
        ));
        outcome(schemas(
            json!({"A": {"allOf": [{"allOf": [reference("A")]}]}}),
        ));
    }

    #[test]
    fn of_discriminators() {
        let union = json!({
            "oneOf": [reference("A"), reference("B")],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A", "b": "B"}},
        });
        outcome(schemas(
            json!({"A": union, "B": {"allOf": [reference("A")]}}),
        ));
        outcome(schemas(
            json!({"A": union, "B": object(json!({"kind": {"type": "string"}, "a": reference("A")}))}),
        ));
    }

    #[test]
    fn of_other_components() {
        for kind in [
            "parameters",
            "responses",
            "requestBodies",
            "headers",
            "callbacks",
            "links",
            "examples",
        ] {
            let mut document = api(json!({"A": {"type": "string"}}));
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
            let told = outcome(document.to_string());
            // Of the others, nothing is made.
            if matches!(kind, "parameters" | "responses" | "requestBodies") {
                assert!(told.unwrap().contains("is a circular reference"), "{kind}");
            }
        }
    }

    #[test]
    fn of_paths() {
        let mut document = api(json!({"A": {"type": "string"}}));
        document["paths"]["/b"] = json!({"$ref": "#/paths/~1b"});
        assert!(outcome(document.to_string()).is_some());
    }

    #[test]
    fn of_references_into_the_middle() {
        outcome(schemas(
            json!({"A": object(json!({"a": {"$ref": "#/components/schemas/A/properties/a"}}))}),
        ));
        let a = json!({"$ref": "#/components/schemas/A/properties/b"});
        let b = json!({"$ref": "#/components/schemas/A/properties/a"});
        outcome(schemas(json!({"A": object(json!({"a": a, "b": b}))})));
        outcome(schemas(
            json!({"A": {"items": {"$ref": "#/components/schemas/A/items/items"}}}),
        ));
    }

    #[test]
    fn of_pointers_over_references() {
        let round = |number| {
            let long = "c".repeat(500);
            let reference = format!("#/components/schemas/A/properties/b/{long}/{number}");
            (format!("p{number}"), json!({"$ref": reference}))
        };
        let b = json!({"$ref": "#/components/schemas/A/properties/b/c"});
        let mut properties = many(2_000, round);
        properties["b"] = b;
        refused(
            schemas(json!({"A": object(properties)})),
            "is part of a cycle",
        );
    }

    #[test]
    fn of_anchors() {
        let schema = |number: usize| {
            let next = format!("#a{}", (number + 1) % 3_000);
            (
                format!("A{number}"),
                json!({"$anchor": format!("a{number}"), "$ref": next}),
            )
        };
        let mut document = many(3_000, schema);
        document["A"] = json!({"$ref": "#a0"});
        refused(schemas(document), "is a circular reference");
    }

    #[test]
    fn of_many_schemas() {
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
            outcome(schemas(many(200, |number| {
                (name(number), around(reference(&name((number + 1) % 200))))
            })));
        }
    }
}

mod chains {
    use super::*;

    const LENGTH: usize = 200;

    /// Each schema refers to the next, and the first has a property for each.
    fn chain(length: usize, around: impl Fn(Value) -> Value) -> String {
        let name = |number| format!("A{number}");
        let mut all = many(length, |number| {
            (name(number), around(reference(&name(number + 1))))
        });
        all[&name(length)] = json!({"type": "string"});
        all["A"] = object(many(length, |number| {
            (format!("p{number}"), reference(&name(number)))
        }));
        schemas(all)
    }

    #[test]
    fn of_references() {
        outcome(chain(LENGTH, |next| next));
    }

    #[test]
    fn of_words_for_references() {
        outcome(chain(LENGTH, |next| json!({"allOf": [next]})));
    }

    #[test]
    fn of_all_of() {
        outcome(chain(
            LENGTH,
            |next| json!({"allOf": [next, object(json!({"a": {"type": "string"}}))]}),
        ));
    }

    #[test]
    fn of_lists() {
        outcome(chain(
            LENGTH,
            |next| json!({"type": "array", "items": next}),
        ));
    }

    #[test]
    fn of_unions() {
        outcome(chain(
            LENGTH,
            |next| json!({"oneOf": [next, {"type": "boolean"}]}),
        ));
    }
}

mod nesting {
    use super::*;

    const DEPTH: usize = 10_000;
    const TOLD: &str = "nested more than 127 deep";

    #[test]
    fn of_json() {
        for (begin, end) in [
            (r#"{"type":"object","properties":{"a":"#, "}}"),
            (r#"{"type":"array","items":"#, "}"),
            (r#"{"allOf":["#, "]}"),
            ("[", "]"),
        ] {
            refused(nested(DEPTH, begin, "{}", end), TOLD);
        }
    }

    #[test]
    fn of_yaml_in_brackets() {
        for (begin, end) in [("{a: ", "}"), ("[", "]"), ("[{a: ", "}]")] {
            refused(
                format!("a: {}{}", begin.repeat(DEPTH), end.repeat(DEPTH)),
                TOLD,
            );
            refused(format!("a: {}", begin.repeat(DEPTH * 10)), TOLD);
        }
        refused("- ".repeat(DEPTH), TOLD);
        refused("? ".repeat(DEPTH), "");
    }

    #[test]
    fn of_yaml_by_indentation() {
        let lines: String = (0..2_000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        refused(lines, TOLD);
    }

    #[test]
    fn as_deep_as_it_may_be() {
        // Beside the schemas, four objects stand around them.
        outcome(nested(
            61,
            r#"{"type":"object","properties":{"a":"#,
            r#"{"type":"string"}"#,
            "}}",
        ));
        outcome(nested(61, r#"{"allOf":["#, r#"{"type":"string"}"#, "]}"));
        outcome(nested(61, r#"{"oneOf":["#, r#"{"type":"string"}"#, "]}"));
        outcome(nested(
            120,
            r#"{"type":"array","items":"#,
            r#"{"type":"string"}"#,
            "}",
        ));
        outcome(nested(
            120,
            r#"{"additionalProperties":"#,
            r#"{"type":"string"}"#,
            "}",
        ));
        outcome(nested(120, r#"{"not":"#, r#"{"type":"string"}"#, "}"));
    }

    #[test]
    fn by_an_overlay() {
        let actions = (0..100).map(|number| {
            let place = "['x-a']".repeat(number * 50);
            let mut update = json!({});
            for _ in 0..50 {
                update = json!({"x-a": update});
            }
            json!({"target": format!("${place}"), "update": update})
        });
        let overlay = json!({"overlay": "1.0.0", "actions": actions.collect::<Vec<_>>()});
        let told = outcome_with(
            schemas(json!({"A": {"type": "string"}})),
            Some(overlay.to_string()),
        );
        assert!(told.unwrap().contains(TOLD));
    }
}

mod sizes {
    use super::*;

    const MANY: usize = 2_000;

    #[test]
    fn of_a_description() {
        let text = "*A* [line]\n".repeat(40_000);
        taken(schemas(
            json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
        ));
        for mark in ["*", "[", "`", "<", "> ", "- ", "![", "_a", "&"] {
            let text = mark.repeat(5_000);
            taken(schemas(
                json!({"A": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}),
            ));
        }
    }

    #[test]
    fn of_an_enum() {
        let values: Vec<String> = (0..4_000).map(|number| format!("value_{number}")).collect();
        taken(schemas(
            json!({"A": object(json!({"a": {"type": "string", "enum": values}}))}),
        ));
    }

    #[test]
    fn of_an_enum_whose_values_are_one() {
        let values = (0..MANY).map(|number| {
            format!(
                "a{}",
                "-".repeat(number % 100 + 1) + &"_".repeat(number / 100)
            )
        });
        outcome(schemas(
            json!({"A": object(json!({"a": {"type": "string", "enum": values.collect::<Vec<_>>()}}))}),
        ));
    }

    #[test]
    fn of_an_object() {
        taken(schemas(
            json!({"A": object(many(2_000, |number| (format!("p{number}"), json!({"type": "string"}))))}),
        ));
    }

    #[test]
    fn of_what_is_required() {
        let names: Vec<String> = (0..MANY).map(|number| format!("p{number}")).collect();
        let properties = many(MANY, |number| (format!("p{number}"), json!({})));
        let schema = json!({"type": "object", "required": names, "properties": properties});
        outcome(schemas(json!({"A": object(json!({"a": schema}))})));
        let named = json!({"type": "object", "required": names});
        let mut others = names.clone();
        others.reverse();
        let all_of = json!({"allOf": [named, {"type": "object", "required": others}]});
        outcome(schemas(json!({"A": all_of})));
    }

    #[test]
    fn of_all_of() {
        let part = |number: usize| object(json!({format!("p{number}"): {"type": "string"}}));
        let parts: Vec<Value> = (0..1_000).map(part).collect();
        outcome(schemas(json!({"A": {"allOf": parts}})));
        let base = object(many(200, |number| {
            (format!("p{number}"), json!({"type": "string"}))
        }));
        let parts = vec![reference("B"); 200];
        outcome(schemas(json!({"A": {"allOf": parts}, "B": base})));
        let child = |number: usize| json!({"allOf": [reference("B"), part(number)]});
        let mut all = many(200, |number| (format!("C{number}"), child(number)));
        all["B"] = base;
        all["A"] = object(many(200, |number| {
            (format!("c{number}"), reference(&format!("C{number}")))
        }));
        outcome(schemas(all));
    }

    #[test]
    fn of_what_all_of_has_in_common() {
        let values = |step: usize| {
            (0..MANY)
                .map(|number| format!("v{}", number * step))
                .collect::<Vec<_>>()
        };
        let schema = json!({"allOf": [{"type": "string", "enum": values(1)}, {"type": "string", "enum": values(2)}]});
        outcome(schemas(json!({"A": object(json!({"a": schema}))})));
    }

    #[test]
    fn of_a_union() {
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
        outcome(schemas(all));
    }

    #[test]
    fn of_names() {
        let long = "a".repeat(100_000);
        outcome(schemas(
            json!({"A": object(json!({long.as_str(): {"type": "string"}}))}),
        ));
        outcome(schemas(
            json!({"A": object(json!({long.as_str(): object(many(500, |number| (format!("p{number}"), json!({}))))}))}),
        ));
        outcome(schemas(
            json!({"A": object(json!({"a": {"type": "string", "enum": [long]}}))}),
        ));
        let mut document = api(
            json!({"A": object(many(500, |number| (format!("p{number}"), object(json!({"a": {}})))))}),
        );
        document["paths"]["/a"]["get"]["operationId"] = json!(long);
        outcome(document.to_string());
        document["paths"]["/a"]["get"]["operationId"] = json!("Get");
        document["paths"]["/a"]["get"]["tags"] = json!([long]);
        outcome(document.to_string());
        document["info"]["title"] = json!(long);
        outcome(document.to_string());
        document["paths"] = json!({format!("/{long}"): document["paths"]["/a"]});
        outcome(document.to_string());
    }

    #[test]
    fn of_names_that_are_one() {
        let name = |number: usize| format!("a{}", "_".repeat(number));
        outcome(schemas(
            json!({"A": object(many(500, |number| (name(number), json!({"type": "string"}))))}),
        ));
        let mut all = many(500, |number| (name(number), object(json!({"a": {}}))));
        all["A"] = object(many(200, |number| {
            (format!("p{number}"), reference(&name(number)))
        }));
        outcome(schemas(all));
    }

    #[test]
    fn of_references_into_the_middle() {
        // Places whose names are the same when what is no letter is left out.
        let place = |number: usize| format!("{}", char::from_u32(0x4E00 + number as u32).unwrap());
        let properties = many(MANY, |number| (place(number), json!({"type": "string"})));
        let references = many(MANY, |number| {
            (
                format!("r{number}"),
                json!({"$ref": format!("#/components/schemas/B/properties/{}", place(number))}),
            )
        });
        outcome(schemas(
            json!({"A": object(references), "B": object(properties)}),
        ));
    }

    #[test]
    fn of_paths_and_parameters() {
        let mut document = api(json!({"A": {"type": "string"}}));
        let template = "/{a}".repeat(1_000);
        document["paths"] = json!({template: document["paths"]["/a"]});
        outcome(document.to_string());
        let mut document = api(json!({"A": {"type": "string"}}));
        let parameter = |number: usize| json!({"name": format!("p{number}"), "in": "query", "schema": {"type": "string"}});
        document["paths"]["/a"]["get"]["parameters"] = (0..1_000).map(parameter).collect();
        outcome(document.to_string());
    }
}

mod multiplications {
    use super::*;

    /// How often each text is referred to, and how long it is: together far more than the document has.
    const MANY: usize = 200;
    const LONG: usize = 50_000;

    fn long() -> String {
        "word ".repeat(LONG / 5)
    }

    /// An object whose properties all refer to one schema, each in the same way.
    fn of_references_to(schema: Value, around: impl Fn(Value) -> Value) {
        let properties = many(MANY, |number| {
            (format!("p{number}"), around(reference("B")))
        });
        taken(schemas(json!({"A": object(properties), "B": schema})));
    }

    /// A document of many operations, each made of the one that there is.
    fn of_operations(mut document: Value, make: impl Fn(&mut Value)) {
        let mut operation = document["paths"]["/a"]["get"].take();
        make(&mut operation);
        document["paths"] = many(MANY, |number| {
            let mut operation = operation.clone();
            operation["operationId"] = json!(format!("Get{number}"));
            (format!("/a{number}"), json!({"put": operation}))
        });
        taken(document.to_string());
    }

    #[test]
    fn of_what_schemas_say() {
        for keyword in ["description", "default", "example", "pattern"] {
            let mut schema = json!({"type": "string"});
            schema[keyword] = json!(long());
            of_references_to(schema.clone(), |to| to);
            of_references_to(schema, |to| json!({"type": "array", "items": to}));
        }
        let said = json!({"allOf": [reference("C")], "description": long(), "default": long(), "example": long()});
        let properties = many(MANY, |number| (format!("p{number}"), reference("B")));
        taken(schemas(
            json!({"A": object(properties), "B": said, "C": {"type": "string"}}),
        ));
    }

    #[test]
    fn of_numbers() {
        let numbers: Vec<usize> = (0..LONG / 5).collect();
        of_references_to(json!({"type": "integer", "enum": numbers}), |to| to);
        of_references_to(json!({"type": "number", "enum": numbers}), |to| to);
    }

    #[test]
    fn of_values_of_enums() {
        let values: Vec<String> = (0..LONG / 20)
            .map(|number| format!("value{number}"))
            .collect();
        of_references_to(json!({"type": "string", "enum": values}), |to| to);
    }

    #[test]
    fn of_bases() {
        let base = object(json!({"a": {"type": "string", "description": long()}}));
        let child = |number: usize| {
            let own = object(json!({format!("p{number}"): {"type": "string"}}));
            (
                format!("p{number}"),
                json!({"allOf": [reference("B"), own]}),
            )
        };
        outcome(schemas(json!({"A": object(many(MANY, child)), "B": base})));
    }

    #[test]
    fn of_parameters() {
        for keyword in ["description", "example"] {
            let mut parameter = json!({"name": "b", "in": "query", "schema": {"type": "string"}});
            parameter[keyword] = json!(long());
            let mut document = api(json!({"A": {"type": "string"}}));
            document["components"]["parameters"] = json!({"B": parameter});
            of_operations(document, |operation| {
                operation["parameters"] = json!([{"$ref": "#/components/parameters/B"}]);
            });
        }
    }

    #[test]
    fn of_responses() {
        let mut document = api(json!({"A": {"type": "string"}}));
        document["components"]["responses"] = json!({"B": {"description": long()}});
        of_operations(document, |operation| {
            let response = json!({"$ref": "#/components/responses/B"});
            operation["responses"]["202"] = response.clone();
            operation["responses"]["404"] = response;
        });
    }

    #[test]
    fn of_bodies() {
        let field = json!({"type": "string", "description": long(), "example": long()});
        let document = api(json!({"A": {"type": "string"}, "B": object(json!({"b": field}))}));
        of_operations(document, |operation| {
            operation["requestBody"] =
                json!({"content": {"application/json": {"schema": reference("B")}}});
        });
    }

    #[test]
    fn of_bodies_with_many_fields() {
        let fields = || {
            many(10 * MANY, |number| {
                (format!("p{number}"), json!({"type": "string"}))
            })
        };
        let document = || api(json!({"A": {"type": "string"}, "B": object(fields())}));
        for media_type in ["application/json", "application/x-www-form-urlencoded"] {
            of_operations(document(), |operation| {
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
            refused(document.to_string(), "the maximum is 100");
        }
    }
}

mod texts {
    use super::*;

    const SHARP: [&str; 16] = [
        "*/", "/*", "\"#", "\"####", "\u{202e}", "\n", "\r", "]", "r#", "r#crate", "../../x", "\0",
        "\\", "{}", "'static", "#![x]",
    ];

    fn sharp(text: &str) -> Value {
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
    fn that_break_out_of_where_they_stand() {
        for text in SHARP {
            outcome(sharp(text).to_string());
            let mut lenient = sharp(text);
            // What goes on even so.
            lenient["servers"][0]["url"] = json!("https://api.example.com");
            outcome(lenient.to_string());
        }
    }

    #[test]
    fn that_lead_out_of_the_directory() {
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
            outcome(sharp(text).to_string());
            let mut document = api(json!({"A": {"type": "string"}}));
            document["paths"]["/a"]["get"]["x-sdk-resource"] = json!(text);
            outcome(document.to_string());
        }
    }
}

mod spellings {
    use super::*;

    fn yaml(schema: &str) -> String {
        let text = schemas(json!({"A": "the schema"}));
        let text = text.replace("\"the schema\"", schema);
        // In YAML, every JSON document is one of its own, behind something that JSON does not know.
        format!("# A comment.\n{text}")
    }

    #[test]
    fn of_numbers() {
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
                outcome(yaml(&format!(
                    "{{type: {kind}, minimum: {number}, maximum: {number}, multipleOf: {number}}}"
                )));
                outcome(yaml(&format!(
                    "{{type: {kind}, enum: [{number}], default: {number}, example: {number}}}"
                )));
            }
            outcome(yaml(&format!(
                "{{type: string, minLength: {number}, maxLength: {number}}}"
            )));
            outcome(yaml(&format!(
                "{{type: array, items: {{}}, minItems: {number}, maxItems: {number}}}"
            )));
        }
    }

    #[test]
    fn of_whole_files() {
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
            refused(text, "names no version");
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
            assert!(outcome(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn of_lines() {
        let text = yaml("{type: object, properties: {a: {type: string}}}");
        taken(text.replace('\n', "\r\n"));
        taken(format!("\u{feff}{text}"));
        let json = schemas(json!({"A": {"type": "string"}}));
        taken(format!("\u{feff}{json}"));
    }

    #[test]
    fn of_keys() {
        taken(yaml(
            "{type: object, properties: {y: {type: string}, no: {type: string}, 200: {type: string}, 1.5: {type: string}, ~: {type: string}, true: {type: string}}}",
        ));
        refused(
            yaml("{type: object, type: string}"),
            "the key `type` is given twice",
        );
        refused(yaml("{? [a, b] : c}"), "a key that is text");
        refused(yaml("!mine {type: string}"), "the tag");
    }
}
