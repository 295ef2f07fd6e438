//! `cargo xtask spec lint`: reports every problem in a document.

use std::process::ExitCode;

use anyhow::Result;
use codegen::diagnostics::{Diagnostic, Severity};
use codegen::render::escape;
use codegen::tools::lint;
use serde::Serialize;

use crate::arguments::{Lint, LintFormat};
use crate::plural;
use crate::project::diagnostics::painted;
use crate::project::documents::Document;
use crate::project::progress;

/// The output with `--format json`.
#[derive(Serialize)]
struct Report {
    errors: usize,
    warnings: usize,
    findings: Vec<Diagnostic>,
}

impl Report {
    fn new(findings: Vec<Diagnostic>) -> Self {
        let errors = findings
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
            .count();
        Self {
            errors,
            warnings: findings.len() - errors,
            findings,
        }
    }

    fn print(&self, format: LintFormat) -> Result<()> {
        match format {
            LintFormat::Json => {
                anstream::println!("{}", escape::json(&serde_json::to_string_pretty(self)?));
            }
            LintFormat::Text => {
                for finding in &self.findings {
                    anstream::println!("{}", painted(finding));
                }
                anstream::println!(
                    "{}, {}",
                    plural::count(self.errors, "error"),
                    plural::count(self.warnings, "warning")
                );
            }
        }
        Ok(())
    }
}

pub(in crate::tasks) fn run(arguments: &Lint) -> Result<ExitCode> {
    let (spec, overlay) =
        Document::spec_and_overlay(arguments.file.as_deref(), arguments.overlay.as_deref())?;
    let lint = || lint::lint(spec.input(overlay.as_ref()));
    let report = Report::new(progress::during("linting the document", lint)?);
    report.print(arguments.format)?;
    Ok(if report.errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
