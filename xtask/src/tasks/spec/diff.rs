//! `cargo xtask spec diff`: what has changed between two API descriptions, and the version that a release needs next.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use codegen::tools::diff::{self, Report};

use crate::arguments::{Diff, DiffFormat};
use crate::project::diagnostics;
use crate::project::documents::{Document, OVERLAY, SPEC};
use crate::project::package;

/// What an argument that names a revision begins with.
const REVISION: &str = "git:";

/// The status of a run that could not compare anything.
const FAULT: u8 = 2;

/// A document, and the overlay that goes with it.
#[derive(Clone, Copy)]
pub(crate) struct Documents<'a> {
    pub(crate) spec: &'a Document,
    pub(crate) overlay: &'a Document,
}

pub(crate) fn run(arguments: &Diff) -> ExitCode {
    let told = arguments.report().map(|report| {
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
    });
    told.unwrap_or_else(|error| {
        diagnostics::print_error(&error);
        ExitCode::from(FAULT)
    })
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

/// Compares two documents, for the next version of the SDK as it stands here.
pub(crate) fn report(old: Documents<'_>, new: Documents<'_>) -> Result<Report> {
    let version = package::version()?;
    let [old, new] = [old, new].map(|it| it.spec.input(Some(it.overlay)));
    Ok(diff::report(old, new, version)?)
}

/// The document that an argument names, and its overlay.
fn documents(argument: &str, overlay: Option<&Path>) -> Result<(Document, Document)> {
    if let Some(revision) = argument.strip_prefix(REVISION) {
        return Ok((
            Document::of_revision(revision, SPEC)?,
            Document::of_revision(revision, OVERLAY)?,
        ));
    }
    let overlay = match overlay {
        Some(overlay) => Document::given(overlay)?,
        None => Document::of_project(OVERLAY)?,
    };
    Ok((Document::given(Path::new(argument))?, overlay))
}
