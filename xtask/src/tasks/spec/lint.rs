//! `cargo xtask spec lint`: finds what is wrong with a document, or could be better.

use std::process::ExitCode;

use anyhow::Result;
use codegen::diagnostics::{Diagnostic, Severity};
use codegen::tools::lint;
use serde::Serialize;

use crate::arguments::{Lint, LintFormat};
use crate::project::diagnostics::painted;
use crate::project::documents::Document;

#[derive(Serialize)]
struct Report {
    errors: usize,
    warnings: usize,
    findings: Vec<Diagnostic>,
}

impl Report {
    fn of(findings: Vec<Diagnostic>) -> Self {
        let count = |severity| {
            let alike = findings
                .iter()
                .filter(|finding| finding.severity() == severity);
            alike.count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            findings,
        }
    }

    fn print(&self, format: LintFormat) -> Result<()> {
        match format {
            LintFormat::Json => anstream::println!("{}", serde_json::to_string_pretty(self)?),
            LintFormat::Text => {
                for finding in &self.findings {
                    anstream::println!("{}", painted(finding));
                }
                let errors = counted(self.errors, "error");
                let warnings = counted(self.warnings, "warning");
                anstream::println!("{errors}, {warnings}");
            }
        }
        Ok(())
    }
}

pub(super) fn run(arguments: &Lint) -> Result<ExitCode> {
    let overlay = arguments.overlay.as_deref();
    let (spec, overlay) = Document::pair(arguments.file.as_deref(), overlay)?;
    let findings = lint::lint(spec.input(overlay.as_ref()))?;
    let report = Report::of(findings);
    report.print(arguments.format)?;
    Ok(if report.errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}
