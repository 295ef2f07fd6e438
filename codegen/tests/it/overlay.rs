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
            .and_then(|unmatched| Collector::new(Mode::Strict).add_unmatched(unmatched));
        yaml_or_error(applied.map(|()| document))
    });
}

#[test]
fn overlay_with_unmatched_targets_applies_the_other_actions() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlay");
    let [mut document, overlay] = documents(&directory.join("error_target_matches_nothing.yaml"));
    let unmatched = Overlay::parse(&overlay)
        .unwrap()
        .apply(&mut document)
        .unwrap();
    assert_eq!(document, json!({"a": {"b": 1}}));
    let unmatched: Vec<(String, &str)> = unmatched
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
