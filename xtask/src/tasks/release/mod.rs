//! `cargo xtask release`: creates the commit and the tag of a release. After they are pushed, a workflow publishes
//! them.

mod version;
mod version_in_files;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use codegen::tools::diff::{self, Version};

use super::ci;
use crate::arguments::{Ci, Release};
use crate::project::changelog::{CHANGELOG, Changelog};
use crate::project::documents::Document;
use crate::project::root::root;
use crate::project::transaction::{Replacements, Transaction};
use crate::project::{git, package, progress};
use version::MinimumVersion;
use version_in_files::Edit;

/// The branch from which versions are released.
const BRANCH: &str = "main";
const LOCK: &str = "Cargo.lock";
const MANIFEST: &str = "telnyx-video/Cargo.toml";
const README: &str = "README.md";

pub(super) fn run(arguments: &Release) -> Result<ExitCode> {
    check_working_tree()?;
    check_repository()?;
    let old = package::version()?;
    let changelog = Changelog::parse(Document::in_project(CHANGELOG)?.source().text)?;
    let minimum = minimum_version(&old, &changelog)?;
    let new = minimum.choose(arguments.version.as_ref())?;
    let tag = format!("v{new}");
    let replacements = replacements(&old, &new, changelog)?;
    if !arguments.skip_ci && ci::run(&Ci { steps: vec![] })? != ExitCode::SUCCESS {
        bail!("{tag} was not released\n  help: fix the failures of `cargo xtask ci`");
    }
    anstream::println!("{minimum}");
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
    if branch != BRANCH {
        bail!("cannot release from branch `{branch}`\n  help: run `git switch {BRANCH}`");
    }
    let changes = git::run(&["status", "--porcelain"])?;
    if !changes.is_empty() {
        bail!("there are uncommitted changes\n  help: commit or stash them\n{changes}");
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
    let lines = manifest.source().text.lines();
    let mut numbered = (1..).zip(lines);
    let line = numbered.find(|(_, line)| line.starts_with("repository"));
    let (location, verb) = match line {
        Some((number, _)) => (format!("{MANIFEST}:{number}"), "set"),
        None => (MANIFEST.to_owned(), "add"),
    };
    bail!(
        "{location}: the crate has no repository URL\n  \
         help: {verb} `repository = \"https://…\"` in `[package]`, with the URL of the git repository"
    )
}

/// Returns the lowest version that the changes since the last release allow.
fn minimum_version(current: &Version, changelog: &Changelog) -> Result<MinimumVersion> {
    let Some(last) = git::last_release()? else {
        return Ok(MinimumVersion::first(current.clone()));
    };
    let tag = format!("v{last}");
    let (old, old_overlay) = Document::contract_at_revision(&tag)?;
    let (new, new_overlay) = Document::spec_and_overlay(None, None)?;
    let (old, new) = (
        old.input(Some(&old_overlay)),
        new.input(new_overlay.as_ref()),
    );
    let compare = || diff::report(old, new, None);
    let report = progress::during("comparing the contract with the last release", compare)?;
    let required = diff::next_version(&last, &report.changes);
    Ok(MinimumVersion::after(
        last,
        required,
        changelog.breaks_callers(),
    ))
}

/// Returns the changelog with the section of the new version, and the other files that contain the version.
fn replacements(old: &Version, new: &Version, mut changelog: Changelog) -> Result<Replacements> {
    changelog.release(&new.to_string(), &Utc::now().date_naive().to_string())?;
    let mut replacements =
        Replacements::from([(CHANGELOG.to_owned(), Some(changelog.to_string()))]);
    let edits: [(&str, Edit); 3] = [
        (MANIFEST, version_in_files::in_manifest),
        (LOCK, version_in_files::in_manifest),
        (README, version_in_files::in_readme),
    ];
    for (path, edit) in edits {
        let document = Document::in_project(path)?;
        let text = edit(document.source().text, old, new)
            .with_context(|| format!("cannot set the version in {path}"))?;
        replacements.insert(path.to_owned(), Some(text));
    }
    Ok(replacements)
}
