//! The project's repository: files as they stood in a revision, and what a release does.

use std::process::{Command, Output};

use anyhow::{Context, Result, bail};
use codegen::tools::diff::Version;

use crate::root;

/// The text of a file of the project, as it stood in a revision.
pub(crate) fn show(revision: &str, path: &str) -> Result<String> {
    let commit = format!("{revision}^{{commit}}");
    let found = git(&[
        "rev-parse",
        "--quiet",
        "--verify",
        "--end-of-options",
        &commit,
    ])?;
    if !found.status.success() {
        bail!(
            "there is no revision `{revision}`\n  help: give a commit, a branch or a tag that `git log` knows here"
        );
    }
    // From here on, the name of the commit cannot be taken for an option.
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    let shown = git(&["show", &format!("{commit}:./{path}")])?;
    if !shown.status.success() {
        bail!(
            "the revision `{revision}` has no {path}\n  help: give a later one, or a file\n  cause: {}",
            String::from_utf8_lossy(&shown.stderr).trim()
        );
    }
    String::from_utf8(shown.stdout)
        .with_context(|| format!("{path} is not text in UTF-8 in the revision `{revision}`"))
}

/// What a git command prints; an error if it fails.
pub(crate) fn read(arguments: &[&str]) -> Result<String> {
    let output = git(arguments)?;
    if !output.status.success() {
        bail!(
            "git {} failed\n  cause: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.trim_end().to_owned())
}

/// The version of the last release that led here, by its tag.
pub(crate) fn last_release() -> Result<Option<Version>> {
    let tags = read(&["tag", "--list", "v*", "--merged", "HEAD"])?;
    let versions = tags
        .lines()
        .filter_map(|tag| tag.strip_prefix('v')?.parse().ok());
    Ok(versions.max())
}

fn git(arguments: &[&str]) -> Result<Output> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output();
    output.context(
        "cannot run git\n  help: install it; `spec diff` takes files as well as revisions\n  cause",
    )
}
