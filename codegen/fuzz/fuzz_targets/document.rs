//! Any text, as a document.

#![no_main]

#[allow(
    clippy::panic,
    reason = "what does not hold should stop the fuzzer at once"
)]
#[path = "../../tests/it/support/pipeline.rs"]
mod pipeline;

use codegen::diagnostics::Mode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for mode in [Mode::Strict, Mode::Lenient] {
        // What has to hold is checked there.
        let _ = pipeline::take(text, None, mode);
    }
});
