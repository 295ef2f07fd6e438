//! Each example with a mock server in one command, as in their docs and the README.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::programs::{Directory, program, run, stdout};

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// Returns the command for a program with a mock server that has a meeting in progress.
fn with_server(program_path: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program("mock_server"));
    command
        .arg("--seed")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/meeting.json"))
        .arg("--")
        .arg(program_path)
        .args(arguments);
    command
}

#[tokio::test]
async fn quickstart_runs_with_mock_server() {
    let output = run(with_server(program("quickstart"), &[]), "").await;
    let stdout = stdout(&output);
    assert!(stdout.starts_with("created room "), "{stdout}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("base URL    http://127.0.0.1:"),
        "{stderr}"
    );
}

#[test]
fn mock_server_with_invalid_arguments_prints_usage() {
    for (arguments, expected) in [
        (
            vec!["--prot"],
            "error: unexpected argument \"--prot\"\nusage: ",
        ),
        (
            vec!["--port", "a"],
            "error: --port takes a number up to 65535\nusage: ",
        ),
        (vec!["--seed"], "error: --seed takes a file\nusage: "),
        (
            vec!["--seed", "a", "--examples"],
            "error: --examples takes no seed: it ignores the server's state\nusage: ",
        ),
    ] {
        let output = Command::new(program("mock_server"))
            .args(arguments)
            .output();
        let output = output.unwrap();
        assert!(!output.status.success());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with(expected), "{stderr}");
    }
}

#[tokio::test]
async fn moderate_runs_with_mock_server() {
    let command = with_server(program("moderate"), &[ROOM]);
    let stdout = stdout(&run(command, "quit\n").await);
    assert!(
        stdout.contains("\n2 participants in the room\n"),
        "{stdout}"
    );
}

#[tokio::test]
async fn download_recordings_runs_with_mock_server() {
    let directory = Directory::new("downloaded-in-one-command");
    let arguments = [directory.path().to_str().unwrap(), "2026-03-14"];
    let command = with_server(program("download_recordings"), &arguments);
    let stdout = stdout(&run(command, "").await);
    assert!(stdout.contains("\n2 downloaded, 0 skipped"), "{stdout}");
}

#[tokio::test]
async fn cleanup_runs_with_mock_server() {
    let command = with_server(program("cleanup"), &[ROOM, "1"]);
    let stdout = stdout(&run(command, "").await);
    assert!(
        stdout.contains("\n2 recordings, 1.0 MB, ended on "),
        "{stdout}"
    );
}

/// SIGTERM to the mock server also stops the servers that it has started.
#[cfg(unix)]
#[tokio::test]
async fn servers_stop_with_mock_server() {
    use std::io::{self, ErrorKind, Read};
    use std::net::TcpStream;

    use tokio::task::spawn_blocking;

    use crate::support::{ChildProcess, TIMEOUT};

    for name in ["token_server", "webhook_receiver"] {
        let mut command = with_server(program(name), &[]);
        command.env("LISTEN", "127.0.0.1:0");
        let test = move || {
            let mut process = ChildProcess::start(&mut command);
            let line = process.read_line();
            let address = line.strip_prefix("listening on http://").unwrap();
            let address = address.split('/').next().unwrap();
            // The server closes its connections when it stops. Another process may reuse its port.
            let mut connection = TcpStream::connect(address).unwrap();
            connection.set_read_timeout(Some(TIMEOUT)).unwrap();
            process.terminate();
            let read = connection.read(&mut [0]);
            let timed_out = |error: &io::Error| {
                matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
            };
            assert!(
                !read.is_err_and(|error| timed_out(&error)),
                "{name} is still running"
            );
        };
        spawn_blocking(test).await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn command_uses_no_proxy_for_server_and_for_hosts_in_no_proxy() {
    let script = "echo \"$NO_PROXY $no_proxy\"";
    for variable in ["NO_PROXY", "no_proxy"] {
        let mut command = with_server("sh", &["-c", script]);
        command.env_remove("NO_PROXY").env_remove("no_proxy");
        command.env(variable, "a.example");
        let stdout = stdout(&run(command, "").await);
        assert_eq!(stdout, "127.0.0.1,a.example 127.0.0.1,a.example\n");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn exit_code_is_that_of_command() {
    let output = run(with_server("sh", &["-c", "exit 3"]), "").await;
    assert_eq!(output.status.code(), Some(3));
    let output = run(with_server("no-such-command", &[]), "").await;
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("error: cannot run no-such-command: "),
        "{stderr}"
    );
}
