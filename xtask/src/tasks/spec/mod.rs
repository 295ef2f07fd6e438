//! `cargo xtask spec`: one module for each subcommand.

pub(super) mod diff;
#[cfg(feature = "all-tasks")]
pub(super) mod import;
#[cfg(feature = "all-tasks")]
pub(super) mod lint;
#[cfg(feature = "all-tasks")]
pub(super) mod update;
#[cfg(feature = "all-tasks")]
mod upstream_lock;
