//! The project's tasks, run as `cargo xtask <task>`.

mod changelog;
mod ci;
mod documents;
mod drift;
mod files;
mod generate;
mod git;
mod mock;
mod package;
mod release;
mod sdk;
mod spec;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "The project's tasks",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the SDK's emitted code from the spec, or check that it is in step
    Generate(generate::Arguments),
    /// Take a new contract in, and look at what it changes
    #[command(subcommand)]
    Spec(spec::Task),
    /// Run a server that behaves like the API, until Ctrl-C or for as long as a command runs
    Mock(mock::Arguments),
    /// Run every check that a change has to pass, tests aside
    Ci,
    /// Set the version, date the changelog, commit and tag, once everything has been checked
    Release(release::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Spec(task) => spec::run(&task),
        Task::Mock(arguments) => mock::run(&arguments),
        Task::Ci => ci::run(),
        Task::Release(arguments) => release::run(&arguments),
    };
    done.unwrap_or_else(|error| {
        anstream::eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// The directory of the workspace: that of the package which cargo runs.
fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or(package.clone(), PathBuf::from)
}
