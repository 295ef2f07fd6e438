//! The tasks that need no more dependencies than generating does. All others are handed over to `xtask-all`.
//!
//! That program has a name of its own, so that it can be built while this one runs: where a running program cannot be
//! replaced, cargo could not build it under the same name.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::arguments::{Spec, Task};
use crate::project::program;
use crate::root;
use crate::tasks::{diff, generate, mock};

pub(crate) fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Generate(arguments) => generate::run(arguments),
        Task::Mock(arguments) => mock::run(arguments),
        Task::Spec(Spec::Diff(arguments)) => Ok(diff::run(arguments)),
        Task::Spec(Spec::Import(_) | Spec::Lint(_) | Spec::Update(_))
        | Task::Ci
        | Task::Release(_) => hand_over(),
    }
}

fn hand_over() -> Result<ExitCode> {
    let mut cargo = Command::new("cargo");
    cargo
        // Without a package, cargo chooses the features of dependencies as in `cargo test --workspace`, and compiles each once.
        .args(["run", "--quiet", "--locked", "--bin", "xtask-all"])
        .args(["--features", "telnyx-video/mock", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .arg("--")
        .args(env::args_os().skip(1));
    program::replace_with(cargo)
}
