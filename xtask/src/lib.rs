//! The project's tasks, run as `cargo xtask <task>`.
//!
//! The package has two programs. `cargo xtask` builds and runs `xtask`, without the feature `all-tasks`, so that
//! `generate` doesn't wait for dependencies that only other tasks need. For those tasks, `xtask` builds and runs
//! `xtask-all`, which has the feature.

#![cfg_attr(
    not(feature = "all-tasks"),
    allow(
        dead_code,
        reason = "some shared code is used only by tasks of `xtask-all`"
    )
)]

mod arguments;
mod plural;
mod project;
mod tasks;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

/// Runs the task that the command line selects.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    project::input_files::set_max_size(arguments.max_input_size);
    let result = project::root::find().and_then(|()| tasks::run(&arguments.task));
    result.unwrap_or_else(|error| {
        if let Some(usage) = error.downcast_ref::<clap::Error>() {
            usage.exit();
        }
        project::diagnostics::print_error(&error);
        ExitCode::FAILURE
    })
}
