//! The last thing that a task may do: become another program.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Becomes the program, so that whoever ends this process ends that one.
#[cfg(unix)]
pub(crate) fn replace_with(mut program: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("cannot run cargo")
}

/// Where a process cannot become another program, it waits for it.
#[cfg(not(unix))]
pub(crate) fn replace_with(mut program: Command) -> Result<ExitCode> {
    let status = program.status().context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
