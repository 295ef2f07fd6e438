//! Any text, as an overlay; what stands before a marker is the document that it is for.

#![no_main]

#[allow(
    clippy::panic,
    reason = "what does not hold should stop the fuzzer at once"
)]
#[path = "../../tests/it/support/pipeline.rs"]
mod pipeline;

use codegen::diagnostics::Mode;
use libfuzzer_sys::fuzz_target;

/// What stands between a document and its overlay.
const MARKER: &str = "\n=====\n";

/// What an overlay without a document is for: so is each of the cases of `diff`.
const DOCUMENT: &str = include_str!("../../tests/diff/base/api.yaml");

fuzz_target!(|text: &str| {
    let (document, overlay) = text.split_once(MARKER).unwrap_or((DOCUMENT, text));
    for mode in [Mode::Strict, Mode::Lenient] {
        // What has to hold is checked there.
        let _ = pipeline::take(document, Some(overlay), mode);
    }
});
