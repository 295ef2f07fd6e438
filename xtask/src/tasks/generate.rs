//! `cargo xtask generate`: writes the generated code, or checks that it is up to date.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::diagnostics::{Effect, Mode, Report};
use codegen::ir::Api;
use codegen::render::emit::Files;
use codegen::tools::scaffold;
use codegen::{Generated, Input};

use super::unified_diff::unified_diff;
use crate::arguments::{self, Generate};
use crate::plural;
use crate::project::diagnostics::{self, painted};
use crate::project::documents::{self, Contract};
use crate::project::generated_files;
use crate::project::root::root;
use crate::project::sdk_sources;
use crate::project::transaction::Transaction;

/// The directory of the generated code in the project, with a final slash.
pub(super) const OUT: &str = "telnyx-video/src/generated/";

/// The version of a new crate.
const FIRST_VERSION: &str = "0.1.0";

impl Generate {
    /// Without `--out`, rejects any document except the spec of the project, since its code would replace that of the
    /// SDK.
    fn check_out(&self) -> Result<()> {
        if let (Some(spec), None) = (&self.spec, &self.out)
            && !documents::is_spec_of_project(spec)
        {
            let message = format!(
                "`--spec {}` needs `--out`: the code would replace that of the SDK in {OUT}\n  \
                 help: add `--out DIR` with the directory to write to",
                spec.display()
            );
            return Err(arguments::usage_error("generate", &message));
        }
        Ok(())
    }

    /// Returns all files to write, by path in `directory`, and the subdirectory in which they replace all others.
    fn files(&self, api: &Api, code: Files, directory: &Path) -> Result<(Files, &'static str)> {
        if self.out.is_none() {
            return Ok((in_project(code), OUT));
        }
        if self.crate_name.is_none() {
            return Ok((code, ""));
        }
        let manifest = fs::read_to_string(directory.join("Cargo.toml")).ok();
        let version = manifest.as_deref().and_then(scaffold::version);
        let version = version.unwrap_or_else(|| FIRST_VERSION.to_owned());
        let files = scaffold::crate_files(&sdk_sources::read()?, &version, api, &code)?;
        // The user may add files to a crate. The directory of a new one may have only generated files.
        Ok((files, manifest.map_or("", |_| "src/")))
    }
}

pub(super) fn run(arguments: &Generate) -> Result<ExitCode> {
    let start = Instant::now();
    arguments.check_out()?;
    let directory = arguments.out.clone().unwrap_or_else(root);
    let transaction = (!arguments.check).then(|| Transaction::begin(&directory));
    let transaction = transaction.transpose()?;
    let contract = Contract::from_paths(arguments.spec.as_deref(), arguments.overlay.as_deref())?;
    let mode = match arguments.lenient {
        true => Mode::Lenient,
        false => Mode::Strict,
    };
    let input = Input {
        package: arguments.crate_name.as_deref(),
        ..contract.input()
    };
    let Generated {
        api,
        files: code,
        report,
    } = match generate(input, mode) {
        Ok(generated) => generated,
        Err(error) => {
            anstream::eprintln!("{}", painted(&error));
            print_lenient_hint(input, mode);
            return Ok(ExitCode::FAILURE);
        }
    };
    let (files, owned) = arguments.files(&api, code, &directory)?;
    print_report(&report);
    let differences = generated_files::differences(&directory, &files, owned)?;
    let status = match transaction {
        Some(transaction) => {
            transaction.commit(&generated_files::replacements(differences))?;
            "generated"
        }
        None if differences.is_empty() => "up to date",
        None => {
            for difference in &differences {
                anstream::print!("{}", unified_diff(difference));
            }
            bail!(
                "{} from the generated code\n  \
                 help: run `cargo xtask generate` with the same options except `--check`, and commit the result",
                plural::count_of(differences.len(), "file differs", "files differ"),
            );
        }
    };
    anstream::println!(
        "{status}: {}, {} ms",
        summary(&api, &report, &files),
        start.elapsed().as_millis()
    );
    Ok(ExitCode::SUCCESS)
}

/// Returns generated code by path in the project.
pub(super) fn in_project(code: Files) -> Files {
    let files = code.into_iter();
    files
        .map(|(path, text)| (format!("{OUT}{path}"), text))
        .collect()
}

/// Generates the code, and prints the progress.
pub(super) fn generate(input: Input<'_>, mode: Mode) -> codegen::diagnostics::Result<Generated> {
    diagnostics::print_progress("generating the code");
    codegen::generate(input, mode)
}

/// After an error in strict mode, prints how many problems `--lenient` reports instead of stopping.
fn print_lenient_hint(input: Input<'_>, mode: Mode) {
    if mode == Mode::Strict
        && let Ok(generated) = generate(input, Mode::Lenient)
    {
        diagnostics::print(&format!(
            "note: the generator stopped at the first error; with `--lenient`, it reports {} instead",
            plural::count(generated.report.diagnostics.len(), "warning"),
        ));
    }
}

/// Returns the numbers of operations, types, files and lines for the output.
pub(super) fn summary(api: &Api, report: &Report, files: &Files) -> String {
    let webhooks = match report.webhooks {
        0 => String::new(),
        count => format!(
            " (including those of {})",
            plural::count_of(count, "webhook or callback", "webhooks and callbacks")
        ),
    };
    let lines = files.values().map(|text| text.lines().count()).sum();
    format!(
        "{}, {}{webhooks}, {}, {}",
        plural::count(api.operations().count(), "operation"),
        plural::count(api.types.len(), "type"),
        plural::count(files.len(), "file"),
        plural::count(lines, "line"),
    )
}

/// Prints the diagnostics, each about a part of the document that isn't generated as it is, and counts their effects.
pub(super) fn print_report(report: &Report) {
    for diagnostic in &report.diagnostics {
        anstream::eprintln!("{}", painted(diagnostic));
    }
    if report.diagnostics.is_empty() {
        return;
    }
    anstream::eprintln!(
        "{} in the document, {} omitted; {} replaced by any JSON value, {} ignored, {} renamed",
        plural::count(report.operations, "operation"),
        report.count(Effect::Skipped),
        plural::count(report.count(Effect::Fallback), "type"),
        plural::count(report.count(Effect::Ignored), "object"),
        plural::count(report.count(Effect::Renamed), "name"),
    );
}
