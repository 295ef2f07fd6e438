//! Diagnostics about documents of which the generator doesn't support everything, in strict and in lenient mode.

use std::collections::BTreeMap;

use codegen::diagnostics::{Effect, Mode};

use crate::support::{cases, check_cases, generate, invariants, lines, read, upstream};

fn report(text: &str, mode: Mode) -> String {
    match generate("api.yaml", text, mode) {
        Ok(generated) => format!(
            "{mode:?}\ngenerated {} of {} operations\n{}",
            generated.api.operations().count(),
            generated.report.operations,
            lines(&generated.report.diagnostics)
        ),
        Err(error) => format!("{mode:?}\n{error}\n"),
    }
}

#[test]
fn generate_reports_expected_diagnostics() {
    check_cases("report", "txt", |case| {
        let text = read(case);
        [Mode::Strict, Mode::Lenient]
            .map(|mode| report(&text, mode))
            .join("\n")
    });
}

#[test]
fn lenient_mode_generates_or_reports_every_operation() {
    for case in cases("report") {
        let generated = invariants::generate(&read(&case), None, Mode::Lenient);
        assert!(generated.is_ok(), "{}", case.display());
    }
}

#[test]
fn lenient_mode_generates_upstream_documents() {
    // The numbers of operations, omitted operations, and types that are any JSON value.
    let expected = BTreeMap::from([
        ("2022-05-20", (461, 0, 1)),
        ("2025-08-15", (801, 0, 4)),
        ("2026-02-05", (822, 0, 5)),
        ("2026-07-16", (1156, 0, 0)),
    ]);
    for (date, text) in upstream::documents() {
        let generated = generate("api.yaml", &text, Mode::Lenient).unwrap();
        let report = generated.report;
        let omitted = report.count(Effect::Skipped);
        assert_eq!(
            generated.api.operations().count() + omitted,
            report.operations,
            "{date}"
        );
        let found = (report.operations, omitted, report.count(Effect::Fallback));
        assert_eq!(found, expected[date], "{date}");
    }
}
