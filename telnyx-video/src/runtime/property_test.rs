use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Tests the same cases on every run, so that failures are reproducible.
pub(crate) fn for_all<T: Debug>(cases: u32, values: impl Strategy<Value = T>, test: impl Fn(T)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    runner
        .run(&values, |value| {
            test(value);
            Ok(())
        })
        .unwrap();
}
