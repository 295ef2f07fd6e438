//! `cargo xtask ci`: every check that a change has to pass, tests aside.

mod features;
mod minimums;
mod needs;
mod steps;
mod summary;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::root;
use needs::Probe;
use summary::Outcome;

/// One check, and what it is called.
struct Step {
    name: &'static str,
    work: Work,
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

/// The work of a step.
enum Work {
    /// Cargo commands, of which all have to succeed.
    Commands(Vec<Cargo>),
    /// Another task of this program, which has been built already.
    Task(fn() -> Result<ExitCode>),
}

impl Work {
    fn succeeds(&self) -> Result<bool> {
        match self {
            Self::Commands(commands) => {
                for command in commands {
                    if !command.succeeds()? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Task(run) => Ok(match run() {
                Ok(code) => code == ExitCode::SUCCESS,
                Err(error) => {
                    anstream::eprintln!("error: {error:#}");
                    false
                }
            }),
        }
    }
}

pub(crate) fn run() -> Result<ExitCode> {
    let probe = Probe::new()?;
    let mut results = Vec::new();
    for step in steps::steps(&probe)? {
        let name = step.name;
        if let Some(reason) = step.needs.iter().find_map(|need| probe.missing(need)) {
            anstream::println!("== {name}: skipped, {reason}");
            results.push((name, Outcome::Skipped));
            continue;
        }
        anstream::println!("== {name}");
        let start = Instant::now();
        let passed = step.work.succeeds()?;
        let elapsed = start.elapsed();
        if passed {
            anstream::println!("== {name}: passed, {} s", elapsed.as_secs());
        }
        results.push((name, Outcome::Done { passed, elapsed }));
    }
    anstream::print!("{}", summary::table(&results));
    let failed = results.iter().filter(|(_, outcome)| outcome.is_failure());
    let failed: Vec<&str> = failed.map(|(name, _)| *name).collect();
    if failed.is_empty() {
        anstream::println!("ci: all passed");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!("ci: failed: {}", failed.join("; "));
    Ok(ExitCode::FAILURE)
}
