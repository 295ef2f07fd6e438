//! Applies any text as an overlay. The text before a marker is the document.

#![no_main]

#[allow(clippy::panic, reason = "a violated invariant should stop the fuzzer")]
#[path = "../../tests/it/support/invariants.rs"]
mod invariants;

use codegen::diagnostics::Mode;
use libfuzzer_sys::fuzz_target;

/// Separates a document from its overlay.
const MARKER: &str = "\n=====\n";

/// The document of an overlay without one: the base of the cases in `tests/diff`.
const DOCUMENT: &str = include_str!("../../tests/diff/base/api.yaml");

fuzz_target!(|text: &str| {
    let (document, overlay) = text.split_once(MARKER).unwrap_or((DOCUMENT, text));
    for mode in [Mode::Strict, Mode::Lenient] {
        let _ = invariants::generate(document, Some(overlay), mode);
    }
});
