//! Runs other programs.

use std::io::{self, IsTerminal};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::project::root::root;

/// Runs a program in the directory of the project and returns its output.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .with_context(|| format!("cannot run {program}\n  help: install {program}\n  cause"))?;
    let command = format!("{program} {}", arguments.join(" "));
    if !output.status.success() {
        let cause = String::from_utf8_lossy(&output.stderr);
        bail!("{command} failed\n  cause: {}", cause.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{command} didn't print UTF-8"))
}

/// Returns the command that builds and runs a program of the workspace. `selection` has the options that select the
/// program, separated by spaces. On a terminal, cargo shows what it builds.
pub(crate) fn cargo_run(selection: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--locked"])
        .args(selection.split_whitespace())
        // The program must run in the current directory, so cargo can't run in that of the workspace.
        .arg("--manifest-path")
        .arg(root().join("Cargo.toml"));
    if !io::stderr().is_terminal() {
        cargo.arg("--quiet");
    }
    cargo
}

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
