//! The command line. Both programs accept all tasks.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use codegen::tools::diff::Version;

use crate::project::input_files::DEFAULT_MAX_SIZE;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Runs a task of this project",
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    /// Greatest total size of a document and the files that it refers to, in MiB
    #[arg(long, value_name = "MIB", global = true, default_value_t = DEFAULT_MAX_SIZE)]
    pub(crate) max_input_size: u64,
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Generate the SDK's code from the spec, or check that the committed code is up to date
    Generate(Generate),
    /// Import, lint, compare or update the spec
    #[command(subcommand)]
    Spec(Spec),
    /// Run a mock server of the API until Ctrl-C, or for as long as a command runs
    Mock(Mock),
    /// Run every check except the tests
    Ci(Ci),
    /// Set the version, date the changelog, commit and tag, after checking everything
    Release(Release),
}

#[derive(Subcommand)]
pub(crate) enum Spec {
    /// Import the facts of an upstream document into the spec, without its prose
    Import(Import),
    /// Report every problem in a document and its overlay
    Lint(Lint),
    /// Compare two API descriptions: how each change affects callers, and the next version of the SDK
    Diff(Diff),
    /// Import, lint, generate, and add the changes to the changelog; writes nothing if a step fails
    Update(Import),
}

#[derive(clap::Args, Default)]
pub(crate) struct Generate {
    /// Write nothing; print a diff and exit with 1 if the generated code is out of date
    #[arg(long)]
    pub(crate) check: bool,
    /// OpenAPI document [default: spec/telnyx-video.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Overlay to apply to the document [default: spec/overlay.yaml, or none with --spec]
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// Directory of the generated code [default: telnyx-video/src/generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Generate a whole crate of this name in the directory --out: the generated code, the runtime and a manifest
    #[arg(long, value_name = "NAME", requires = "out")]
    pub(crate) crate_name: Option<String>,
    /// Omit operations and types that can't be generated, with a warning each, instead of failing
    #[arg(long)]
    pub(crate) lenient: bool,
}

#[derive(clap::Args)]
pub(crate) struct Import {
    /// Upstream document: OpenAPI 3.0 or 3.1, YAML or JSON; may refer to other files in its directory
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
}

const LINT_JSON: &str = "\
With `--format json`, the output is one object: `errors` and `warnings` are counts, and each object in `findings` has
  severity  `error` or `warning`
  rule      name of the lint rule
  document  file that has the problem
  line      line number, or null in an empty file
  pointer   JSON pointer of the object, starting with #
  message   the problem
  help      how to solve it

Exits with 1 if there are errors, and with 0 if there are only warnings.";

#[derive(clap::Args, Default)]
#[command(after_long_help = LINT_JSON)]
pub(crate) struct Lint {
    /// OpenAPI document; may refer to other files in its directory [default: spec/telnyx-video.yaml]
    pub(crate) file: Option<PathBuf>,
    /// Overlay to apply to the document [default: spec/overlay.yaml, or none with FILE]
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// Format of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: LintFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum LintFormat {
    /// Compiler style: file, line, rule and JSON pointer, then how to solve the problem
    #[default]
    Text,
    /// One JSON object
    Json,
}

#[derive(clap::Args)]
pub(crate) struct Diff {
    /// Old OpenAPI document: a file, or `git:REV` for the project's spec in a revision
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// New OpenAPI document: a file, or `git:REV`
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Overlay to apply to files [default: spec/overlay.yaml]; revisions use their own
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// Exit with 1 if the documents differ
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
    /// Port to listen on [default: a free port]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Initial rooms, sessions, participants, recordings and compositions, in YAML or JSON [default: none]
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Respond to every operation with an example from the spec: any id exists, any API key is accepted, and violations
    /// of the spec are printed instead of rejected
    #[arg(long, conflicts_with = "seed")]
    pub(crate) examples: bool,
    /// Command to run with TELNYX_BASE_URL, TELNYX_API_KEY and TELNYX_PUBLIC_KEY set; the server stops when it ends
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(clap::Args)]
pub(crate) struct Ci {
    /// Run only the steps with these names [default: all steps]
    #[arg(value_name = "STEP")]
    pub(crate) steps: Vec<String>,
}

#[derive(clap::Args)]
pub(crate) struct Release {
    /// Version to release [default: the lowest version that the changes allow]
    #[arg(value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    /// Check everything and print the version, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Skip `cargo xtask ci`
    #[arg(long)]
    pub(crate) skip_ci: bool,
}
