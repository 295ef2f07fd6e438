//! `cargo xtask mock`: runs the mock server, which clients in any language can use.
//!
//! The server is an example of the SDK's package. It runs as another program, since `xtask` can't depend on the SDK: it
//! must build even if the SDK's generated code doesn't.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use anyhow::{Context, Result};
use codegen::source::load;

use crate::arguments::Mock;
use crate::project::documents::Document;
use crate::project::exec;
use crate::project::root::root;

/// The options of cargo that select the server.
const SELECTION: [&str; 6] = [
    "--package",
    "telnyx-video",
    "--example",
    "mock_server",
    "--features",
    "mock",
];

pub(super) fn run(arguments: &Mock) -> Result<ExitCode> {
    let seed = arguments.seed.as_deref().map(write_as_json).transpose()?;
    let mut options: Vec<OsString> = vec!["--port".into(), arguments.port.to_string().into()];
    if let Some(seed) = seed {
        options.extend(["--seed".into(), seed.into()]);
    }
    options.push("--".into());
    options.extend_from_slice(&arguments.command);
    exec::run_program("the mock server", &SELECTION, options)
}

/// Converts the seed to JSON, the format that the server reads, and returns the path of the new file.
fn write_as_json(seed: &Path) -> Result<PathBuf> {
    let document = Document::from_path(seed)?;
    let seed = load::load(document.source())?;
    let directory = root().join("target");
    // Servers that run at the same time have different process IDs, and so different files.
    let file = directory.join(format!("mock-seed-{}.json", process::id()));
    fs::create_dir_all(&directory)
        .and_then(|()| fs::write(&file, seed.to_string()))
        .with_context(|| format!("cannot write the seed to {}", file.display()))?;
    Ok(file)
}
