//! `cargo xtask spec lint`: reports every problem in a document.

use std::process::ExitCode;

use anyhow::Result;
use codegen::diagnostics::{Diagnostic, Severity};
use codegen::render::escape;
use codegen::tools::lint;
use serde_json::json;

use crate::arguments::{Lint, LintFormat};
use crate::plural;
use crate::project::diagnostics::{painted, print_progress};
use crate::project::documents::Contract;

pub(in crate::tasks) fn run(arguments: &Lint) -> Result<ExitCode> {
    let contract = Contract::from_paths(arguments.file.as_deref(), arguments.overlay.as_deref())?;
    print_progress("linting the document");
    let findings = lint::lint(contract.input())?;
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
