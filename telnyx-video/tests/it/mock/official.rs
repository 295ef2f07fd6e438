//! The official SDKs against the server, so that it does not merely agree with this one.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::process::Command;

use telnyx_video::models::RoomRecordingType;
use tokio::task::spawn_blocking;

use super::server;

#[tokio::test]
async fn the_official_python_sdk_runs_all_25_operations() {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    runs_all_operations(&python, ["-c", "import telnyx"], "python.py").await;
}

/// The SDK is looked for where `NODE_PATH` leads.
#[tokio::test]
async fn the_official_node_sdk_runs_all_25_operations() {
    runs_all_operations("node", ["-e", "require('telnyx')"], "node.cjs").await;
}

/// Runs a script with an interpreter, unless a probe finds that the SDK is not there.
async fn runs_all_operations(interpreter: &str, probe: [&str; 2], script: &str) {
    let probe = Command::new(interpreter).args(probe).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: {interpreter} has no module telnyx");
        return;
    }
    let server = server().await;
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
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official");
    let mut command = Command::new(interpreter);
    command
        .arg(scripts.join(script))
        .args(ids.map(|id| id.to_string()))
        .env("TELNYX_API_KEY", server.api_key())
        .env("TELNYX_BASE_URL", server.base_url())
        .env("NO_PROXY", "127.0.0.1");
    let output = spawn_blocking(move || command.output()).await.unwrap();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let requests = server.requests();
    let called = requests.iter().filter_map(|it| it.operation.as_ref());
    let called: BTreeSet<_> = called.collect();
    assert_eq!(called.len(), 25, "{called:?}");
    // A name that is taken, a room and a recording that are gone.
    let statuses = requests.iter().map(|it| it.status.unwrap().as_u16());
    let refused: Vec<u16> = statuses.filter(|status| *status >= 400).collect();
    assert_eq!(refused, [422, 404, 404]);
}
