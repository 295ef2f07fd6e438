//! Generates from any text as a document.

#![no_main]

#[allow(clippy::panic, reason = "a violated invariant should stop the fuzzer")]
#[path = "../../tests/it/support/invariants.rs"]
mod invariants;

use codegen::diagnostics::Mode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for mode in [Mode::Strict, Mode::Lenient] {
        let _ = invariants::generate(text, None, mode);
    }
});
