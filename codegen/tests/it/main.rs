//! Tests of the generator, in one program so that it is linked once.

// Helpers count as test code, where clippy allows `unwrap`.
#![cfg(test)]

mod support;

mod bundle;
mod errors;
mod generated_code;
mod golden;
mod import;
#[cfg(feature = "lint")]
mod lint;
mod merge_all_of;
mod mutants;
mod mutations;
mod normalise;
mod overlay;
mod report;
mod scaffold;
mod slice;
mod spec;
mod verdicts;
mod whole;
mod wire;
