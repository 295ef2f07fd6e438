//! The command line: the same in both programs, whichever tasks they can do themselves.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use codegen::tools::diff::Version;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's tasks",
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Write the SDK's emitted code from the spec, or check that it is in step
    Generate(Generate),
    /// Take a new contract in, and look at what it changes
    #[command(subcommand)]
    Spec(Spec),
    /// Run a server that behaves like the API, until Ctrl-C or for as long as a command runs
    Mock(Mock),
    /// Run every check that a change has to pass, tests aside
    Ci,
    /// Set the version, date the changelog, commit and tag, once everything has been checked
    Release(Release),
}

#[derive(Subcommand)]
pub(crate) enum Spec {
    /// Take the facts of an upstream document into the spec, and leave its prose out
    Import(Import),
    /// Find what is wrong with a document, or could be better
    Lint(Lint),
    /// Say what has changed between two API descriptions for those who use the SDK, and what version that asks for
    Diff(Diff),
    /// Import, lint, diff and generate, and write down in the changelog what has changed: all of it, or nothing
    Update(Import),
}

#[derive(clap::Args, Default)]
pub(crate) struct Generate {
    /// Write nothing; say how the emitted code differs from the spec, and exit with 1 if it does
    #[arg(long)]
    pub(crate) check: bool,
    /// The OpenAPI document [default: spec/telnyx-video.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// The overlay to apply to it [default: spec/overlay.yaml; none if --spec is given]
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// The directory of the emitted code [default: telnyx-video/src/generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Lay out a crate of its own with this name in the directory of --out: the emitted code, and the runtime around it
    #[arg(long, value_name = "NAME", requires = "out")]
    pub(crate) crate_name: Option<String>,
    /// Leave out what cannot be generated, and say so, instead of stopping at it
    #[arg(long)]
    pub(crate) lenient: bool,
}

#[derive(clap::Args)]
pub(crate) struct Import {
    /// The upstream document, which may refer to files beside it: OpenAPI 3.0 or 3.1, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
}

/// What `spec lint --format json` prints, said where a user looks for it.
const LINT_JSON: &str = "\
The JSON is one object: `errors` and `warnings` are their numbers, and `findings` a list of objects with
  severity  `error` or `warning`
  rule      the name of the rule
  document  the file that the finding is in
  line      its line there, or null in an empty file
  pointer   the node, as a JSON pointer that begins with #
  message   what is wrong
  help      what to do about it

Exits with 1 if there are errors; warnings alone are no failure.";

#[derive(clap::Args, Default)]
#[command(after_long_help = LINT_JSON)]
pub(crate) struct Lint {
    /// The OpenAPI document, which may refer to files beside it [default: spec/telnyx-video.yaml]
    pub(crate) file: Option<PathBuf>,
    /// The overlay to apply to it [default: spec/overlay.yaml; none if FILE is given]
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: LintFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum LintFormat {
    /// As a compiler does: file, line, rule and place, then what to do
    #[default]
    Text,
    /// One JSON object
    Json,
}

#[derive(clap::Args)]
pub(crate) struct Diff {
    /// What was: an OpenAPI document, or `git:REV` for that of the project as it stood in a revision
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// What is: likewise
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// The overlay to apply to files [default: spec/overlay.yaml]; a revision brings its own
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// Exit with 1 if anything has changed
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Markdown,
    Json,
}

#[derive(clap::Args)]
pub(crate) struct Mock {
    /// The port to listen on [default: one that is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Rooms, sessions, participants, recordings and compositions to begin with, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Runs a command that is led to the server by TELNYX_BASE_URL, TELNYX_API_KEY and TELNYX_PUBLIC_KEY, and ends with it
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(clap::Args)]
pub(crate) struct Release {
    /// The version to release [default: the least that the changes ask for]
    #[arg(value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    /// Check everything and say what would be done, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Leave out `cargo xtask ci`, which has passed already
    #[arg(long)]
    pub(crate) skip_ci: bool,
}
