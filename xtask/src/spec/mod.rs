//! `cargo xtask spec`: tasks about API descriptions.

mod diff;

use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub(crate) enum Task {
    /// Say what has changed between two API descriptions for those who use the SDK, and what version that asks for
    Diff(diff::Arguments),
}

pub(crate) fn run(task: &Task) -> ExitCode {
    match task {
        Task::Diff(arguments) => diff::run(arguments),
    }
}
