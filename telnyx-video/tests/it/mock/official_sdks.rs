//! The official Python and Node SDKs against the mock server, to test it independently of this SDK.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;
use tokio::task::spawn_blocking;

use super::start_server;
use crate::support::print_skipped;

#[tokio::test]
async fn official_python_sdk_runs_all_25_operations() {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    assert_runs_all_operations(&python, ["-c", "import telnyx"], "python.py").await;
}

/// Node finds the SDK by `NODE_PATH`.
#[tokio::test]
async fn official_node_sdk_runs_all_25_operations() {
    assert_runs_all_operations("node", ["-e", "require('telnyx')"], "node.cjs").await;
}

/// `TELNYX_PYTHON` is the directory of the SDK's repository. Its tests of the Video API need pytest and the plugins in
/// its `pyproject.toml`.
#[tokio::test]
async fn official_python_tests_pass_with_examples() {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut pytest = Command::new(python);
    pytest
        .args([
            "-B",
            "-m",
            "pytest",
            "-p",
            "unskip",
            "-p",
            "no:cacheprovider",
            "-n",
            "0",
        ])
        .args(["rooms", "test_rooms.py", "test_room_compositions.py"].map(python_tests))
        .args(["test_room_participants.py", "test_room_recordings.py"].map(python_tests))
        .env("PYTHONPATH", scripts());
    assert_passes_with_examples(pytest, "TELNYX_PYTHON", "550 passed").await;
}

/// `TELNYX_NODE` is the directory of the SDK's repository, with its dependencies installed.
#[tokio::test]
async fn official_node_tests_pass_with_examples() {
    let mut jest = Command::new("npx");
    // Without an installed jest, npx would download one.
    jest.args([
        "--no-install",
        "jest",
        "--testPathPattern",
        "api-resources/room",
        "--setupFilesAfterEnv",
    ])
    .arg(scripts().join("unskip.cjs"));
    assert_passes_with_examples(jest, "TELNYX_NODE", "36 passed").await;
}

/// Runs the test suite in the directory that an environment variable names, on a server that responds with examples.
/// Skips the test if the variable isn't set. `passed` is the number of tests in the report, as the README states it.
async fn assert_passes_with_examples(mut suite: Command, variable: &str, passed: &str) {
    let Ok(directory) = env::var(variable) else {
        print_skipped(&format!("{variable} is not set"));
        return;
    };
    let server = MockServer::builder().examples().start().await.unwrap();
    suite
        .current_dir(directory)
        .env("TEST_API_BASE_URL", server.base_url())
        .env("NO_PROXY", "127.0.0.1");
    let output = spawn_blocking(move || suite.output()).await.unwrap();
    let output = output.unwrap();
    let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}");
    assert!(!report.contains("skipped"), "{report}");
    assert!(report.contains(passed), "{report}");
    let requests = server.requests();
    let operations: BTreeSet<_> = requests
        .iter()
        .filter_map(|it| it.operation.as_ref())
        .collect();
    assert_eq!(operations.len(), 25, "{operations:?}");
}

fn python_tests(name: &str) -> String {
    format!("tests/api_resources/{name}")
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official")
}

/// Runs a script with an interpreter. Skips the test if `probe`, the arguments to import the SDK, fails.
async fn assert_runs_all_operations(interpreter: &str, probe: [&str; 2], script: &str) {
    let probe = Command::new(interpreter).args(probe).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        print_skipped(&format!("{interpreter} has no module `telnyx`"));
        return;
    }
    let server = start_server().await;
    let room = server.client().rooms().create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    let record = |kind| server.start_recording(ann.id, kind).unwrap().id;
    let ids = [
        room,
        ann.session_id.unwrap(),
        ann.id,
        record(RoomRecordingType::Audio),
        record(RoomRecordingType::Video),
    ];
    let mut command = Command::new(interpreter);
    command
        .arg(scripts().join(script))
        .args(ids.map(|id| id.to_string()))
        .env("TELNYX_API_KEY", server.api_key())
        .env("TELNYX_BASE_URL", server.base_url())
        .env("NO_PROXY", "127.0.0.1");
    let output = spawn_blocking(move || command.output()).await.unwrap();
    let output = output.unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let requests = server.requests();
    let operations: BTreeSet<_> = requests
        .iter()
        .filter_map(|it| it.operation.as_ref())
        .collect();
    assert_eq!(operations.len(), 25, "{operations:?}");
    // The scripts use a name twice, and retrieve a deleted room and a deleted recording.
    let errors: Vec<u16> = requests
        .iter()
        .map(|it| it.status.unwrap().as_u16())
        .filter(|status| *status >= 400)
        .collect();
    assert_eq!(errors, [422, 404, 404]);
}
