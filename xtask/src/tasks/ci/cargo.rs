//! The cargo commands of steps.

use std::process::Command;

use crate::project::root::root;

/// Creates a cargo command that runs in the project, with warnings of rustdoc as errors. Spaces separate the arguments.
pub(super) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments.split_whitespace())
        .current_dir(root())
        .env("RUSTDOCFLAGS", "-D warnings");
    command
}

/// Creates a cargo command that may have unstable options, even with a stable toolchain.
pub(super) fn unstable_cargo(arguments: &str) -> Command {
    let mut command = cargo(arguments);
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}
