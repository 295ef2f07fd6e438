//! What an import takes of an upstream document, and what it leaves.
//!
//! A case is one file with three documents: `upstream`, `settings`, and `committed` where there was a contract before.

use std::fs;
use std::path::Path;

use codegen::source::bundle::no_files;
use codegen::source::load::{Source, load};
use codegen::tools::import::import;
use serde_json::Value;

use crate::{published, support};

fn project(path: &str) -> String {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(project.join(path)).unwrap()
}

fn source<'a>(name: &'a str, text: &'a str) -> Source<'a> {
    Source { name, text }
}

/// The contract that comes of a case, or what is said about its faults.
fn contract(case: &Path) -> String {
    let text = fs::read_to_string(case).unwrap();
    let documents = load(source("case", &text)).unwrap();
    let text = |name| documents.get(name).map(Value::to_string);
    let (upstream, settings) = (text("upstream").unwrap(), text("settings").unwrap());
    let committed = text("committed");
    let imported = import(
        source("upstream.yaml", &upstream),
        &no_files,
        source("import.yaml", &settings),
        committed.as_deref().map(|text| source("spec.yaml", text)),
    );
    imported.map_or_else(|error| format!("{error}\n"), |imported| imported.contract)
}

#[test]
fn documents_become_the_expected_contract() {
    let faults = support::cases("import").into_iter();
    let faults = faults.filter_map(|case| support::compare(&case, "txt", &contract(&case)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_was_imported_is_imported_again_as_it_is() {
    let committed = project("spec/telnyx-video.yaml");
    let settings = project("spec/import.yaml");
    let committed = source("spec/telnyx-video.yaml", &committed);
    let imported = import(
        committed,
        &no_files,
        source("spec/import.yaml", &settings),
        Some(committed),
    );
    assert!(imported.unwrap().contract == committed.text);
}

#[test]
fn the_spec_is_what_upstream_says_in_our_words() {
    let Some(upstream) = published::document("2026-07-16") else {
        return;
    };
    let (committed, settings) = (
        project("spec/telnyx-video.yaml"),
        project("spec/import.yaml"),
    );
    let imported = import(
        source("upstream", &upstream),
        &no_files,
        source("spec/import.yaml", &settings),
        Some(source("spec/telnyx-video.yaml", &committed)),
    );
    let imported = imported.unwrap();
    assert!(imported.contract == committed);
    assert_eq!((&*imported.openapi, &*imported.version), ("3.1.0", "2.0.0"));
    assert_eq!(imported.operations, 25);
}

#[test]
fn older_documents_are_taken_in_as_well() {
    let (committed, settings) = (
        project("spec/telnyx-video.yaml"),
        project("spec/import.yaml"),
    );
    for date in ["2022-05-20", "2025-08-15", "2026-02-05"] {
        let Some(upstream) = published::document(date) else {
            continue;
        };
        let imported = import(
            source("upstream", &upstream),
            &no_files,
            source("spec/import.yaml", &settings),
            Some(source("spec/telnyx-video.yaml", &committed)),
        );
        let imported = imported.unwrap();
        assert_eq!(imported.operations, 25, "{date}");
        // What is our own is kept, wherever upstream has it now.
        assert!(
            imported.contract.contains("Narrow the list with `filter`"),
            "{date}"
        );
        let again = import(
            source("contract", &imported.contract),
            &no_files,
            source("spec/import.yaml", &settings),
            Some(source("contract", &imported.contract)),
        );
        assert!(again.unwrap().contract == imported.contract, "{date}");
    }
}
