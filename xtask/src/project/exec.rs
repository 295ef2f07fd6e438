//! Runs other programs.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::project::progress;
use crate::project::root::root;

/// Runs a program in the directory of the project and returns its output, without trailing whitespace.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .with_context(|| format!("cannot run {program}\n  help: install {program}\n  cause"))?;
    if !output.status.success() {
        let cause = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{program} {} failed\n  cause: {}",
            arguments.join(" "),
            cause.trim()
        );
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.trim_end().to_owned())
}

/// Returns a cargo command for a program of the workspace, such as `run`. `selection` has the options that select the
/// program, separated by spaces.
pub(crate) fn cargo(subcommand: &str, selection: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args([subcommand, "--quiet", "--locked"])
        .args(selection.split_whitespace())
        // The program must run in the current directory, so cargo can't run in that of the workspace.
        .arg("--manifest-path")
        .arg(root().join("Cargo.toml"));
    cargo
}

/// Builds a program, and replaces this process by it. `run` is the command `cargo run` with the same selection.
pub(crate) fn run_program(name: &str, selection: &str, run: Command) -> Result<ExitCode> {
    // `cargo run --quiet` doesn't print that it builds, and this process can't do that after it was replaced.
    if progress::is_shown() {
        let build = || cargo("build", selection).status();
        let status = progress::during(&format!("building {name}"), build);
        if !status.context("cannot run cargo")?.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    replace_process(run)
}

/// Replaces this process by the cargo command, so that signals such as Ctrl-C reach it.
#[cfg(unix)]
fn replace_process(mut cargo: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(cargo.exec()).context("cannot run cargo")
}

/// Runs the cargo command and returns its exit code, on systems that can't replace a process.
#[cfg(not(unix))]
fn replace_process(mut cargo: Command) -> Result<ExitCode> {
    let status = cargo.status().context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
