//! Schemas with `allOf` beside the one schema that says the same.

use std::fs;

use codegen::passes::merge_all_of;
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;

use crate::support;

#[test]
fn what_several_schemas_say_is_said_by_one() {
    let faults = support::cases("all_of").into_iter().filter_map(|case| {
        let text = fs::read_to_string(&case).unwrap();
        let name = "document";
        let document = merge_all_of::merge(load(Source { name, text: &text }).unwrap());
        support::compare(&case, "txt", &yaml_writer::write(&document).unwrap())
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_document_that_multiplies_itself_comes_to_an_end() {
    let schemas = (1..60).map(|number| {
        let below = number - 1;
        format!("    A{number}: {{allOf: [{{properties: {{a: {{$ref: '#/components/schemas/A{below}'}}}}}}, {{allOf: [{{$ref: '#/components/schemas/A{below}'}}, {{$ref: '#/components/schemas/A{below}'}}]}}]}}\n")
    });
    let text = format!(
        "components:\n  schemas:\n    A0: {{type: object}}\n{}",
        schemas.collect::<String>()
    );
    let name = "document";
    let document = merge_all_of::merge(load(Source { name, text: &text }).unwrap());
    let schema = document.pointer("/components/schemas/A1").unwrap();
    assert!(schema.get("allOf").is_none());
}
