//! `cargo xtask mock`: runs the mock server for any client, until Ctrl-C or for as long as a command runs.
//!
//! The server is an example of the SDK, and a program of its own: this one has to be built when the SDK's code is out of
//! step with the spec, and so cannot depend on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

use anyhow::{Context, Result};
use codegen::source::load;

use crate::arguments::Mock;
use crate::project::documents::Document;
use crate::project::program;
use crate::root;

pub(crate) fn run(arguments: &Mock) -> Result<ExitCode> {
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
    program::replace_with(server)
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
