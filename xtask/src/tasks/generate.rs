//! `cargo xtask generate`: writes the emitted code, or checks that it is in step.

use std::fs;
use std::mem;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use codegen::diagnostics::{Effect, Mode, Report};
use codegen::ir::Api;
use codegen::render::emit::Files;
use codegen::tools::scaffold::{self, Name};
use codegen::{Generated, Input};

use crate::arguments::Generate;
use crate::project::diagnostics::painted;
use crate::project::documents::Document;
use crate::project::files::{self, Difference, Extent};
use crate::project::sdk;
use crate::root;
use crate::tasks::drift;

pub(crate) const OUT: &str = "telnyx-video/src/generated";

/// The version of a crate that is laid out for the first time.
const FIRST_VERSION: &str = "0.1.0";

impl Generate {
    /// The command that does what this one checks.
    fn mending_command(&self) -> String {
        let options = [
            ("--spec", &self.spec),
            ("--overlay", &self.overlay),
            ("--out", &self.out),
        ];
        let options = options
            .into_iter()
            .filter_map(|(name, path)| Some(format!(" {name} {}", path.as_ref()?.display())));
        let name = self.crate_name.iter();
        let name = name.map(|name| format!(" --crate-name {name}"));
        let lenient = if self.lenient { " --lenient" } else { "" };
        format!(
            "cargo xtask generate{}{lenient}",
            options.chain(name).collect::<String>()
        )
    }

    /// All files that are to be in the directory, and what of it they are.
    fn files(&self, api: &Api, emitted: Files, out: &Path) -> Result<(Files, Extent)> {
        let Some(package) = &self.crate_name else {
            return Ok((emitted, Extent::Whole));
        };
        let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
        let version = scaffold::version(&manifest).unwrap_or_else(|| FIRST_VERSION.to_owned());
        let name = Name {
            package,
            version: &version,
        };
        let files = scaffold::lay_out(&sdk::read()?, name, api, &emitted)?;
        Ok((files, Extent::Crate))
    }
}

pub(crate) fn run(arguments: &Generate) -> Result<ExitCode> {
    let start = Instant::now();
    let overlay = arguments.overlay.as_deref();
    let (spec, overlay) = Document::pair(arguments.spec.as_deref(), overlay)?;
    let mode = if arguments.lenient {
        Mode::Lenient
    } else {
        Mode::Strict
    };
    let out = arguments.out.clone().unwrap_or_else(|| root().join(OUT));
    let input = Input {
        package: arguments.crate_name.as_deref(),
        ..spec.input(overlay.as_ref())
    };
    let mut generated = codegen::generate(input, mode)?;
    let emitted = mem::take(&mut generated.files);
    let (files, extent) = arguments.files(&generated.api, emitted, &out)?;
    tell(&generated.report);
    let differences = files::differences(&out, &files, extent)?;
    if arguments.check && !differences.is_empty() {
        report(&differences, &arguments.mending_command());
        return Ok(ExitCode::FAILURE);
    }
    if !arguments.check {
        files::replace(&files::replacements(&out, differences))?;
    }
    let verb = if arguments.check {
        "in step"
    } else {
        "generated"
    };
    anstream::println!(
        "{verb}: {}, {} ms",
        summary(&generated, &files),
        start.elapsed().as_millis()
    );
    Ok(ExitCode::SUCCESS)
}

/// Says how much was generated, and into how many files of how many lines.
pub(crate) fn summary(generated: &Generated, files: &Files) -> String {
    let Generated {
        operations, types, ..
    } = generated;
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    let webhooks = match generated.report.webhooks {
        0 => String::new(),
        count => format!(" (those of {count} webhooks and callbacks among them)"),
    };
    format!(
        "{operations} operations, {types} types{webhooks}, {} files, {lines} lines",
        files.len()
    )
}

/// Says what of the document is not in the code, and sums it up if there is anything.
fn tell(report: &Report) {
    for notice in &report.diagnostics {
        anstream::eprintln!("{}", painted(notice));
    }
    if report.diagnostics.is_empty() {
        return;
    }
    anstream::eprintln!(
        "{} operations in the document, {} left out; {} values of any form, {} things ignored, {} renamed",
        report.operations,
        report.count(Effect::Skipped),
        report.count(Effect::Fallback),
        report.count(Effect::Ignored),
        report.count(Effect::Renamed),
    );
}

fn report(differences: &[Difference], command: &str) {
    for difference in differences {
        anstream::print!("{}", drift::unified(difference));
    }
    let count = differences.len();
    let (files, differ) = if count == 1 {
        ("file", "differs")
    } else {
        ("files", "differ")
    };
    anstream::eprintln!(
        "error: {count} {files} {differ} from what the spec says\n  help: run `{command}`, and commit what it writes"
    );
}
