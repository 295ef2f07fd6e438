//! `cargo xtask generate`: writes the emitted code, or checks that it is in step.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use codegen::Generated;

use crate::documents::{Document, OVERLAY, SPEC};
use crate::files::{self, Difference};
use crate::{drift, root};

const OUT: &str = "telnyx-video/src/generated";

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
}

impl Arguments {
    fn documents(&self) -> Result<(Document, Option<Document>)> {
        let overlay = self.overlay.as_deref().map(Document::given);
        Ok(match &self.spec {
            Some(spec) => (Document::given(spec)?, overlay.transpose()?),
            None => (
                Document::of_project(SPEC)?,
                Some(overlay.unwrap_or_else(|| Document::of_project(OVERLAY))?),
            ),
        })
    }

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
        format!("cargo xtask generate{}", options.collect::<String>())
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let start = Instant::now();
    let (spec, overlay) = arguments.documents()?;
    let out = arguments.out.clone().unwrap_or_else(|| root().join(OUT));
    let generated = codegen::generate(spec.source(), overlay.as_ref().map(Document::source))?;
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

fn summary(generated: &Generated) -> String {
    let Generated {
        files,
        operations,
        types,
    } = generated;
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    format!(
        "{operations} operations, {types} types, {} files, {lines} lines",
        files.len()
    )
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
