//! Importing an upstream document.
//!
//! A case has the documents `upstream` and `settings`, and may have the `committed` spec.

use std::path::Path;

use codegen::source::bundle::no_files;
use codegen::tools::import::{Imported, import};
use serde_json::Value;

use crate::support::{check_cases, parse, read, read_project, source, upstream};

/// Returns the spec of a case, or the error.
fn spec_or_error(case: &Path) -> String {
    let documents = parse(&read(case));
    let text = |name| documents.get(name).map(Value::to_string);
    let (upstream, settings) = (text("upstream").unwrap(), text("settings").unwrap());
    let committed = text("committed");
    let imported = import(
        source("upstream.yaml", &upstream),
        &no_files,
        source("import.yaml", &settings),
        committed.as_deref().map(|text| source("spec.yaml", text)),
    );
    imported.map_or_else(|error| format!("{error}\n"), |imported| imported.spec)
}

#[test]
fn import_returns_expected_specs() {
    check_cases("import", "txt", spec_or_error);
}

/// Imports the video operations, which the settings of the project select.
fn import_video(upstream: &str, committed: &str) -> Imported {
    let settings = read_project("spec/import.yaml");
    import(
        source("upstream", upstream),
        &no_files,
        source("spec/import.yaml", &settings),
        Some(source("committed", committed)),
    )
    .unwrap()
}

#[test]
fn import_of_imported_document_changes_nothing() {
    let committed = read_project("spec/telnyx-video.yaml");
    assert!(import_video(&committed, &committed).spec == committed);
}

#[test]
fn import_of_newest_upstream_document_returns_committed_spec() {
    let Some(upstream) = upstream::document("2026-07-16") else {
        return;
    };
    let committed = read_project("spec/telnyx-video.yaml");
    let imported = import_video(&upstream, &committed);
    assert!(imported.spec == committed);
    assert_eq!((&*imported.openapi, &*imported.version), ("3.1.0", "2.0.0"));
}

#[test]
fn import_of_any_upstream_document_keeps_operations_and_committed_prose() {
    let committed = read_project("spec/telnyx-video.yaml");
    for (date, upstream) in upstream::documents() {
        let Imported {
            spec, operations, ..
        } = import_video(&upstream, &committed);
        assert_eq!(operations, 25, "{date}");
        assert!(spec.contains("Narrow the list with `filter`"), "{date}");
        assert!(import_video(&spec, &spec).spec == spec, "{date}");
    }
}
