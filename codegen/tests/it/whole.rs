//! The whole documents of Telnyx as packages of their own: checked and documented without a warning.
//!
//! That takes minutes, so it is done when it is asked for: `WHOLE=2026-07-16`, several dates with commas in between, or
//! `WHOLE=all`.

use std::env;
use std::time::Instant;

use codegen::diagnostics::Mode;
use codegen::source::load::Source;

use crate::published;
use crate::support::say::say;
use crate::support::workspace::{Package, Workspace};

/// The dates of the documents that there are.
const DATES: [&str; 4] = ["2022-05-20", "2025-08-15", "2026-02-05", "2026-07-16"];

/// The dates that were asked for.
fn wanted() -> Vec<&'static str> {
    let Ok(wanted) = env::var("WHOLE") else {
        say(
            "skipped: say in the variable WHOLE which documents to compile, by their dates or `all`",
        );
        return Vec::new();
    };
    if wanted == "all" {
        return DATES.to_vec();
    }
    let known = |date: &str| DATES.into_iter().find(|known| *known == date);
    let dates = wanted.split(',').map(|date| {
        let unknown = || panic!("WHOLE: there is no `{date}` among {}", DATES.join(", "));
        known(date).unwrap_or_else(unknown)
    });
    dates.collect()
}

#[test]
fn whole_documents_are_checked_and_documented_without_a_warning() {
    for date in wanted() {
        let Some(text) = published::document(date) else {
            continue;
        };
        let source = Source {
            name: "document",
            text: &text,
        };
        let generated =
            codegen::generate(codegen::Input::new(source, None), Mode::Lenient).unwrap();
        let name = format!("whole-{date}");
        let workspace = Workspace::new(&name);
        let package = Package::new(&name, &generated.api, &generated.files);
        workspace.add("whole", package);
        for arguments in [&["check"][..], &["doc", "--no-deps"]] {
            let begun = Instant::now();
            workspace.cargo_succeeds(arguments);
            let command = arguments.join(" ");
            say(&format!("{date}: cargo {command}: {:.0?}", begun.elapsed()));
        }
    }
}
