//! End-to-end tests of the tasks: output, exit codes and files.
//!
//! One binary, because each binary takes time to link.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests should panic on unexpected results"
)]

#[path = "../../../codegen/tests/it/support/dependencies.rs"]
mod dependencies;
mod diff;
mod generate;
mod generate_input;
mod import;
mod lint;
mod mock;
#[cfg(unix)]
mod mock_serving;
mod project;
mod release;
mod terminal;
mod update;
mod workflows;
