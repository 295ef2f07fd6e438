//! Generates from mutated documents, most of which are valid YAML.

#![no_main]

#[allow(clippy::panic, reason = "a violated invariant should stop the fuzzer")]
#[path = "../../tests/it/support/invariants.rs"]
mod invariants;
#[allow(
    clippy::unwrap_used,
    reason = "a violated invariant should stop the fuzzer"
)]
#[path = "../../tests/it/support/mutation.rs"]
mod mutation;

use codegen::diagnostics::Mode;
use codegen::source::load::{Source, load};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fuzz_target!(|text: &str| {
    for mode in [Mode::Strict, Mode::Lenient] {
        let _ = invariants::generate(text, None, mode);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mutated = data.get(..size).and_then(|data| mutated(data, seed));
    match mutated.and_then(|text| Some((data.get_mut(..text.len())?, text))) {
        Some((target, text)) if text.len() <= max_size => {
            target.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

/// Applies a random mutation to a document, or returns `None` if the text isn't one.
fn mutated(data: &[u8], seed: u32) -> Option<String> {
    let text = str::from_utf8(data).ok()?;
    let name = "document";
    let mut document = load(Source { name, text }).ok()?;
    let mut bytes = [0; 32];
    bytes
        .first_chunk_mut()
        .map(|chunk| *chunk = seed.to_le_bytes())?;
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let mutation = mutation::mutation().new_tree(&mut runner).ok()?.current();
    mutation.apply(&mut document);
    Some(document.to_string())
}
