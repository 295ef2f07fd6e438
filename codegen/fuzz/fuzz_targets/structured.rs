//! Documents with nodes changed, so that most of them get further than to the reader.

#![no_main]

#[allow(
    clippy::unwrap_used,
    reason = "what does not hold should stop the fuzzer at once"
)]
#[path = "../../tests/it/support/mutation.rs"]
mod mutation;
#[allow(
    clippy::panic,
    reason = "what does not hold should stop the fuzzer at once"
)]
#[path = "../../tests/it/support/pipeline.rs"]
mod pipeline;

use codegen::source::load::{Source, load};
use codegen::diagnostics::Mode;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fuzz_target!(|text: &str| {
    for mode in [Mode::Strict, Mode::Lenient] {
        // What has to hold is checked there.
        let _ = pipeline::take(text, None, mode);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let changed = data.get(..size).and_then(|data| changed(data, seed));
    match changed.and_then(|text| Some((data.get_mut(..text.len())?, text))) {
        Some((place, text)) if text.len() <= max_size => {
            place.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

/// The document with one node changed, if it is one.
fn changed(data: &[u8], seed: u32) -> Option<String> {
    let text = str::from_utf8(data).ok()?;
    let name = "document";
    let mut document = load(Source { name, text }).ok()?;
    let mut bytes = [0; 32];
    bytes
        .first_chunk_mut()
        .map(|chunk| *chunk = seed.to_le_bytes())?;
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let change = mutation::mutation().new_tree(&mut runner).ok()?.current();
    change.apply(&mut document);
    Some(document.to_string())
}
