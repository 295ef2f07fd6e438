//! The project's git repository.

use anyhow::{Context, Result};
use codegen::tools::diff::Version;

use crate::project::exec;

/// Returns the text of a project file in a revision.
pub(crate) fn show(revision: &str, path: &str) -> Result<String> {
    // A revision such as `--all` would be an option of `git show`; a hash is not.
    let commit = format!("{revision}^{{commit}}");
    let commit = run(&["rev-parse", "--verify", "--end-of-options", &commit]).with_context(|| {
        format!(
            "unknown revision `{revision}`\n  help: choose a commit, branch or tag that `git log` accepts\n  cause"
        )
    })?;
    run(&["show", &format!("{}:./{path}", commit.trim_end())]).with_context(|| {
        format!(
            "cannot read {path} of revision `{revision}`\n  help: choose a later revision, or a file\n  cause"
        )
    })
}

/// Runs a git command in the directory of the project, and returns its output.
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
