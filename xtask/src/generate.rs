//! `cargo xtask generate`: writes the emitted code, or checks that it is in step.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use codegen::Generated;
use codegen::report::{Effect, Mode, Report};

use crate::documents::Document;
use crate::files::{self, Difference};
use crate::{drift, root};

pub(crate) const OUT: &str = "telnyx-video/src/generated";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; say how the emitted code differs from the spec, and exit with 1 if it does
    #[arg(long)]
    check: bool,
    /// The OpenAPI document [default: spec/telnyx-video.yaml]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The overlay to apply to it [default: spec/overlay.yaml; none if --spec is given]
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// The directory of the emitted code [default: telnyx-video/src/generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Leave out what cannot be generated, and say so, instead of stopping at it
    #[arg(long)]
    lenient: bool,
}

impl Arguments {
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
        let lenient = if self.lenient { " --lenient" } else { "" };
        format!(
            "cargo xtask generate{}{lenient}",
            options.collect::<String>()
        )
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let start = Instant::now();
    let overlay = arguments.overlay.as_deref();
    let (spec, overlay) = Document::pair(arguments.spec.as_deref(), overlay)?;
    let mode = if arguments.lenient {
        Mode::Lenient
    } else {
        Mode::Strict
    };
    let out = arguments.out.clone().unwrap_or_else(|| root().join(OUT));
    let generated = codegen::generate(spec.source(), overlay.as_ref().map(Document::source), mode)?;
    tell(&generated.report);
    let differences = files::differences(&out, &generated.files)?;
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
        summary(&generated),
        start.elapsed().as_millis()
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn summary(generated: &Generated) -> String {
    let Generated {
        files,
        operations,
        types,
        ..
    } = generated;
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    format!(
        "{operations} operations, {types} types, {} files, {lines} lines",
        files.len()
    )
}

/// Says what of the document is not in the code, and sums it up if there is anything.
fn tell(report: &Report) {
    for notice in &report.notices {
        anstream::eprintln!("warning: {notice}");
    }
    if report.notices.is_empty() {
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
