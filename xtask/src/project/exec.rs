//! Replaces this process by cargo.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Replaces this process by the cargo command, so that signals such as Ctrl-C reach it.
#[cfg(unix)]
pub(crate) fn replace_process(mut cargo: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(cargo.exec()).context("cannot run cargo")
}

/// Runs the cargo command and returns its exit code, on systems that can't replace a process.
#[cfg(not(unix))]
pub(crate) fn replace_process(mut cargo: Command) -> Result<ExitCode> {
    let status = cargo.status().context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
