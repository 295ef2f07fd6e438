//! The documents that Telnyx published. They are not in the repository, so tests that need them may be skipped.

use std::fs;
use std::path::Path;

use super::print;

/// The dates of the documents.
pub(crate) const DATES: [&str; 4] = ["2022-05-20", "2025-08-15", "2026-02-05", "2026-07-16"];

/// Reads the document of a date. If it doesn't exist, prints that the test is skipped.
pub(crate) fn document(date: &str) -> Option<String> {
    let name = format!("../shared/upstream/telnyx-{date}.yml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        print(&format!("skipped: {name} doesn't exist"));
    }
    text
}

/// Reads all documents that exist. Returns them with their dates, oldest first.
pub(crate) fn documents() -> impl Iterator<Item = (&'static str, String)> {
    DATES
        .into_iter()
        .filter_map(|date| Some((date, document(date)?)))
}
