//! `cargo xtask spec diff`: compares two API descriptions. If one is the project's spec, determines the next version of
//! the SDK.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use codegen::Input;
use codegen::tools::diff::{self, Report, Version};

use crate::arguments::{Diff, DiffFormat};
use crate::project::diagnostics;
use crate::project::documents::{self, Contract, Document, OVERLAY};
use crate::project::package;

/// The prefix of an argument that is a git revision instead of a file.
const REVISION_PREFIX: &str = "git:";

/// The exit code if the documents can't be compared; 1 means that they differ.
const EXIT_CODE_OF_ERRORS: u8 = 2;

pub(in crate::tasks) fn run(arguments: &Diff) -> ExitCode {
    let report = match arguments.report() {
        Ok(report) => report,
        Err(error) => {
            diagnostics::print_error(&error);
            return ExitCode::from(EXIT_CODE_OF_ERRORS);
        }
    };
    match arguments.format {
        DiffFormat::Text => print(&report),
        DiffFormat::Markdown => anstream::print!("{}", diff::markdown(&report)),
        DiffFormat::Json => anstream::print!("{}", diff::json(&report)),
    }
    if arguments.exit_code && !report.changes.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

impl Diff {
    fn report(&self) -> Result<Report> {
        report(
            self.contract(&self.old)?.input(),
            self.contract(&self.new)?.input(),
            self.is_about_project().then(package::version).transpose()?,
        )
    }

    /// Reads the document that an argument names, and its overlay.
    fn contract(&self, argument: &str) -> Result<Contract> {
        if let Some(revision) = argument.strip_prefix(REVISION_PREFIX) {
            return Contract::at_revision(revision);
        }
        Ok(Contract {
            overlay: match &self.overlay {
                Some(overlay) => Some(Document::from_path(overlay)?),
                None if self.is_about_project() => Some(Document::in_project(OVERLAY)?),
                None => None,
            },
            spec: Document::from_path(Path::new(argument))?,
        })
    }

    /// Whether one of the documents is the project's spec. The decisions in its overlay then apply to both of them, and
    /// the report has the versions of the SDK.
    fn is_about_project(&self) -> bool {
        [&self.old, &self.new].iter().any(|argument| {
            argument.starts_with(REVISION_PREFIX)
                || documents::is_spec_of_project(Path::new(argument))
        })
    }
}

/// Prints a report as text.
pub(super) fn print(report: &Report) {
    anstream::print!("{}", diagnostics::painted_lines(&diff::text(report)));
}

/// Compares two documents. `version` is the current version of the SDK, unless they describe another API.
pub(in crate::tasks) fn report(
    old: Input<'_>,
    new: Input<'_>,
    version: Option<Version>,
) -> Result<Report> {
    diagnostics::print_progress("comparing the documents");
    Ok(diff::report(old, new, version)?)
}
