//! `cargo xtask mock`: runs the mock server for clients in any language.
//!
//! The server is an example of the SDK, started as another program: xtask can't depend on the SDK, because it must
//! build even if the SDK's generated code doesn't.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};

use anyhow::{Context, Result};
use codegen::source::load;

use crate::arguments::Mock;
use crate::project::documents::Document;
use crate::project::exec;
use crate::root;

pub(super) fn run(arguments: &Mock) -> Result<ExitCode> {
    let seed = arguments.seed.as_deref().map(write_as_json).transpose()?;
    // The user's command runs in the current directory, so cargo gets the manifest by path.
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
    exec::replace_process(server)
}

/// Converts the seed to JSON, the format that the server reads, and returns the path of the new file.
fn write_as_json(seed: &Path) -> Result<PathBuf> {
    let document = Document::from_path(seed)?;
    let seed = load::load(document.source())?;
    let directory = root().join("target");
    // The server keeps this process ID, so servers that run at the same time have different files.
    let file = directory.join(format!("mock-seed-{}.json", process::id()));
    fs::create_dir_all(&directory)
        .and_then(|()| fs::write(&file, seed.to_string()))
        .with_context(|| format!("cannot write the seed to {}", file.display()))?;
    Ok(file)
}
