//! The project's tasks, run as `cargo xtask <task>`.
//!
//! There are two programs of the same code. `cargo xtask` builds `xtask` without the feature `all-tasks`: of what the
//! tasks need, generating takes little, and should not wait for the rest. Tasks that need more run in `xtask-all`, which
//! has the feature; `xtask` builds and starts it when one is asked for.

#![cfg_attr(
    not(feature = "all-tasks"),
    allow(
        dead_code,
        reason = "some of what the tasks share is only for those of `xtask-all`"
    )
)]

mod arguments;
mod project;
mod tasks;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
#[cfg(feature = "all-tasks")]
use tasks::all::run;
#[cfg(not(feature = "all-tasks"))]
use tasks::delegate::run;

/// Runs the task that the command line names.
pub fn main() -> ExitCode {
    let task = Arguments::parse().task;
    run(&task).unwrap_or_else(|error| {
        project::diagnostics::print_error(&error);
        ExitCode::FAILURE
    })
}

/// The directory of the workspace: that of the package which cargo runs.
fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), PathBuf::from)
}
