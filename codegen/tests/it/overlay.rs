//! What overlays make of documents.
//!
//! A case is one file with a `document` and an `overlay`.

use std::fs;
use std::path::Path;

use codegen::diagnostics::{Collector, Mode};
use codegen::passes::overlay::Overlay;
use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use serde_json::{Value, json};

use crate::support;

fn read(case: &Path) -> [Value; 2] {
    let text = fs::read_to_string(case).unwrap();
    let documents = load(Source {
        name: "case",
        text: &text,
    })
    .unwrap();
    ["document", "overlay"].map(|name| documents.get(name).unwrap().clone())
}

/// The document that comes of a case, or what is said about its faults.
fn applied(case: &Path) -> String {
    let [mut document, overlay] = read(case);
    let applied = Overlay::parse(&overlay)
        .and_then(|overlay| overlay.apply(&mut document))
        .and_then(|unmatched| Collector::new(Mode::Strict).add_unmatched(unmatched));
    match applied {
        Ok(()) => yaml_writer::write(&document).unwrap(),
        Err(error) => format!("{error}\n"),
    }
}

#[test]
fn overlays_make_the_expected_documents() {
    let faults = support::cases("overlay").into_iter();
    let faults = faults.filter_map(|case| support::compare(&case, "txt", &applied(&case)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn on_demand_what_matches_is_applied_and_the_rest_is_told() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlay");
    let [mut document, overlay] = read(&directory.join("fault_no_match.yaml"));
    let overlay = Overlay::parse(&overlay).unwrap();
    let unmatched = overlay.apply(&mut document).unwrap();
    assert_eq!(document, json!({"a": {"b": 1}}));
    let unmatched = unmatched
        .iter()
        .map(|target| (target.pointer.to_string(), &*target.target));
    let expected = [
        ("#/actions/0/target", "$.gone"),
        ("#/actions/2/target", "$.lost"),
    ];
    assert!(unmatched.eq(expected.map(|(pointer, path)| (pointer.to_owned(), path))));
}
