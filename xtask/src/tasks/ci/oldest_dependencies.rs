//! The SDK with the oldest version of each dependency that its manifest allows, in a copy of it.
//!
//! The other packages of the workspace are not published, so nobody depends on what theirs allow.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Cargo;
use crate::project::package::PACKAGE;
use crate::root;

const MANIFEST: &str = "Cargo.toml";
/// The packages of the workspace, and what is left of them in the copy.
const MEMBERS: [&str; 2] = [
    r#"members = ["codegen", "telnyx-video", "xtask"]"#,
    r#"members = ["telnyx-video"]"#,
];

/// Choosing these versions is an unstable option of cargo; the code is compiled like any.
pub(super) fn commands() -> Result<Vec<Cargo>> {
    let copy = root().join("target/oldest-dependencies");
    write_copy(&copy).with_context(|| format!("cannot copy {PACKAGE} to {}", copy.display()))?;
    let update = Cargo::new(&["update", "--quiet", "-Z", "direct-minimal-versions"]);
    let check = Cargo::new(&[
        "check",
        "-p",
        PACKAGE,
        "--features",
        "webhook",
        "--locked",
        "--quiet",
    ]);
    Ok(vec![update.unstable().within(&copy), check.within(&copy)])
}

fn write_copy(copy: &Path) -> Result<()> {
    let [members, member] = MEMBERS;
    let manifest = fs::read_to_string(root().join(MANIFEST))?;
    if !manifest.contains(members) {
        bail!(
            "{MANIFEST} has no line `{members}`\n  help: restore that line, or update `MEMBERS` in xtask/src/all/ci/minimums.rs"
        );
    }
    fs::create_dir_all(copy)?;
    fs::write(copy.join(MANIFEST), manifest.replace(members, member))?;
    let package = copy.join(PACKAGE);
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    copy_below(&root().join(PACKAGE), &package)
}

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_below(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
