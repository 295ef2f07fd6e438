//! What the generator says of documents that it cannot take as they are: when it is strict, and when it goes on.

use std::fmt::Write;
use std::fs;

use codegen::Generated;
use codegen::diagnostics::{Effect, Mode, Result};
use codegen::source::load::Source;

use crate::{published, support};

fn generate(text: &str, mode: Mode) -> Result<Generated> {
    let name = "api.yaml";
    codegen::generate(codegen::Input::new(Source { name, text }, None), mode)
}

fn told(text: &str, mode: Mode) -> String {
    let mut told = format!("{mode:?}\n");
    match generate(text, mode) {
        Ok(Generated {
            operations, report, ..
        }) => {
            writeln!(told, "{operations} of {} operations", report.operations).unwrap();
            for notice in &report.diagnostics {
                writeln!(told, "{notice}").unwrap();
            }
        }
        Err(error) => writeln!(told, "{error}").unwrap(),
    }
    told
}

#[test]
fn what_is_not_as_the_document_has_it_is_told() {
    let faults = support::cases("report").into_iter().filter_map(|case| {
        let text = fs::read_to_string(&case).unwrap();
        let told = [Mode::Strict, Mode::Lenient].map(|mode| told(&text, mode));
        support::compare(&case, "txt", &told.join("\n"))
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_operation_is_there_or_spoken_of() {
    for case in support::cases("report") {
        let text = fs::read_to_string(&case).unwrap();
        let generated = generate(&text, Mode::Lenient).unwrap();
        let report = generated.report;
        let skipped = report.count(Effect::Skipped);
        assert_eq!(
            generated.operations + skipped,
            report.operations,
            "{}",
            case.display()
        );
    }
}

/// In all, left out, and of any form.
#[test]
fn whole_documents_of_telnyx_are_generated() {
    for (date, expected) in [
        ("2022-05-20", (461, 0, 1)),
        ("2025-08-15", (801, 0, 3)),
        ("2026-02-05", (822, 1, 4)),
        ("2026-07-16", (1156, 0, 2)),
    ] {
        let Some(text) = published::document(date) else {
            continue;
        };
        let generated = generate(&text, Mode::Lenient).unwrap();
        let report = generated.report;
        let skipped = report.count(Effect::Skipped);
        assert_eq!(generated.operations + skipped, report.operations, "{date}");
        let found = (report.operations, skipped, report.count(Effect::Fallback));
        assert_eq!(found, expected, "{date}");
    }
}
