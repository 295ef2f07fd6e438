//! `cargo xtask mock` on Unix: serving requests, stopping and running a command.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use crate::project::{Project, err, out};

/// A server that is killed on drop.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server and returns it with its address.
fn start(project: &Project, arguments: &[&str]) -> (Server, String) {
    let mut command = project.command(&[&["mock"], arguments].concat());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut server = Server(command.spawn().unwrap());
    let stdout = BufReader::new(server.0.stdout.take().unwrap());
    let settings: Vec<String> = stdout.lines().take(3).map(Result::unwrap).collect();
    let address = settings[0]
        .strip_prefix("base URL    http://")
        .and_then(|rest| rest.strip_suffix("/v2"));
    assert_eq!(settings[1], "API key     KEY_OF_THE_MOCK_SERVER");
    (server, address.unwrap().to_owned())
}

/// Sends a GET request and returns the response.
fn get(address: &str, path: &str, api_key: &str) -> String {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {api_key}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

/// Returns the paths in the workspace's target directory that contain `seed`.
fn seeds_in_target() -> BTreeSet<PathBuf> {
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");
    let entries = fs::read_dir(target).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.to_string_lossy().contains("seed"))
        .collect()
}

#[test]
fn server_serves_seed_until_killed_and_leaves_no_file() {
    let project = Project::new("mock_serving/seed");
    project.write("seed.yaml", "rooms: [unique_name: standup]\n");
    let before = seeds_in_target();
    let (mut server, address) = start(&project, &["--seed", "seed.yaml"]);
    let response = get(&address, "/v2/rooms", "KEY_OF_THE_MOCK_SERVER");
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains("standup"), "{response}");

    server.0.kill().unwrap();
    server.0.wait().unwrap();
    assert!(
        TcpStream::connect(address).is_err(),
        "the server is still running"
    );
    assert_eq!(seeds_in_target(), before);
    assert_eq!(project.tree(".").len(), 1);
}

#[test]
fn server_with_examples_accepts_any_key_and_prints_violations() {
    let project = Project::new("mock_serving/examples");
    let (mut server, address) = start(&project, &["--examples"]);
    let response = get(&address, "/v2/rooms?page[size]=0", "any");
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    let mut stderr = BufReader::new(server.0.stderr.take().unwrap());
    let mut warning = String::new();
    stderr.read_line(&mut warning).unwrap();
    let expected = "warning: GET /rooms: page[size]: 0 is less than the minimum of 1\n";
    assert_eq!(warning, expected);
}

#[test]
fn invalid_seed_is_error_with_file_and_pointer() {
    let project = Project::new("mock_serving/invalid_seed");
    project.write("seed.yaml", "rooms: [unique_nam: standup]\n");
    project.write("seed.json", "{\"rooms\": [{\"unique_nam\": \"standup\"}]}");
    for seed in ["seed.yaml", "seed.json"] {
        let output = project.xtask_of_workspace(&["mock", "--seed", seed]);
        assert_eq!(output.status.code(), Some(1));
        let expected = format!(
            "error: {seed}: invalid seed: #/rooms/0/unique_nam: unknown or computed field; a room has "
        );
        assert!(err(&output).starts_with(&expected), "{}", err(&output));
    }
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
