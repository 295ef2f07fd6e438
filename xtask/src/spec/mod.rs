//! `cargo xtask spec`: what a maintainer does when the API changes.

mod diff;
mod import;
mod lint;
mod lock;
mod update;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Take the facts of an upstream document into the spec, and leave its prose out
    Import(import::Arguments),
    /// Find what is wrong with a document, or could be better
    Lint(lint::Arguments),
    /// Say what has changed between two API descriptions for those who use the SDK, and what version that asks for
    Diff(diff::Arguments),
    /// Import, lint, diff and generate, and write down in the changelog what has changed: all of it, or nothing
    Update(import::Arguments),
}

pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Import(arguments) => import::run(arguments),
        Task::Lint(arguments) => lint::run(arguments),
        Task::Diff(arguments) => Ok(diff::run(arguments)),
        Task::Update(arguments) => update::run(arguments),
    }
}
