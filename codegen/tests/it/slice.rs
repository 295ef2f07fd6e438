//! What is cut out of documents.
//!
//! A case is one file with a `document`, and beginnings of the paths that are `wanted`.

use std::fs;
use std::path::Path;

use codegen::source::load::{Source, load};
use codegen::source::yaml_writer;
use codegen::tools::import::slice::slice;

use crate::support;

/// What is cut out in a case, or what is said about its faults.
fn cut(case: &Path) -> String {
    let text = fs::read_to_string(case).unwrap();
    let case = load(Source {
        name: "case",
        text: &text,
    })
    .unwrap();
    let wanted = case
        .get("wanted")
        .and_then(|wanted| wanted.as_array())
        .unwrap();
    let is_wanted = |path: &str, _: &_| {
        let mut beginnings = wanted.iter().map(|beginning| beginning.as_str().unwrap());
        beginnings.any(|beginning| path.starts_with(beginning))
    };
    match slice(case.get("document").unwrap().clone(), is_wanted) {
        Ok(document) => yaml_writer::write(&document).unwrap(),
        Err(error) => format!("{error}\n"),
    }
}

#[test]
fn documents_are_cut_as_expected() {
    let faults = support::cases("slice").into_iter();
    let faults = faults.filter_map(|case| support::compare(&case, "txt", &cut(&case)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
