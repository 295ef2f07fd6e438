//! `cargo xtask release`: creates the commit and the tag of a release. After they are pushed, a workflow publishes
//! them.

mod version;
mod version_in_files;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use codegen::tools::diff::{Change, Version};

use super::ci;
use super::spec::diff::report;
use crate::arguments::{Ci, Release};
use crate::project::changelog::{CHANGELOG, Changelog};
use crate::project::documents::{Contract, Document};
use crate::project::root::root;
use crate::project::transaction::{Replacements, Transaction};
use crate::project::{git, package};
use version::MinimumVersion;

/// The branch from which versions are released.
const BRANCH: &str = "main";
const MANIFEST: &str = "telnyx-video/Cargo.toml";

pub(super) fn run(arguments: &Release) -> Result<ExitCode> {
    check_working_tree()?;
    check_repository()?;
    let old = package::version()?;
    let changelog = Changelog::read()?;
    let minimum = minimum_version(&old, &changelog)?;
    let new = minimum.choose(arguments.version.as_ref())?;
    let tag = format!("v{new}");
    let replacements = replacements(&old, &new, changelog)?;
    if !arguments.skip_ci && ci::run(&Ci { steps: vec![] })? != ExitCode::SUCCESS {
        bail!("{tag} was not released\n  help: fix the failures of `cargo xtask ci`");
    }
    anstream::println!("{}: {} or later", minimum.reason, minimum.version);
    if arguments.dry_run {
        anstream::println!("would release {tag}; nothing was written");
        return Ok(ExitCode::SUCCESS);
    }
    Transaction::begin(&root())?.commit(&replacements)?;
    git::run(&["commit", "--all", "--message", &format!("Release {new}")])?;
    let message = format!("telnyx-video {new}");
    git::run(&["tag", "--annotate", &tag, "--message", &message])?;
    anstream::println!(
        "committed and tagged {tag}; push it with `git push --follow-tags`, and a workflow publishes it"
    );
    Ok(ExitCode::SUCCESS)
}

/// Checks that the release branch is checked out, without uncommitted changes.
fn check_working_tree() -> Result<()> {
    let branch = git::run(&["branch", "--show-current"])?;
    let branch = branch.trim_end();
    if branch != BRANCH {
        bail!("cannot release from branch `{branch}`\n  help: run `git switch {BRANCH}`");
    }
    let changes = git::run(&["status", "--porcelain"])?;
    if !changes.is_empty() {
        bail!(
            "there are uncommitted changes\n  help: commit or stash them\n{}",
            changes.trim_end()
        );
    }
    Ok(())
}

/// Checks that the manifest has the URL of the repository: crates.io shows it, and resolves the links of the README
/// with it.
fn check_repository() -> Result<()> {
    if package::read()?
        .repository
        .is_some_and(|url| !url.is_empty())
    {
        return Ok(());
    }
    let manifest = Document::in_project(MANIFEST)?;
    let mut lines = manifest.source().text.lines();
    let location = match lines.position(|line| line.starts_with("repository")) {
        Some(index) => format!("{MANIFEST}:{}", index + 1),
        None => MANIFEST.to_owned(),
    };
    bail!(
        "{location}: the crate has no repository URL\n  \
         help: set `repository = \"https://…\"` in `[package]`, with the URL of the git repository"
    )
}

/// Returns the lowest version that the changes since the last release allow.
fn minimum_version(current: &Version, changelog: &Changelog) -> Result<MinimumVersion> {
    let Some(last) = git::last_release()? else {
        return Ok(MinimumVersion::first(current.clone()));
    };
    let old = Contract::at_revision(&format!("v{last}"))?;
    let new = Contract::from_paths(None, None)?;
    let report = report(old.input(), new.input(), None)?;
    let verdict = report.changes.first().map(Change::verdict);
    Ok(MinimumVersion::after(
        last,
        verdict,
        changelog.breaks_callers(),
    ))
}

/// Returns the changelog with the section of the new version, and the other files that contain the version.
fn replacements(old: &Version, new: &Version, mut changelog: Changelog) -> Result<Replacements> {
    changelog.release(&new.to_string(), &Utc::now().date_naive().to_string())?;
    let mut replacements =
        Replacements::from([(CHANGELOG.to_owned(), Some(changelog.to_string()))]);
    for (path, lines) in version_in_files::FILES {
        let document = Document::in_project(path)?;
        let text = version_in_files::replace(document.source().text, lines, old, new)
            .with_context(|| format!("cannot set the version in {path}"))?;
        replacements.insert(path.to_owned(), Some(text));
    }
    Ok(replacements)
}
