//! `cargo xtask spec update`: the whole way from an upstream document to code and changelog.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use codegen::diagnostics::Mode;
use codegen::diagnostics::Severity;
use codegen::tools::diff::{self, Change, Kind, Report, Verdict};
use codegen::tools::lint;

use super::changelog::{self, CHANGELOG, Heading};
use super::import::Import;
use crate::arguments;
use crate::project::diagnostics::painted;
use crate::project::documents::{Document, OVERLAY};
use crate::project::files::{self, Extent, Replacement};
use crate::root;
use crate::tasks::generate::{self, OUT};

pub(super) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let start = Instant::now();
    let import = Import::read(arguments)?;
    let overlay = Document::of_project(OVERLAY)?;
    check(&import.new, &overlay)?;
    let report = import.changes()?;
    let generated = codegen::generate(import.new.input(Some(&overlay)), Mode::Strict)?;
    let out = root().join(OUT);
    let emitted = files::replacements(
        &out,
        files::differences(&out, &generated.files, Extent::Whole)?,
    );

    let mut replacements = import.replacements();
    replacements.extend(emitted);
    if let Some(report) = &report {
        replacements.extend(changelog(report)?);
    }
    files::replace(&replacements)?;
    anstream::println!("{}", import.summary(start));
    anstream::println!(
        "generated: {}\n",
        generate::summary(&generated, &generated.files)
    );
    if let Some(report) = &report {
        anstream::print!("{}", diff::text(report));
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a spec in which lint finds errors.
fn check(spec: &Document, overlay: &Document) -> Result<()> {
    let findings = lint::lint(spec.input(Some(overlay)))?;
    let errors = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error);
    let count = errors
        .map(|error| anstream::eprintln!("{}", painted(error)))
        .count();
    if count > 0 {
        bail!(
            "what this would make of the spec has {count} errors, so nothing was written\n  \
             help: mend the overlay; `cargo xtask spec import` writes the spec alone, to look at"
        );
    }
    Ok(())
}

/// The changelog with what users will notice, if that is anything.
fn changelog(report: &Report) -> Result<Option<Replacement>> {
    let noticed = report
        .changes
        .iter()
        .filter(|change| change.verdict() > Verdict::Patch);
    let entries: Vec<(Heading, String)> = noticed
        .map(|change| (heading(change), entry(change)))
        .collect();
    if entries.is_empty() {
        return Ok(None);
    }
    let old = std::fs::read_to_string(root().join(CHANGELOG)).with_context(|| {
        format!("cannot read {CHANGELOG}\n  help: begin one as Keep a Changelog has it\n  cause")
    })?;
    let new = changelog::with_entries(&old, &entries)?;
    Ok(Some(Replacement::of_project(CHANGELOG, new)))
}

fn heading(change: &Change) -> Heading {
    match (&change.old, &change.new) {
        _ if change.kind == Kind::Deprecated => Heading::Deprecated,
        (None, Some(_)) => Heading::Added,
        (Some(_), None) => Heading::Removed,
        _ => Heading::Changed,
    }
}

/// What has changed, in a line.
fn entry(change: &Change) -> String {
    let breaking = if change.verdict() == Verdict::Major {
        "**Breaking:** "
    } else {
        ""
    };
    let values = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(", from `{old}` to `{new}`"),
        (Some(value), None) | (None, Some(value)) if *value != change.item => {
            format!(", `{value}`")
        }
        _ => String::new(),
    };
    format!(
        "{breaking}`{}`: {}{values}.",
        change.item,
        change.kind.rule().title
    )
}
