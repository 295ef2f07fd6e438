//! What the differ says about pairs of documents, and whether the compiler agrees.
//!
//! A case is an overlay, which makes a second document of `diff/base/api.yaml`; it is looked at in both directions.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

mod builds;
mod caller;
mod expectations;
#[path = "../support/package.rs"]
mod package;
mod properties;
#[path = "../published/mod.rs"]
mod published;
mod samples;
#[path = "../support/mod.rs"]
mod support;
