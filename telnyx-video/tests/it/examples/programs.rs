//! Runs the example binaries that cargo builds for the tests.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output, Stdio};

use telnyx_video::mock::MockServer;

/// A directory for the files of an example, removed on drop.
pub(crate) struct Directory(PathBuf);

impl Directory {
    /// Returns a path that does not exist, and that no other process uses.
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("{name}-{}", process::id());
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the path of an example binary.
pub(crate) fn program(name: &str) -> PathBuf {
    let tests = env::current_exe().unwrap();
    let directory = tests.ancestors().nth(2).unwrap().join("examples");
    let program = directory.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} does not exist; build it with `cargo build --examples --features mock`",
        program.display()
    );
    program
}

/// Returns the command for an example that uses a mock server.
pub(crate) fn command(server: &MockServer, name: &str) -> Command {
    let mut command = command_with(server.base_url(), server.api_key(), name);
    command.env("TELNYX_PUBLIC_KEY", server.public_key());
    command
}

/// Returns the command for an example that uses a server on this machine.
pub(crate) fn command_with(base_url: &str, api_key: &str, name: &str) -> Command {
    let mut command = Command::new(program(name));
    command
        .env("TELNYX_API_KEY", api_key)
        .env("TELNYX_BASE_URL", base_url)
        .env("NO_PROXY", "127.0.0.1");
    command
}

/// Runs a command with this standard input and returns its output.
pub(crate) async fn run(mut command: Command, input: &'static str) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let run = move || {
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// Returns the standard output of a successful command.
pub(crate) fn stdout(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}
