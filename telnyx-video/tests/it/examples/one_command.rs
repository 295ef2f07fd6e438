//! Each example with the mock server in one command, as their headers and the README have it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::programs::{Directory, program, run, told};

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// A program with a server of its own, in which a meeting goes on.
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
async fn quickstart() {
    let output = run(with_server(program("quickstart"), &[]), "").await;
    let told = told(&output);
    assert!(told.starts_with("made the room "), "{told}");
    assert!(told.contains("\n2 people are in the session "), "{told}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("base URL    http://127.0.0.1:"), "{said}");
}

#[tokio::test]
async fn moderate() {
    let command = with_server(program("moderate"), &[]);
    let told = told(&run(command, "kick 1\nlist\nquit\n").await);
    assert!(
        told.contains("    1  Ann\n    2  Bob\n2 people in 1 sessions"),
        "{told}"
    );
    assert!(
        told.contains("    1  Bob\n1 people in 1 sessions"),
        "{told}"
    );
}

#[tokio::test]
async fn download_recordings() {
    let directory = Directory::new("downloaded-in-one-command");
    let arguments = [ROOM, directory.path().to_str().unwrap()];
    let command = with_server(program("download_recordings"), &arguments);
    let told = told(&run(command, "").await);
    assert!(told.starts_with("2 downloaded, 0 there already"), "{told}");
}

#[tokio::test]
async fn cleanup() {
    let command = with_server(program("cleanup"), &["1"]);
    let told = told(&run(command, "").await);
    assert!(told.contains("\n2 recordings, 1 MB, ended on "), "{told}");
}

/// The servers go on until they are told to end, and end with the command that started them.
#[cfg(unix)]
#[tokio::test]
async fn token_server_and_webhook_receiver() {
    use std::io::{self, ErrorKind, Read};
    use std::net::TcpStream;

    use tokio::task::spawn_blocking;

    use crate::support::{PATIENCE, Running};

    for name in ["token_server", "webhook_receiver"] {
        let mut command = with_server(program(name), &[]);
        command.env("LISTEN", "127.0.0.1:0");
        let test = move || {
            let mut running = Running::start(&mut command);
            let line = running.line();
            let address = line.strip_prefix("listening on http://").unwrap();
            let address = address.split('/').next().unwrap();
            // Its end of the connection closes with it. The port proves nothing: another process may reuse it.
            let mut connection = TcpStream::connect(address).unwrap();
            connection.set_read_timeout(Some(PATIENCE)).unwrap();
            running.terminate();
            let read = connection.read(&mut [0]);
            let timed_out = |error: &io::Error| {
                matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
            };
            assert!(
                !read.is_err_and(|error| timed_out(&error)),
                "{name} goes on"
            );
        };
        spawn_blocking(test).await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_decides_how_it_ends() {
    let output = run(with_server("sh", &["-c", "exit 3"]), "").await;
    assert_eq!(output.status.code(), Some(3));
    let output = run(with_server("no-such-command", &[]), "").await;
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("error: cannot run no-such-command: "),
        "{said}"
    );
}
