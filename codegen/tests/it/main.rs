//! Tests of the generator, in one program so that it is linked once.

// Helpers count as test code, where clippy allows `unwrap`.
#![cfg(test)]

mod support;

mod all_of;
mod bundle;
mod faults;
mod generated_code;
mod golden;
mod import;
mod layout;
#[cfg(feature = "lint")]
mod lint;
mod mutants;
mod mutations;
mod normalise;
mod overlay;
mod report;
mod slice;
mod spec;
mod verdicts;
mod whole;
mod wire;
