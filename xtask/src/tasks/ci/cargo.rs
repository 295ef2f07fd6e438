//! The cargo commands of steps.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::project::root::root;

/// Creates a cargo command that runs in the project, with warnings of rustdoc as errors. Spaces separate the arguments.
pub(super) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments.split_whitespace())
        .current_dir(root())
        .env("RUSTDOCFLAGS", "-D warnings");
    command
}

/// Creates a cargo command that may have unstable options, even with a stable toolchain.
pub(super) fn unstable_cargo(arguments: &str) -> Command {
    let mut command = cargo(arguments);
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Runs commands until one of them fails.
pub(super) fn run_all(commands: impl IntoIterator<Item = Command>) -> Result<ExitCode> {
    for mut command in commands {
        let status = command.status();
        let status = status.with_context(|| format!("cannot run {command:?}"))?;
        if !status.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
