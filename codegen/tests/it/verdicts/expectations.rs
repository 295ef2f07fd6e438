//! What is said, word for word.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::Input;
use codegen::source::load::Source;
use codegen::tools::diff::{self, Kind, Report};

use super::samples;
use crate::support;

fn side<'a>(name: &'a str, overlay: Option<&'a str>, spec: &'a str) -> Input<'a> {
    let overlay = overlay.map(|text| Source {
        name: "overlay.yaml",
        text,
    });
    Input::alone(Source { name, text: spec }, overlay)
}

fn report(old: Input<'_>, new: Input<'_>) -> Report {
    let report = diff::report(old, new, "0.1.0".parse().unwrap());
    report.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_case_is_told_there_and_back() {
    let base = samples::base_text();
    let faults = support::cases("diff").into_iter().filter_map(|case| {
        let overlay = fs::read_to_string(&case).unwrap();
        let without = side("base.yaml", None, &base);
        let with = side("case.yaml", Some(&overlay), &base);
        let (there, back) = (report(without, with), report(with, without));
        assert_eq!(
            (there.unmatched.len(), back.unmatched.len()),
            (0, 0),
            "{}",
            case.display()
        );
        let told = format!(
            "There:\n\n{}\nAnd back:\n\n{}",
            diff::text(&there),
            diff::text(&back)
        );
        support::compare(&case, "txt", &told)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let pairs = samples::pairs();
    let met = pairs
        .iter()
        .flat_map(|pair| diff::diff(&pair.old.api, &pair.new.api));
    let met: BTreeSet<Kind> = met.map(|change| change.kind).collect();
    let missing: Vec<&Kind> = Kind::ALL
        .iter()
        .filter(|kind| !met.contains(kind))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn the_table_in_the_documentation_is_the_table_in_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tools/diff/verdicts.md");
    let fault = support::compare(&path, "md", &diff::table());
    assert!(fault.is_none(), "{fault:?}");
}

/// With a major, a minor and a patch change, and a decision that no longer fits.
#[test]
fn a_report_has_three_formats() {
    let base = samples::base_text();
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/base/formats.yaml");
    let overlay = fs::read_to_string(&case).unwrap();
    let report = report(
        side("old.yaml", None, &base),
        side("new.yaml", Some(&overlay), &base),
    );
    let faults = [
        ("txt", diff::text(&report)),
        ("md", diff::markdown(&report)),
        ("json", diff::json(&report)),
    ];
    let faults = faults.map(|(extension, text)| support::compare(&case, extension, &text));
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
