//! Linting a document and its overlay.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::Input;
use codegen::diagnostics::Diagnostic;
use codegen::tools::lint::lint;

use crate::support::{cases, check_cases, lines, read, source, upstream};

/// Returns the findings of a case. Its overlay, if there is one, is the file with the extension `overlay`.
fn findings(case: &Path) -> Vec<Diagnostic> {
    let text = read(case);
    let overlay = fs::read_to_string(case.with_extension("overlay")).ok();
    let overlay = overlay.as_deref().map(|text| source("overlay.yaml", text));
    lint(Input::new(source("api.yaml", &text), overlay)).unwrap()
}

#[test]
fn lint_returns_expected_findings() {
    check_cases("lint", "txt", |case| lines(findings(case)));
}

#[test]
fn every_rule_has_a_case() {
    let findings: Vec<Diagnostic> = cases("lint")
        .iter()
        .flat_map(|case| findings(case))
        .collect();
    let found: BTreeSet<&str> = findings.iter().filter_map(Diagnostic::rule).collect();
    let rules = [
        "examples",
        "generator",
        "missing-docs",
        "names",
        "operation-ids",
        "overlay-targets",
        "path-parameters",
        "references",
        "structure",
        "unused-components",
        "version",
    ];
    assert_eq!(found, BTreeSet::from(rules));
}

#[test]
fn lint_of_upstream_documents_finds_known_errors() {
    let expected = BTreeMap::from([
        ("2022-05-20", vec![("operation-ids", 2), ("structure", 1)]),
        ("2025-08-15", vec![("operation-ids", 13)]),
        ("2026-02-05", vec![("operation-ids", 30)]),
        ("2026-07-16", vec![("operation-ids", 1)]),
    ]);
    for (date, text) in upstream::documents() {
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in lint(Input::new(source("upstream", &text), None)).unwrap() {
            assert!(finding.line().is_some_and(|line| line > 1), "{finding}");
            *found.entry(finding.rule().unwrap()).or_default() += 1;
        }
        for (rule, minimum) in [
            ("examples", 20),
            ("missing-docs", 21),
            ("unused-components", 1),
        ] {
            let count = found.remove(rule).unwrap();
            assert!(count >= minimum, "{date} {rule}: {count}");
        }
        assert_eq!(found, BTreeMap::from_iter(expected[date].clone()), "{date}");
    }
}
