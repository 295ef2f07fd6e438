//! `cargo xtask spec lint`: finds what is wrong with a document, or could be better.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use codegen::lint::{self, Finding, Severity};
use serde::Serialize;

use crate::documents::Document;

/// What `--format json` prints, said where a user looks for it.
const JSON: &str = "\
The JSON is one object: `errors` and `warnings` are their numbers, and `findings` a list of objects with
  severity  `error` or `warning`
  rule      the name of the rule
  document  the file that the finding is in
  line      its line there, or null in an empty file
  pointer   the node, as a JSON pointer that begins with #
  message   what is wrong
  help      what to do about it

Exits with 1 if there are errors; warnings alone are no failure.";

#[derive(clap::Args)]
#[command(after_long_help = JSON)]
pub(crate) struct Arguments {
    /// The OpenAPI document, which may refer to files beside it [default: spec/telnyx-video.yaml]
    file: Option<PathBuf>,
    /// The overlay to apply to it [default: spec/overlay.yaml; none if FILE is given]
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// As a compiler does: file, line, rule and place, then what to do
    Text,
    /// One JSON object
    Json,
}

#[derive(Serialize)]
struct Report {
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl Report {
    fn of(findings: Vec<Finding>) -> Self {
        let count = |severity| {
            let alike = findings
                .iter()
                .filter(|finding| finding.severity == severity);
            alike.count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            findings,
        }
    }

    fn print(&self, format: Format) -> Result<()> {
        match format {
            Format::Json => anstream::println!("{}", serde_json::to_string_pretty(self)?),
            Format::Text => {
                for finding in &self.findings {
                    anstream::println!("{finding}");
                }
                let errors = counted(self.errors, "error");
                let warnings = counted(self.warnings, "warning");
                anstream::println!("{errors}, {warnings}");
            }
        }
        Ok(())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode> {
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
