//! The whole documents that Telnyx published, for those who have them.

use std::fs;
use std::path::Path;

use crate::support::say::say;

/// The document of a date; without it, a line says that the test is skipped.
pub(crate) fn document(date: &str) -> Option<String> {
    let name = format!("../shared/upstream/telnyx-{date}.yml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        say(&format!("skipped: there is no {name}"));
    }
    text
}
