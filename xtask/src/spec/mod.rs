//! `cargo xtask spec`: what a maintainer does when the API changes.

mod import;
mod lock;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Take the facts of an upstream document into the spec, and leave its prose out
    Import(import::Arguments),
}

pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Import(arguments) => import::run(arguments),
    }
}
