//! Replaces this process by another program.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Replaces this process by the program, so that a signal to this process reaches the program.
#[cfg(unix)]
pub(crate) fn replace_process(mut program: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("cannot run cargo")
}

/// Runs the program and returns its exit code, on systems that can't replace a process.
#[cfg(not(unix))]
pub(crate) fn replace_process(mut program: Command) -> Result<ExitCode> {
    let status = program.status().context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
