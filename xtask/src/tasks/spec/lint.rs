//! `cargo xtask spec lint`: reports every problem in a document.

use std::process::ExitCode;

use anyhow::Result;
use codegen::diagnostics::{Diagnostic, Severity};
use codegen::render::escape;
use codegen::tools::lint;
use serde_json::json;

use crate::arguments::{Lint, LintFormat};
use crate::plural;
use crate::project::diagnostics::painted;
use crate::project::documents::Document;
use crate::project::progress;

pub(in crate::tasks) fn run(arguments: &Lint) -> Result<ExitCode> {
    let (spec, overlay) =
        Document::spec_and_overlay(arguments.file.as_deref(), arguments.overlay.as_deref())?;
    let lint = || lint::lint(spec.input(overlay.as_ref()));
    let findings = progress::during("linting the document", lint)?;
    let is_error = |finding: &&Diagnostic| finding.severity() == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    let warnings = findings.len() - errors;
    match arguments.format {
        LintFormat::Json => {
            let report = json!({"errors": errors, "warnings": warnings, "findings": findings});
            anstream::println!("{}", escape::json(&format!("{report:#}")));
        }
        LintFormat::Text => {
            for finding in &findings {
                anstream::println!("{}", painted(finding));
            }
            anstream::println!(
                "{}, {}",
                plural::count(errors, "error"),
                plural::count(warnings, "warning")
            );
        }
    }
    Ok(match errors {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}
