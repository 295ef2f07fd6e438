//! `cargo xtask ci`: every check that a change has to pass, tests aside.

mod features;
mod minimums;
mod needs;
mod steps;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::root;
use needs::Probe;

/// One check: cargo commands, of which all have to succeed, and what they are for.
struct Step {
    name: &'static str,
    commands: Vec<Cargo>,
    /// Without any of these, the step is skipped.
    needs: Vec<needs::Need>,
}

/// A cargo command.
struct Cargo {
    arguments: Vec<OsString>,
    directory: PathBuf,
    /// Where it builds, if not where all others do.
    target: Option<PathBuf>,
    /// Whether cargo's unstable options are allowed to it.
    is_unstable: bool,
}

impl Cargo {
    fn new(arguments: &[&str]) -> Self {
        Self::of(arguments.iter().copied())
    }

    fn of(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self {
            arguments: arguments.into_iter().map(Into::into).collect(),
            directory: root(),
            target: None,
            is_unstable: false,
        }
    }

    /// The same, in a project elsewhere, which builds in a place of its own.
    fn within(mut self, directory: &Path) -> Self {
        self.directory = directory.to_owned();
        self.target = Some(directory.join("target"));
        self
    }

    fn unstable(mut self) -> Self {
        self.is_unstable = true;
        self
    }

    fn succeeds(&self) -> Result<bool> {
        let mut command = Command::new("cargo");
        command
            .args(&self.arguments)
            .current_dir(&self.directory)
            .env("RUSTDOCFLAGS", "-D warnings");
        if let Some(target) = &self.target {
            command.env("CARGO_TARGET_DIR", target);
        }
        if self.is_unstable {
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        let status = command.status();
        let status = status.with_context(|| format!("cannot run cargo {:?}", self.arguments))?;
        Ok(status.success())
    }
}

pub(crate) fn run() -> Result<ExitCode> {
    let probe = Probe::new()?;
    let mut failed = Vec::new();
    for step in steps::steps(&probe)? {
        if let Some(reason) = step.needs.iter().find_map(|need| probe.missing(need)) {
            anstream::println!("== {}: skipped, {reason}", step.name);
            continue;
        }
        anstream::println!("== {}", step.name);
        let start = Instant::now();
        if succeed(&step.commands)? {
            anstream::println!("== {}: passed, {} s", step.name, start.elapsed().as_secs());
        } else {
            failed.push(step.name);
        }
    }
    if failed.is_empty() {
        anstream::println!("ci: all passed");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!("ci: failed: {}", failed.join("; "));
    Ok(ExitCode::FAILURE)
}

fn succeed(commands: &[Cargo]) -> Result<bool> {
    for command in commands {
        if !command.succeeds()? {
            return Ok(false);
        }
    }
    Ok(true)
}
