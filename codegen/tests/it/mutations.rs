//! Documents with something changed in them, all the way through the generator.

use std::env;

use codegen::diagnostics::Mode;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::support;
use crate::support::mutation::{Mutation, mutation};
use crate::support::pipeline;

/// As many cases as the variable says, or as many as take a few seconds.
fn config() -> ProptestConfig {
    let cases = env::var("MUTATIONS").ok();
    ProptestConfig {
        cases: cases.map_or(192, |cases| cases.parse().unwrap()),
        failure_persistence: None,
        // The same cases each time: a failure is one that everybody sees.
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

#[test]
fn whatever_is_changed_the_end_is_an_error_or_code() {
    let documents = support::documents(&["golden", "report"]);
    let changes = proptest::collection::vec(mutation(), 1..5);
    proptest!(config(), |(start in any::<Index>(), changes in changes)| {
        let text = changed(start.get(&documents), &changes).to_string();
        for mode in [Mode::Strict, Mode::Lenient] {
            // What has to hold is checked there.
            let _ = pipeline::take(&text, None, mode);
        }
    });
}

fn changed(document: &Value, changes: &[Mutation]) -> Value {
    let mut document = document.clone();
    for change in changes {
        change.apply(&mut document);
    }
    document
}
