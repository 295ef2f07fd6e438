//! `cargo xtask mock`: runs the mock server for any client, until Ctrl-C.
//!
//! The server is an example of the SDK, and a program of its own: this one has to be built when the SDK's code is out of
//! step with the spec, and so cannot depend on it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};
use codegen::load;

use crate::documents::Document;
use crate::root;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port to listen on [default: one that is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Rooms, sessions, participants and recordings to begin with, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let seed = arguments.seed.as_deref().map(Document::given).transpose()?;
    let seed = seed.map(|seed| load::load(seed.source())).transpose()?;
    let port = arguments.port.to_string();
    let mut command = Command::new("cargo");
    command
        .args(["run", "--quiet", "--package", "telnyx-video"])
        .args(["--example", "mock_server", "--features", "mock", "--locked"])
        .args(["--", &port])
        .current_dir(root())
        .stdin(Stdio::piped());
    let mut server = command.spawn().context("cannot run cargo")?;
    // The seed ends with the input, also when there is none.
    if let (Some(mut input), Some(seed)) = (server.stdin.take(), seed) {
        let written = input.write_all(seed.to_string().as_bytes());
        written.context("cannot hand the seed to the server")?;
    }
    let status = server.wait().context("cannot wait for the server")?;
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
