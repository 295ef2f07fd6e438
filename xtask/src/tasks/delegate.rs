//! Starts `xtask-all` for the tasks that need more dependencies than this program has.
//!
//! The programs have different names because some systems can't replace the file of a running program.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::project::exec;
use crate::project::root::root;

pub(super) fn run() -> Result<ExitCode> {
    let mut cargo = Command::new("cargo");
    cargo
        // With `--package xtask`, dependencies would have other features than with `cargo test --workspace`, and cargo
        // would compile them again.
        .args(["run", "--quiet", "--locked", "--bin", "xtask-all"])
        .args(["--features", "telnyx-video/mock", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .arg("--")
        .args(env::args_os().skip(1));
    exec::replace_process(cargo)
}
