//! A cargo command of a step.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::root;

/// A cargo command, which runs with warnings of rustdoc as errors.
pub(super) struct Cargo {
    arguments: Vec<OsString>,
    directory: PathBuf,
    /// The target directory, if it isn't the default.
    target: Option<PathBuf>,
    allows_unstable: bool,
}

impl Cargo {
    /// Creates a command that runs in the workspace.
    pub(super) fn new(arguments: &[&str]) -> Self {
        Self {
            arguments: arguments.iter().map(Into::into).collect(),
            directory: root(),
            target: None,
            allows_unstable: false,
        }
    }

    /// Makes the command run in another workspace, with the target directory of that workspace.
    pub(super) fn in_workspace(mut self, directory: &Path) -> Self {
        self.directory = directory.to_owned();
        self.target = Some(directory.join("target"));
        self
    }

    /// Makes a stable toolchain accept unstable options.
    pub(super) fn allow_unstable(mut self) -> Self {
        self.allows_unstable = true;
        self
    }

    /// Runs the command and returns whether it succeeds.
    pub(super) fn succeeds(&self) -> Result<bool> {
        let mut command = Command::new("cargo");
        command
            .args(&self.arguments)
            .current_dir(&self.directory)
            .env("RUSTDOCFLAGS", "-D warnings");
        if let Some(target) = &self.target {
            command.env("CARGO_TARGET_DIR", target);
        }
        if self.allows_unstable {
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        let status = command
            .status()
            .with_context(|| format!("cannot run cargo {:?}", self.arguments))?;
        Ok(status.success())
    }
}
