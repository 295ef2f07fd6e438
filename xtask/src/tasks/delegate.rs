//! Starts `xtask-all` for the tasks that need more dependencies than this program has.
//!
//! The programs have different names because some systems can't replace the file of a running program.

use std::env;
use std::process::ExitCode;

use anyhow::Result;

use crate::project::exec;

/// With `--package xtask`, dependencies would have other features than with `cargo test --workspace`, and cargo would
/// compile them again.
const SELECTION: &str = "--bin xtask-all --features telnyx-video/mock";

pub(super) fn run() -> Result<ExitCode> {
    let mut program = exec::cargo_run(SELECTION);
    program.arg("--").args(env::args_os().skip(1));
    exec::replace_process(program)
}
