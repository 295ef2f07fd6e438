//! A cargo command of a step.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::root::root;

/// A cargo command, which runs with warnings of rustdoc as errors.
pub(super) struct Cargo(Command);

impl Cargo {
    /// Creates a command that runs in the project. Spaces separate the arguments.
    pub(super) fn new(arguments: &str) -> Self {
        let mut command = Command::new("cargo");
        command
            .args(arguments.split_whitespace())
            .current_dir(root())
            .env("RUSTDOCFLAGS", "-D warnings");
        Self(command)
    }

    /// Makes the command run in another workspace, with the target directory of that workspace.
    pub(super) fn in_workspace(mut self, directory: &Path) -> Self {
        self.0
            .current_dir(directory)
            .env("CARGO_TARGET_DIR", directory.join("target"));
        self
    }

    /// Makes a stable toolchain accept unstable options.
    pub(super) fn allow_unstable(mut self) -> Self {
        self.0.env("RUSTC_BOOTSTRAP", "1");
        self
    }

    /// Runs the command and returns whether it succeeds.
    pub(super) fn succeeds(&mut self) -> Result<bool> {
        let status = self.0.status();
        let arguments: Vec<_> = self.0.get_args().collect();
        let status = status.with_context(|| format!("cannot run cargo {arguments:?}"))?;
        Ok(status.success())
    }
}
