//! `cargo xtask mock`: runs the mock server for any client, until Ctrl-C or for as long as a command runs.
//!
//! The server is an example of the SDK, and a program of its own: this one has to be built when the SDK's code is out of
//! step with the spec, and so cannot depend on it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

use anyhow::{Context, Result};
use codegen::load;

use crate::documents::Document;
use crate::root;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port to listen on [default: one that is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Rooms, sessions, participants, recordings and compositions to begin with, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Runs a command that is led to the server by TELNYX_BASE_URL, TELNYX_API_KEY and TELNYX_PUBLIC_KEY, and ends with it
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let seed = arguments.seed.as_deref().map(as_json).transpose()?;
    // The directory stays as it is: it is that of the command.
    let mut server = Command::new("cargo");
    server
        .args(["run", "--quiet", "--package", "telnyx-video"])
        .args(["--example", "mock_server", "--features", "mock", "--locked"])
        .arg("--manifest-path")
        .arg(root().join("Cargo.toml"))
        .args(["--", "--port", &arguments.port.to_string()]);
    if let Some(seed) = seed {
        server.arg("--seed").arg(seed);
    }
    server.arg("--").args(&arguments.command);
    replace_with(server)
}

/// The seed in a file of JSON, which the server reads. This process is what that becomes, so the name is its own.
fn as_json(seed: &Path) -> Result<PathBuf> {
    let document = Document::given(seed)?;
    let seed = load::load(document.source())?;
    let directory = root().join("target");
    let file = directory.join(format!("mock-seed-{}.json", process::id()));
    fs::create_dir_all(&directory)
        .and_then(|()| fs::write(&file, seed.to_string()))
        .with_context(|| format!("cannot write the seed to {}", file.display()))?;
    Ok(file)
}

/// Becomes the program, so that whoever ends this process ends that one.
#[cfg(unix)]
fn replace_with(mut program: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("cannot run cargo")
}

/// Where a process cannot become another program, it waits for it.
#[cfg(not(unix))]
fn replace_with(mut program: Command) -> Result<ExitCode> {
    let status = program.status().context("cannot run cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
