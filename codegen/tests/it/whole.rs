//! Compiles and documents the generated code of whole upstream documents, not just the video operations. Each is a
//! package.
//!
//! Takes minutes, and runs only if the environment variable `WHOLE` has dates of documents, such as
//! `2025-08-15,2026-07-16`, or is `all`.

use std::env;
use std::time::Instant;

use codegen::diagnostics::Mode;

use crate::support::upstream::{self, DATES};
use crate::support::workspace::{Package, Workspace};
use crate::support::{generate, print};

/// Returns the dates in the environment variable `WHOLE`, or none if it isn't set.
fn dates() -> Vec<String> {
    let Ok(dates) = env::var("WHOLE") else {
        print("skipped: set WHOLE to the dates of the documents to compile, or to `all`");
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
            "WHOLE: `{date}` is not one of {}",
            DATES.join(", ")
        );
    }
    dates
}

#[test]
fn whole_documents_compile_and_are_documented_without_warnings() {
    for date in dates() {
        let Some(text) = upstream::document(&date) else {
            continue;
        };
        let generated = generate("document", &text, Mode::Lenient).unwrap();
        let name = format!("whole-{date}");
        let workspace = Workspace::new(&name);
        let package = Package::new(&name, &generated.api, &generated.files);
        workspace.add("whole", package);
        for arguments in [&["check"][..], &["doc", "--no-deps"]] {
            let start = Instant::now();
            workspace.cargo_succeeds(arguments);
            let command = arguments.join(" ");
            print(&format!("{date}: cargo {command}: {:.0?}", start.elapsed()));
        }
    }
}
