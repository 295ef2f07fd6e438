//! Files of the project as they stood in a revision.

use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

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

fn git(arguments: &[&str]) -> Result<Output> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output();
    output
        .context("cannot run git\n  help: install it, or give files instead of revisions\n  cause")
}
