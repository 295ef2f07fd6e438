//! The step that checks the SDK with the oldest version of each dependency that its manifest allows.
//!
//! It checks a copy of the SDK in a workspace without the other packages. They aren't published, so their version
//! requirements don't matter to users, but would exclude older versions.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::cargo::{cargo, unstable_cargo};
use crate::project::package::PACKAGE;
use crate::project::root::root;

const MANIFEST: &str = "Cargo.toml";
/// The line that replaces the members of the workspace.
const MEMBERS: &str = r#"members = ["telnyx-video"]"#;

/// Copies the SDK and returns the commands to run in the copy.
pub(super) fn commands() -> Result<Vec<Command>> {
    let copy = root().join("target/oldest-dependencies");
    write_copy(&copy).with_context(|| format!("cannot copy {PACKAGE} to {}", copy.display()))?;
    let check = format!("check -p {PACKAGE} --features webhook --locked --quiet");
    let mut commands = vec![
        unstable_cargo("update --quiet -Z direct-minimal-versions"),
        cargo(&check),
    ];
    for command in &mut commands {
        let target = copy.join("target");
        command.current_dir(&copy).env("CARGO_TARGET_DIR", target);
    }
    Ok(commands)
}

fn write_copy(copy: &Path) -> Result<()> {
    let manifest = fs::read_to_string(root().join(MANIFEST))?;
    let lines = manifest
        .lines()
        .map(|line| match line.starts_with("members = ") {
            true => MEMBERS,
            false => line,
        });
    fs::create_dir_all(copy)?;
    fs::write(copy.join(MANIFEST), Vec::from_iter(lines).join("\n"))?;
    let package = copy.join(PACKAGE);
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    copy_directory(&root().join(PACKAGE), &package)
}

fn copy_directory(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_directory(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
