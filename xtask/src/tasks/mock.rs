//! `cargo xtask mock`: runs the mock server, which clients in any language can use.
//!
//! The server is an example of the SDK's package. It runs as another program, since `xtask` can't depend on the SDK: it
//! must build even if the SDK's generated code doesn't.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use codegen::source::load;
use serde_json::Value;

use crate::arguments::Mock;
use crate::project::documents::Document;
use crate::project::exec;

/// The options of cargo that select the server.
const SELECTION: &str = "--package telnyx-video --example mock_server --features mock";

/// The environment variable in which the server gets a seed in another format than JSON: its path, a line feed and its
/// JSON. Unlike a file, a variable leaves nothing behind.
const SEED_VARIABLE: &str = "MOCK_SERVER_SEED";

/// The maximum size of the variable in bytes, which every operating system supports.
const MAX_VARIABLE_SIZE: usize = 32_000;

pub(super) fn run(arguments: &Mock) -> Result<ExitCode> {
    let mut server = exec::cargo_run(SELECTION);
    server.args(["--", "--port", &arguments.port.to_string()]);
    if arguments.examples {
        server.arg("--examples");
    }
    if let Some(seed) = &arguments.seed {
        pass_seed(&mut server, seed)?;
    }
    server.arg("--").args(&arguments.command);
    exec::replace_process(server)
}

/// Passes the path of a seed in JSON, the only format that the server reads, or else the seed itself.
fn pass_seed(server: &mut Command, path: &Path) -> Result<()> {
    let document = Document::from_path(path)?;
    let seed = load::load(document.source())?;
    if serde_json::from_str::<Value>(document.source().text).is_ok() {
        server.arg("--seed").arg(path);
        return Ok(());
    }
    let seed = format!("{}\n{seed}", path.display());
    if seed.len() > MAX_VARIABLE_SIZE {
        bail!(
            "{}: the seed is longer than {MAX_VARIABLE_SIZE} bytes\n  \
             help: convert it to JSON; the limit applies only to other formats",
            path.display()
        );
    }
    server.env(SEED_VARIABLE, seed);
    Ok(())
}
