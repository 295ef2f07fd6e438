//! Compiles and documents the generated code of complete upstream documents, not just the video operations, and decodes
//! their examples. Each is a package.
//!
//! Takes minutes, and runs only if the environment variable `COMPLETE_DOCUMENTS` has dates of documents, such as
//! `2025-08-15,2026-07-16`, or is `all`.

use std::env;
use std::time::Instant;

use codegen::Input;
use codegen::diagnostics::Mode;

use crate::lossless::{self, Checks};
use crate::support::upstream::{self, DATES};
use crate::support::workspace::{Package, Workspace};
use crate::support::{generate, print, source};
use crate::wire;

/// Returns the dates in the environment variable `COMPLETE_DOCUMENTS`, or none if it isn't set.
fn dates() -> Vec<String> {
    let Ok(dates) = env::var("COMPLETE_DOCUMENTS") else {
        print(
            "skipped: set COMPLETE_DOCUMENTS to the dates of the documents to compile, or to `all`",
        );
        return Vec::new();
    };
    if dates == "all" {
        return DATES.map(str::to_owned).to_vec();
    }
    let dates: Vec<String> = dates.split(',').map(str::to_owned).collect();
    for date in &dates {
        let is_known = DATES.contains(&date.as_str());
        assert!(
            is_known,
            "COMPLETE_DOCUMENTS: `{date}` is not one of {}",
            DATES.join(", ")
        );
    }
    dates
}

#[test]
fn complete_documents_compile_and_examples_keep_their_json() {
    for date in dates() {
        let Some(text) = upstream::document(&date) else {
            continue;
        };
        let generated = generate("document", &text, Mode::Lenient).unwrap();
        let name = format!("complete-{date}");
        let workspace = Workspace::new(&name);
        let mut package = Package::new(&name, &generated.api, &generated.files);
        let mut checks = Checks::default();
        let library = name.replace('-', "_");
        checks.add(
            &library,
            Input::new(source("document", &text), None),
            &generated.api,
        );
        checks.write(&mut package);
        workspace.add("complete", package);
        for arguments in [&["check"][..], &["doc", "--no-deps"]] {
            let start = Instant::now();
            workspace.cargo_succeeds(arguments);
            let command = arguments.join(" ");
            print(&format!("{date}: cargo {command}: {:.0?}", start.elapsed()));
        }
        check_examples(&date, &workspace, &checks);
    }
}

fn check_examples(date: &str, workspace: &Workspace, checks: &Checks) {
    for location in &checks.mismatches {
        print(&format!("{date}: doesn't match its schema: {location}"));
    }
    let built = workspace.cargo_succeeds(&[
        "build",
        "--example",
        lossless::NAME,
        "--message-format=json-render-diagnostics",
    ]);
    lossless::run(&wire::executable(&built.stdout, lossless::NAME));
    print(&format!(
        "{date}: {} examples keep their JSON",
        checks.count
    ));
}
