//! `cargo xtask spec update`: imports an upstream document, and updates the generated code and the changelog.

use std::process::ExitCode;

use anyhow::{Result, bail};
use codegen::diagnostics::{Mode, Severity};
use codegen::render::escape::code_span;
use codegen::tools::diff::{self, Change, Report, Verdict};
use codegen::tools::lint;

use super::import::Import;
use crate::arguments;
use crate::plural;
use crate::project::changelog::{Audience, CHANGELOG, Changelog, Kind};
use crate::project::diagnostics::{painted, print_progress};
use crate::project::documents::{Document, OVERLAY};
use crate::project::generated_files;
use crate::project::root::root;
use crate::project::transaction::Transaction;
use crate::tasks::generate::{self, OUT};

pub(in crate::tasks) fn run(arguments: &arguments::Import) -> Result<ExitCode> {
    let transaction = Transaction::begin(&root())?;
    let import = Import::read(arguments)?;
    let overlay = Document::in_project(OVERLAY)?;
    reject_lint_errors(&import.new, &overlay)?;
    let report = import.changes()?;
    let input = import.new.input(Some(&overlay));
    let generated = generate::generate(input, Mode::Strict)?;
    generate::print_report(&generated.report);
    let files = generate::in_project(generated.files);
    let differences = generated_files::differences(&root(), &files, OUT)?;

    let mut replacements = import.replacements.clone();
    replacements.extend(generated_files::replacements(differences));
    if let Some(report) = &report {
        let changelog = updated_changelog(report)?;
        replacements.insert(CHANGELOG.to_owned(), Some(changelog));
    }
    transaction.commit(&replacements)?;
    anstream::println!("{}", import.summary());
    anstream::println!(
        "generated: {}\n",
        generate::summary(&generated.api, &generated.report, &files)
    );
    if let Some(report) = &report {
        super::diff::print(report);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the lint errors, and returns an error if there are any.
fn reject_lint_errors(spec: &Document, overlay: &Document) -> Result<()> {
    print_progress("linting the new spec");
    let findings = lint::lint(spec.input(Some(overlay)))?;
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

/// Returns the changelog with an entry for each minor or major change.
fn updated_changelog(report: &Report) -> Result<String> {
    let mut changelog = Changelog::read()?;
    let changes = report.changes.iter();
    for change in changes.filter(|it| it.verdict() > Verdict::Patch) {
        changelog.add(Audience::Sdk, kind(change), &entry(change));
    }
    Ok(changelog.to_string())
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
