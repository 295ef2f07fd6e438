//! The command line. Both programs accept all tasks.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use codegen::tools::diff::Version;

use crate::project::input_files::DEFAULT_MAX_SIZE;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Runs a task of this project",
    arg_required_else_help = true,
    after_help = "Example:\n  cargo xtask generate --check"
)]
pub(crate) struct Arguments {
    /// Greatest total size of a document and the files that it refers to, in MiB
    #[arg(long, value_name = "MIB", global = true, default_value_t = DEFAULT_MAX_SIZE)]
    pub(crate) max_input_size: u64,
    #[command(subcommand)]
    pub(crate) task: Task,
}

/// Creates an error about arguments that clap accepts but the task rejects, with the usage of the task.
pub(crate) fn usage_error(task: &str, message: &str) -> anyhow::Error {
    let mut program = Arguments::command();
    // Adds the name of the program to that of the task.
    program.build();
    let error = match program.find_subcommand_mut(task) {
        Some(task) => task.error(ErrorKind::InvalidValue, message),
        None => program.error(ErrorKind::InvalidValue, message),
    };
    error.into()
}

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Generate the SDK's code from the spec, or check that the code on disk is up to date
    Generate(Generate),
    /// Import, lint, compare or update the spec
    #[command(subcommand, after_help = "Example:\n  cargo xtask spec lint")]
    Spec(Spec),
    /// Run a mock server of the API until Ctrl-C, or for as long as a command runs
    Mock(Mock),
    /// Run every check except the tests
    Ci(Ci),
    /// Set the version, date the changelog, commit and tag, after `cargo xtask ci` has passed; runs no tests
    Release(Release),
}

#[derive(Subcommand)]
pub(crate) enum Spec {
    /// Copy the operations that spec/import.yaml selects from an OpenAPI document of Telnyx into the spec
    #[command(after_help = "Example:\n  cargo xtask spec import --from spec3.yml")]
    Import(Import),
    /// Report every problem in a document and its overlay
    Lint(Lint),
    /// Compare two API descriptions: how each change affects callers, and which version of the SDK the changes need if
    /// one of them is the project's spec
    Diff(Diff),
    /// Import, lint, generate, and add the changes to the changelog; writes nothing if a step fails
    #[command(after_help = "Example:\n  cargo xtask spec update --from spec3.yml")]
    Update(Import),
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  cargo xtask generate
  cargo xtask generate --check
  cargo xtask generate --spec voice.yaml --out ../acme-voice --crate-name acme-voice";

#[derive(clap::Args, Default)]
#[command(after_help = GENERATE_EXAMPLES)]
pub(crate) struct Generate {
    /// Write nothing; print a diff and exit with 1 if the generated code is out of date
    #[arg(long)]
    pub(crate) check: bool,
    /// OpenAPI document; any but the project's spec needs --out [default: spec/telnyx-video.yaml]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// Overlay to apply to the document [default: spec/overlay.yaml for the project's spec, otherwise none]
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
    /// OpenAPI document (3.0, 3.1 or 3.2, YAML or JSON); may refer to other files in its directory
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
}

const LINT_EXAMPLES: &str = "\
Examples:
  cargo xtask spec lint
  cargo xtask spec lint voice.yaml --format json";

const LINT_JSON: &str = "\
With `--format json`, the output is one object: `errors` and `warnings` are counts, and each object in `findings` has
  severity  `error` or `warning`
  rule      name of the lint rule
  document  file that has the problem
  line      line number, or null in an empty file
  pointer   JSON pointer of the object, starting with #
  message   the problem
  help      how to solve it

Exits with 1 if there are errors, and with 0 if there are only warnings. If a file can't be read or parsed, the output
is empty, the error is printed to standard error, and the exit code is 1.";

#[derive(clap::Args, Default)]
#[command(after_help = LINT_EXAMPLES, after_long_help = format!("{LINT_EXAMPLES}\n\n{LINT_JSON}"))]
pub(crate) struct Lint {
    /// OpenAPI document; may refer to other files in its directory [default: spec/telnyx-video.yaml]
    pub(crate) file: Option<PathBuf>,
    /// Overlay to apply to the document [default: spec/overlay.yaml for the project's spec, otherwise none]
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

const DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask spec diff git:v0.1.0 git:HEAD
  cargo xtask spec diff git:HEAD spec/telnyx-video.yaml --format markdown
  cargo xtask spec diff voice-1.yaml voice-2.yaml --exit-code";

#[derive(clap::Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(crate) struct Diff {
    /// Old OpenAPI document: a file, or `git:REV` for the project's spec in a revision
    pub(crate) old: String,
    /// New OpenAPI document: a file, or `git:REV`
    pub(crate) new: String,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
    /// Overlay to apply to files; revisions use their own [default: spec/overlay.yaml if one of the documents is the
    /// project's spec, otherwise none]
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// Exit with 1 if the documents differ. Without this option, exit with 0. If they can't be compared, exit with 2
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Markdown,
    Json,
}

const MOCK_EXAMPLES: &str = "\
Examples:
  cargo xtask mock --port 8080
  cargo xtask mock --examples
  cargo xtask mock --seed rooms.yaml -- npm test
  cargo xtask mock -- sh -c 'curl --oauth2-bearer \"$TELNYX_API_KEY\" \"$TELNYX_BASE_URL/rooms\"'";

#[derive(clap::Args)]
#[command(after_help = MOCK_EXAMPLES)]
pub(crate) struct Mock {
    /// Port to listen on [default: a free port]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Initial rooms, sessions, participants, recordings and compositions, in JSON, or in YAML of up to 32 kB
    /// [default: none]
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Respond to every operation with an example from the spec: any ID exists, any API key is accepted, and violations
    /// of the spec are printed instead of rejected
    #[arg(long, conflicts_with = "seed")]
    pub(crate) examples: bool,
    /// Command to run with TELNYX_BASE_URL, TELNYX_API_KEY and TELNYX_PUBLIC_KEY set; the server stops when it ends
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(clap::Args)]
#[command(after_help = "Example:\n  cargo xtask ci style")]
pub(crate) struct Ci {
    /// Run only the steps with these names [default: all steps]
    #[arg(value_name = "STEP")]
    pub(crate) steps: Vec<String>,
}

const RELEASE_EXAMPLES: &str = "\
Examples:
  cargo xtask release --dry-run
  cargo xtask release 1.0.0";

#[derive(clap::Args)]
#[command(after_help = RELEASE_EXAMPLES)]
pub(crate) struct Release {
    /// Version to release [default: the lowest version that the changes allow]
    pub(crate) version: Option<Version>,
    /// Run the same checks and print the version, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Skip `cargo xtask ci`
    #[arg(long)]
    pub(crate) skip_ci: bool,
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    /// Returns the long help of a command and its subcommands.
    fn help_texts(command: &mut Command) -> Vec<String> {
        let mut texts = vec![command.render_long_help().to_string()];
        let subcommands = command.get_subcommands_mut();
        texts.extend(
            subcommands
                .filter(|it| it.get_name() != "help")
                .flat_map(help_texts),
        );
        texts
    }

    #[test]
    fn help_of_every_command_has_valid_examples() {
        for help in help_texts(&mut Arguments::command()) {
            let examples = help.lines().filter(|it| it.starts_with("  cargo xtask "));
            let mut count = 0;
            for example in examples {
                let words = example.split_whitespace().skip(1);
                let parsed = Arguments::try_parse_from(words);
                assert!(
                    parsed.is_ok(),
                    "{example}: {}",
                    parsed.err().unwrap().render()
                );
                count += 1;
            }
            assert!(count > 0, "no example in the help:\n{help}");
        }
    }
}
