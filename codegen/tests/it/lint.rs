//! What lint finds in documents: everything, each with place, line and help.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::Input;
use codegen::diagnostics::Diagnostic;
use codegen::source::load::Source;
use codegen::tools::lint::lint;

use crate::{published, support};

/// The findings in a case. The overlay of a case stands in a file beside it.
fn findings(case: &Path) -> Vec<Diagnostic> {
    let text = fs::read_to_string(case).unwrap();
    let overlay = fs::read_to_string(case.with_extension("overlay")).ok();
    let overlay = overlay.as_deref().map(|text| Source {
        name: "overlay.yaml",
        text,
    });
    let spec = Source {
        name: "api.yaml",
        text: &text,
    };
    lint(Input::new(spec, overlay)).unwrap()
}

#[test]
fn findings_are_told_with_line_place_cause_and_help() {
    let faults = support::cases("lint").into_iter().filter_map(|case| {
        let findings = findings(&case);
        let told: String = findings
            .iter()
            .map(|finding| format!("{finding}\n"))
            .collect();
        support::compare(&case, "txt", &told)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let cases = support::cases("lint");
    let found = cases.iter().flat_map(|case| findings(case));
    let found: BTreeSet<&str> = found.filter_map(|finding| finding.rule()).collect();
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

/// How often each rule finds something in a document of Telnyx, for those who have it.
fn found_upstream(date: &str) -> Option<BTreeMap<&'static str, usize>> {
    let text = published::document(date)?;
    let name = "upstream";
    let mut found = BTreeMap::new();
    for finding in lint(Input::new(Source { name, text: &text }, None)).unwrap() {
        assert!(finding.line().is_some_and(|line| line > 1), "{finding}");
        *found.entry(finding.rule().unwrap()).or_default() += 1;
    }
    Some(found)
}

#[test]
fn whole_documents_of_telnyx_are_linted() {
    let expected = [
        ("2022-05-20", vec![("operation-ids", 2), ("structure", 1)]),
        ("2025-08-15", vec![("operation-ids", 13)]),
        ("2026-02-05", vec![("operation-ids", 30)]),
        ("2026-07-16", vec![("operation-ids", 1)]),
    ];
    for (date, errors) in expected {
        let Some(mut found) = found_upstream(date) else {
            continue;
        };
        for (rule, more_than) in [
            ("examples", 20),
            ("missing-docs", 20),
            ("unused-components", 0),
        ] {
            let count = found.remove(rule).unwrap();
            assert!(count > more_than, "{date} {rule}: {count}");
        }
        assert_eq!(found, BTreeMap::from_iter(errors), "{date}");
    }
}
