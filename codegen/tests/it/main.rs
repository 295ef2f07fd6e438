//! Tests of the generator, in one program so that they are linked once.
//!
//! Most tests have *cases*: each is a document in a directory of `codegen/tests`, with the expected output in a file
//! next to it. `support` compares them.

// With this attribute, clippy also allows `unwrap` in functions that aren't tests.
#![cfg(test)]

mod support;

mod bundle;
mod compiled_mutations;
#[cfg(feature = "lint")]
mod complete_documents;
mod errors;
#[cfg(feature = "lint")]
mod generated_code;
mod golden;
mod import;
#[cfg(feature = "lint")]
mod lint;
#[cfg(feature = "lint")]
mod lossless;
mod merge_all_of;
mod mutations;
mod names;
mod normalise;
mod overlay;
mod report;
mod scaffold;
mod slice;
mod spec;
mod verdicts;
#[cfg(feature = "lint")]
mod wire;
