//! The project's git repository.

use std::process::{Command, Output};

use anyhow::{Context, Result, bail};
use codegen::tools::diff::Version;

use crate::project::exec;
use crate::project::root::root;

/// Whether a project file is in a revision. Returns `false` outside a repository.
pub(crate) fn has_file(revision: &str, path: &str) -> bool {
    run(&["cat-file", "-e", &format!("{revision}:./{path}")]).is_ok()
}

/// Returns the text of a project file in a revision.
pub(crate) fn show(revision: &str, path: &str) -> Result<String> {
    let resolved = git(&[
        "rev-parse",
        "--quiet",
        "--verify",
        "--end-of-options",
        &format!("{revision}^{{commit}}"),
    ])?;
    if !resolved.status.success() {
        bail!(
            "unknown revision `{revision}`\n  help: choose a commit, branch or tag that `git log` accepts"
        );
    }
    // A revision such as `--all` would be an option of `git show`; a hash is not.
    let commit = String::from_utf8_lossy(&resolved.stdout).trim().to_owned();
    let shown = git(&["show", &format!("{commit}:./{path}")])?;
    if !shown.status.success() {
        bail!(
            "revision `{revision}` has no {path}\n  help: choose a later revision, or a file\n  cause: {}",
            String::from_utf8_lossy(&shown.stderr).trim()
        );
    }
    String::from_utf8(shown.stdout)
        .with_context(|| format!("{path} of revision `{revision}` isn't UTF-8"))
}

/// Runs a git command and returns its output, without trailing whitespace.
pub(crate) fn run(arguments: &[&str]) -> Result<String> {
    exec::output("git", arguments)
}

/// Returns the highest version of the tags in the history of the current commit, or `None` if there is no release.
pub(crate) fn last_release() -> Result<Option<Version>> {
    let tags = run(&["tag", "--list", "v*", "--merged", "HEAD"])?;
    let versions = tags
        .lines()
        .filter_map(|tag| tag.strip_prefix('v')?.parse().ok());
    Ok(versions.max())
}

fn git(arguments: &[&str]) -> Result<Output> {
    Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output()
        .context("cannot run git\n  help: install git\n  cause")
}
