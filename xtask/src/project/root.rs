//! The directory of the project.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};

static ROOT: OnceLock<PathBuf> = OnceLock::new();

/// Finds the project: the workspace of the package that cargo runs, or else the one around the current directory.
///
/// # Errors
///
/// Returns an error outside of such a workspace.
pub(crate) fn find() -> Result<()> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let workspace = package.as_deref().and_then(Path::parent);
    let root = match workspace {
        Some(root) => root.to_owned(),
        None => find_above(&env::current_dir().context("cannot read the current directory")?)?,
    };
    ROOT.get_or_init(|| root);
    Ok(())
}

fn find_above(directory: &Path) -> Result<PathBuf> {
    let mut candidates = directory.ancestors();
    let root = candidates.find(|directory| directory.join("telnyx-video/src/lib.rs").is_file());
    root.map(Path::to_owned).with_context(|| {
        format!(
            "{} is not in a workspace of telnyx-video\n  help: run the command in the directory of the project",
            directory.display()
        )
    })
}

/// Returns the directory of the project, after [`find`].
pub(crate) fn root() -> PathBuf {
    ROOT.get().cloned().unwrap_or_default()
}
