//! The tasks as a maintainer and CI meet them: what they print, answer and write.
//!
//! All are in one program, since each takes its time to link.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop at once"
)]

#[path = "../../../codegen/tests/it/support/dependencies.rs"]
mod dependencies;
mod diff;
mod generate;
mod import;
mod lint;
mod mock;
#[cfg(unix)]
mod mock_serving;
mod project;
mod release;
mod update;
