//! Merging the branches of `allOf` into one schema.

use codegen::passes::merge_all_of::merge;
use serde_json::json;

use crate::support::{check_cases, parse, read, yaml_or_error};

#[test]
fn merge_returns_expected_documents() {
    check_cases("merge_all_of", "txt", |case| {
        yaml_or_error(Ok(merge(parse(&read(case)))))
    });
}

#[test]
fn merge_of_many_branches_with_one_property_merges_its_schemas() {
    let branches: String = (0..200)
        .map(|number| format!("{{properties: {{a: {{maxLength: {number}}}}}}}, "))
        .collect();
    let text = format!("components: {{schemas: {{A: {{allOf: [{branches}]}}}}}}");
    let document = merge(parse(&text));
    let property = document.pointer("/components/schemas/A/properties/a");
    assert_eq!(property, Some(&json!({"maxLength": 0})));
}

#[test]
fn merge_of_exponential_all_of_terminates() {
    let schemas: String = (1..60)
        .map(|number| {
            let reference = format!("{{$ref: '#/components/schemas/A{}'}}", number - 1);
            format!(
                "    A{number}: {{allOf: [{{properties: {{a: {reference}}}}}, {{allOf: [{reference}, {reference}]}}]}}\n"
            )
        })
        .collect();
    let text = format!("components:\n  schemas:\n    A0: {{type: object}}\n{schemas}");
    let document = merge(parse(&text));
    let schema = document.pointer("/components/schemas/A1").unwrap();
    assert!(schema.get("allOf").is_none());
}
