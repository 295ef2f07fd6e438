//! Applying an overlay to a document.
//!
//! A case has a `document` and an `overlay`.

use std::path::Path;

use codegen::diagnostics::{Collector, Mode};
use codegen::passes::overlay::Overlay;
use serde_json::{Value, json};

use crate::support::{check_cases, parse, read, yaml_or_error};

fn documents(case: &Path) -> [Value; 2] {
    let case = parse(&read(case));
    ["document", "overlay"].map(|name| case[name].clone())
}

#[test]
fn overlay_returns_expected_documents() {
    check_cases("overlay", "txt", |case| {
        let [mut document, overlay] = documents(case);
        let applied = Overlay::parse(&overlay)
            .and_then(|overlay| overlay.apply(&mut document))
            .and_then(|applied| Collector::new(Mode::Strict).add_unmatched(applied.unmatched));
        yaml_or_error(applied.map(|()| document))
    });
}

#[test]
fn overlay_with_unmatched_targets_applies_the_other_actions() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlay");
    let [mut document, overlay] = documents(&directory.join("error_target_matches_nothing.yaml"));
    let applied = Overlay::parse(&overlay)
        .unwrap()
        .apply(&mut document)
        .unwrap();
    assert_eq!(document, json!({"a": {"b": 1}}));
    let unmatched: Vec<(String, &str)> = applied
        .unmatched
        .iter()
        .map(|decision| (decision.pointer.to_string(), &*decision.target))
        .collect();
    let expected = [
        ("#/actions/0/target", "$.gone"),
        ("#/actions/2/target", "$.lost"),
    ];
    assert_eq!(
        unmatched,
        expected.map(|(pointer, path)| (pointer.to_owned(), path))
    );
}

#[test]
fn overlay_returns_the_locations_of_additions() {
    let mut document = json!({"list": [1, 2], "object": {"x": 1}});
    let overlay = json!({"overlay": "1.0.0", "actions": [
        {"target": "$", "update": {"new": {"y": 1}}},
        {"target": "$.list", "update": 3},
        {"target": "$.list[0]", "remove": true},
        {"target": "$.object", "update": {"x": 2}},
    ]});
    let applied = Overlay::parse(&overlay)
        .unwrap()
        .apply(&mut document)
        .unwrap();
    let additions: Vec<[String; 2]> = applied
        .additions
        .iter()
        .map(|(added, origin)| [added.to_string(), origin.to_string()])
        .collect();
    // Items of the list have moved.
    assert_eq!(
        additions,
        [
            ["#/new", "#/actions/0/update/new"],
            ["#/object/x", "#/actions/3/update/x"],
        ]
    );
}
