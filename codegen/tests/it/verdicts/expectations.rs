//! Compares reports of changes with the expected ones.

use std::collections::BTreeSet;
use std::path::Path;

use codegen::Input;
use codegen::tools::diff::{self, Build, Kind, Report};

use super::samples::{base_text, pairs};
use crate::support::{check_all, check_cases, compare, read, source};

fn input<'a>(name: &'a str, spec: &'a str, overlay: Option<&'a str>) -> Input<'a> {
    let overlay = overlay.map(|text| source("overlay.yaml", text));
    Input::new(source(name, spec), overlay)
}

fn report(old: Input<'_>, new: Input<'_>) -> Report {
    let version = "0.1.0".parse().unwrap();
    diff::report(old, new, Some(version)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn diff_reports_expected_changes_in_both_directions() {
    let base = base_text();
    check_cases("diff", "txt", |case| {
        let overlay = read(case);
        let without_overlay = input("base.yaml", &base, None);
        let with_overlay = input("case.yaml", &base, Some(&overlay));
        let forward = report(without_overlay, with_overlay);
        let backward = report(with_overlay, without_overlay);
        let unmatched = (forward.unmatched.len(), backward.unmatched.len());
        assert_eq!(unmatched, (0, 0), "{}", case.display());
        format!(
            "Forward:\n\n{}\nBackward:\n\n{}",
            diff::text(&forward),
            diff::text(&backward)
        )
    });
}

#[test]
fn every_rule_has_a_case() {
    let found: BTreeSet<Kind> = pairs()
        .iter()
        .flat_map(|pair| diff::diff(&pair.old.api, &pair.new.api))
        .map(|change| change.kind)
        .collect();
    let missing: Vec<&Kind> = Kind::ALL
        .iter()
        .filter(|kind| !found.contains(kind))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn documentation_contains_the_table_of_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tools/diff/verdicts.md");
    let rows = Kind::ALL.iter().map(|kind| {
        let rule = kind.rule();
        let (title, verdict, reason) = (rule.title, rule.verdict, rule.reason);
        let compiles = match rule.build {
            Build::Compiles => "yes",
            Build::Breaks => "not if it uses the item",
            Build::Maybe => "maybe",
        };
        format!("| {title} | {verdict} | {compiles} | {reason} |\n")
    });
    let table = format!(
        "| change | verdict | does calling code compile? | effect on callers |\n|---|---|---|---|\n{}",
        rows.collect::<String>()
    );
    check_all([compare(&path, "md", &table)]);
}

/// The report has a major, a minor and a patch change, and an unmatched decision.
#[test]
fn report_has_expected_text_markdown_and_json() {
    let base = base_text();
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/base/formats.yaml");
    let overlay = read(&case);
    let report = report(
        input("old.yaml", &base, None),
        input("new.yaml", &base, Some(&overlay)),
    );
    check_all([
        compare(&case, "txt", &diff::text(&report)),
        compare(&case, "md", &diff::markdown(&report)),
        compare(&case, "json", &diff::json(&report)),
    ]);
}

#[test]
fn unmatched_decision_in_document_is_reported_with_its_file() {
    let base = base_text();
    let text = format!("{base}x-sdk-events: [Joined]\n");
    let report = report(
        input("old.yaml", &base, None),
        input("new.yaml", &text, None),
    );
    let text = diff::text(&report);
    let expected = "warning: new.yaml: #/x-sdk-events/0: `Joined` matches nothing in new.yaml\n";
    assert!(text.starts_with(expected), "{text}");
}
