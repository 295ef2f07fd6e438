//! `cargo xtask spec`: what there is to do with an OpenAPI document, short of generating from it.

mod lint;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Find what is wrong with a document, or could be better
    Lint(lint::Arguments),
}

pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Lint(arguments) => lint::run(arguments),
    }
}
