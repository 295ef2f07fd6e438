//! `cargo xtask release`: everything between the last change and the tag that publishes it.

mod texts;
mod version;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use codegen::tools::diff::{self, Version};

use super::changelog::{self, CHANGELOG};
use super::ci;
use crate::arguments::Release;
use crate::project::documents::{Document, OVERLAY, SPEC};
use crate::project::files::{self, Replacement};
use crate::project::{git, package};
use version::Required;

/// The branch that is released.
const BRANCH: &str = "main";
const LOCK: &str = "Cargo.lock";
const MANIFEST: &str = "telnyx-video/Cargo.toml";
const README: &str = "README.md";

pub(crate) fn run(arguments: &Release) -> Result<ExitCode> {
    check_tree()?;
    let old = package::version()?;
    let changelog = Document::of_project(CHANGELOG)?;
    let required = required(&old, changelog.source().text)?;
    let new = required.choose(arguments.version.as_ref())?;
    let tag = format!("v{new}");
    let replacements = replacements(&old, &new, changelog.source().text)?;
    if !arguments.skip_ci && ci::run()? != ExitCode::SUCCESS {
        bail!("{tag} was not released\n  help: mend what `cargo xtask ci` says");
    }
    anstream::println!("{required}");
    if arguments.dry_run {
        anstream::println!("would release {tag}; nothing was written");
        return Ok(ExitCode::SUCCESS);
    }
    files::replace(&replacements)?;
    git::read(&["commit", "--all", "--message", &format!("Release {new}")])?;
    git::read(&[
        "tag",
        "--annotate",
        &tag,
        "--message",
        &format!("telnyx-video {new}"),
    ])?;
    anstream::println!(
        "released {tag} here; `git push --follow-tags` hands it to the workflow that publishes it"
    );
    Ok(ExitCode::SUCCESS)
}

/// Refuses to release what is not exactly the head of the branch.
fn check_tree() -> Result<()> {
    let branch = git::read(&["branch", "--show-current"])?;
    if branch != BRANCH {
        bail!("`{branch}` is not the branch that is released\n  help: git switch {BRANCH}");
    }
    let changes = git::read(&["status", "--porcelain"])?;
    if !changes.is_empty() {
        bail!("there are changes that are not committed\n  help: commit or stash them\n{changes}");
    }
    Ok(())
}

/// What the release has to be called at least, by what has changed since the last one.
fn required(current: &Version, changelog: &str) -> Result<Required> {
    let Some(last) = git::last_release()? else {
        return Ok(Required::first(current.clone()));
    };
    let tag = format!("v{last}");
    let (old, old_overlay) = (
        Document::of_revision(&tag, SPEC)?,
        Document::of_revision(&tag, OVERLAY)?,
    );
    let (new, new_overlay) = (Document::of_project(SPEC)?, Document::of_project(OVERLAY)?);
    let report = diff::report(
        old.input(Some(&old_overlay)),
        new.input(Some(&new_overlay)),
        last.clone(),
    )?;
    let breaks = changelog::says_breaking(changelog)?;
    Ok(Required::after(last, report.next, breaks))
}

/// The files that say which version this is.
fn replacements(old: &Version, new: &Version, changelog: &str) -> Result<Vec<Replacement>> {
    let date = Utc::now().date_naive().to_string();
    let changelog = changelog::released(changelog, &new.to_string(), &date)?;
    let mut replacements = vec![Replacement::of_project(CHANGELOG, changelog)];
    for (path, edit) in [
        (MANIFEST, texts::manifest as texts::Edit),
        (LOCK, texts::lock),
        (README, texts::readme),
    ] {
        let document = Document::of_project(path)?;
        let text = edit(document.source().text, old, new)
            .with_context(|| format!("cannot set the version in {path}"))?;
        replacements.push(Replacement::of_project(path, text));
    }
    Ok(replacements)
}
