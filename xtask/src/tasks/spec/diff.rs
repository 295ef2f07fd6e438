//! `cargo xtask spec diff`: compares two API descriptions, and determines the next version of the SDK.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use codegen::tools::diff::{self, Report};

use crate::arguments::{Diff, DiffFormat};
use crate::project::diagnostics;
use crate::project::documents::{Document, OVERLAY, SPEC};
use crate::project::package;

/// The prefix of an argument that is a git revision instead of a file.
const REVISION_PREFIX: &str = "git:";

/// The exit code if the documents can't be compared; 1 means that they differ.
const EXIT_CODE_OF_ERRORS: u8 = 2;

/// A document and its overlay.
#[derive(Clone, Copy)]
pub(super) struct Documents<'a> {
    pub(super) spec: &'a Document,
    pub(super) overlay: &'a Document,
}

pub(in crate::tasks) fn run(arguments: &Diff) -> ExitCode {
    let report = match arguments.report() {
        Ok(report) => report,
        Err(error) => {
            diagnostics::print_error(&error);
            return ExitCode::from(EXIT_CODE_OF_ERRORS);
        }
    };
    let write = match arguments.format {
        DiffFormat::Text => diff::text,
        DiffFormat::Markdown => diff::markdown,
        DiffFormat::Json => diff::json,
    };
    anstream::print!("{}", write(&report));
    if arguments.exit_code && !report.changes.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

impl Diff {
    fn report(&self) -> Result<Report> {
        let overlay = self.overlay.as_deref();
        let (old, old_overlay) = documents(&self.old, overlay)?;
        let (new, new_overlay) = documents(&self.new, overlay)?;
        let documents = |spec, overlay| Documents { spec, overlay };
        report(documents(&old, &old_overlay), documents(&new, &new_overlay))
    }
}

/// Compares two documents. The report has the version of the SDK that should follow the current one.
pub(super) fn report(old: Documents<'_>, new: Documents<'_>) -> Result<Report> {
    let version = package::version()?;
    let [old, new] = [old, new].map(|it| it.spec.input(Some(it.overlay)));
    Ok(diff::report(old, new, version)?)
}

/// Reads the document that an argument names, and its overlay. `overlay` is the option of the command line.
fn documents(argument: &str, overlay: Option<&Path>) -> Result<(Document, Document)> {
    if let Some(revision) = argument.strip_prefix(REVISION_PREFIX) {
        return Ok((
            Document::at_revision(revision, SPEC)?,
            Document::at_revision(revision, OVERLAY)?,
        ));
    }
    let overlay = match overlay {
        Some(overlay) => Document::from_path(overlay)?,
        None => Document::in_project(OVERLAY)?,
    };
    Ok((Document::from_path(Path::new(argument))?, overlay))
}
