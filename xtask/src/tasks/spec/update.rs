//! `cargo xtask spec update`: imports an upstream document, and updates the generated code and the changelog.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::diagnostics::{Mode, Severity};
use codegen::render::escape::code_span;
use codegen::tools::diff::{self, Change, Report, Verdict};
use codegen::tools::lint;

use super::import::Import;
use crate::arguments;
use crate::plural;
use crate::project::changelog::{Audience, CHANGELOG, Changelog, Kind};
use crate::project::diagnostics::painted;
use crate::project::documents::{Document, OVERLAY};
use crate::project::generated_files;
use crate::project::progress;
use crate::project::root::root;
use crate::project::transaction::Transaction;
use crate::tasks::generate::{self, OUT};

pub(in crate::tasks) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let start = Instant::now();
    let transaction = Transaction::begin(&root())?;
    let import = Import::read(arguments)?;
    let overlay = Document::in_project(OVERLAY)?;
    reject_lint_errors(&import.new, &overlay)?;
    let report = import.changes()?;
    let input = import.new.input(Some(&overlay));
    let generated = generate::generate(input, Mode::Strict)?;
    generate::print_report(&generated.report);
    let out = root().join(OUT);
    let differences = generated_files::differences(&out, &generated.files, "")?;

    let mut replacements = import.replacements();
    replacements.extend(generated_files::replacements(
        &format!("{OUT}/"),
        differences,
    ));
    if let Some(report) = &report {
        let changelog = updated_changelog(report)?;
        replacements.extend(changelog.map(|text| (CHANGELOG.to_owned(), Some(text))));
    }
    transaction.commit(&replacements)?;
    anstream::println!("{}", import.summary(start));
    anstream::println!(
        "generated: {}\n",
        generate::summary(&generated, &generated.files)
    );
    if let Some(report) = &report {
        super::diff::print(report);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the lint errors, and returns an error if there are any.
fn reject_lint_errors(spec: &Document, overlay: &Document) -> Result<()> {
    let lint = || lint::lint(spec.input(Some(overlay)));
    let findings = progress::during("linting the new spec", lint)?;
    let errors = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error);
    let count = errors
        .map(|error| anstream::eprintln!("{}", painted(error)))
        .count();
    if count > 0 {
        bail!(
            "the updated spec has {}, so nothing was written\n  \
             help: correct the overlay; to see the updated spec, run `cargo xtask spec import`",
            plural::count(count, "lint error")
        );
    }
    Ok(())
}

/// Returns the changelog with an entry for each minor or major change, or `None` if there are only patches.
fn updated_changelog(report: &Report) -> Result<Option<String>> {
    let changes: Vec<&Change> = report
        .changes
        .iter()
        .filter(|change| change.verdict() > Verdict::Patch)
        .collect();
    if changes.is_empty() {
        return Ok(None);
    }
    let mut changelog = Changelog::parse(Document::in_project(CHANGELOG)?.source().text)?;
    for change in changes {
        changelog.add(Audience::Sdk, kind(change), &entry(change));
    }
    Ok(Some(changelog.to_string()))
}

/// Returns the kind of a change's entry in the changelog. `release` treats an entry of the kind `Removed` as breaking.
fn kind(change: &Change) -> Kind {
    match (&change.old, &change.new) {
        _ if change.kind == diff::Kind::Deprecated => Kind::Deprecated,
        (None, Some(_)) => Kind::Added,
        (Some(_), None) if change.verdict() == Verdict::Major => Kind::Removed,
        _ => Kind::Changed,
    }
}

/// Returns the changelog entry of a change.
fn entry(change: &Change) -> String {
    let breaking = if change.verdict() == Verdict::Major {
        "**Breaking:** "
    } else {
        ""
    };
    let values = match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            format!(", from {} to {}", code_span(old), code_span(new))
        }
        (Some(value), None) | (None, Some(value)) if *value != change.item.label => {
            format!(", {}", code_span(value))
        }
        _ => String::new(),
    };
    format!(
        "{breaking}{}: {}{values}.",
        code_span(&change.item.label),
        change.kind.rule().title
    )
}

#[cfg(test)]
mod tests {
    use codegen::diagnostics::Pointer;
    use codegen::tools::diff::{Direction, Item};

    use super::*;

    #[test]
    fn kind_of_removal_depends_on_verdict() {
        for (kind_of_change, expected) in [
            (diff::Kind::FieldRemoved, Kind::Removed),
            (diff::Kind::BodyRemoved, Kind::Changed),
        ] {
            let change = Change {
                kind: kind_of_change,
                item: Item {
                    label: "client.rooms().create()".to_owned(),
                    pointer: Pointer::root(),
                    direction: Direction::Request,
                },
                old: Some("JSON".to_owned()),
                new: None,
            };
            assert_eq!(kind(&change), expected);
        }
    }
}
