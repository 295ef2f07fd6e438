//! Generates code from randomly mutated documents, without compiling it.

use std::env;

use codegen::diagnostics::Mode;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

use crate::support::mutation::mutation;
use crate::support::{documents, invariants};

/// Reads the number of documents from the environment variable `MUTATIONS`. The default takes a few seconds.
fn config() -> ProptestConfig {
    let cases = env::var("MUTATIONS").ok();
    ProptestConfig {
        cases: cases.map_or(192, |cases| cases.parse().unwrap()),
        failure_persistence: None,
        // With a fixed seed, the documents are the same each time, so failures are reproducible.
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

#[test]
fn mutated_documents_are_generated_or_rejected() {
    let documents = documents(&["golden", "report"]);
    let mutations = proptest::collection::vec(mutation(), 1..5);
    proptest!(config(), |(start in any::<Index>(), mutations in mutations)| {
        let mut document = start.get(&documents).clone();
        mutations.iter().for_each(|mutation| mutation.apply(&mut document));
        let text = document.to_string();
        for mode in [Mode::Strict, Mode::Lenient] {
            let _ = invariants::generate(&text, None, mode);
        }
    });
}
