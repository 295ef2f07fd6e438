//! `cargo xtask mock` on Unix: serving requests, stopping and running a command.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::project::{Project, out};

/// A server that is killed on drop.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn server_serves_seed_until_killed() {
    let project = Project::new("mock_serving/seed");
    let room = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
    project.write("seed.yaml", &format!("rooms: [{{id: {room}}}]\n"));
    let mut command = project.command(&["mock", "--seed", "seed.yaml"]);
    let child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn();
    let mut server = Server(child.unwrap());
    let stdout = BufReader::new(server.0.stdout.take().unwrap());
    let settings: Vec<String> = stdout.lines().take(3).map(Result::unwrap).collect();
    let address = settings[0]
        .strip_prefix("base URL    http://")
        .and_then(|rest| rest.strip_suffix("/v2"))
        .unwrap();
    assert_eq!(settings[1], "API key     KEY_OF_THE_MOCK_SERVER");

    let request = format!(
        "GET /v2/rooms/{room} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         authorization: Bearer KEY_OF_THE_MOCK_SERVER\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains(room), "{response}");

    server.0.kill().unwrap();
    server.0.wait().unwrap();
    assert!(
        TcpStream::connect(address).is_err(),
        "the server is still running"
    );
}

#[test]
fn command_runs_in_current_directory() {
    let project = Project::new("mock_serving/command");
    let command = "pwd; echo $TELNYX_API_KEY; exit 3";
    let output = project.xtask_of_workspace(&["mock", "--", "sh", "-c", command]);
    assert_eq!(output.status.code(), Some(3));
    let expected = format!("{}\nKEY_OF_THE_MOCK_SERVER\n", project.directory.display());
    assert_eq!(out(&output), expected);
}
