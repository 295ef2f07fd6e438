//! The official SDKs against the server, so that it does not merely agree with this one.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::process::Command;

use telnyx_video::models::RoomRecordingType;
use tokio::task::spawn_blocking;

use crate::server;

/// The interpreter in `PYTHON`, or else `python3`.
fn python() -> Command {
    let interpreter = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Command::new(interpreter)
}

#[tokio::test]
async fn the_official_python_sdk_runs_all_25_operations() {
    let has_sdk = python().args(["-c", "import telnyx"]).output();
    if !has_sdk.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: python3 has no module telnyx (`pip install telnyx`)");
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
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official/python.py");
    let mut command = python();
    command
        .arg(script)
        .args(ids.map(|id| id.to_string()))
        .env("TELNYX_API_KEY", server.api_key())
        .env("TELNYX_BASE_URL", server.base_url())
        .env("NO_PROXY", "127.0.0.1");
    let output = spawn_blocking(move || command.output()).await.unwrap();
    let said = String::from_utf8_lossy(&output.unwrap().stderr).into_owned();
    assert_eq!(said, "");
    let requests = server.requests();
    let called: BTreeSet<_> = requests
        .iter()
        .filter_map(|it| it.operation.as_ref())
        .collect();
    assert_eq!(called.len(), 25, "{called:?}");
    // A name that is taken, a room and a recording that are gone.
    let refused = requests
        .iter()
        .filter(|it| !it.status.unwrap().is_success());
    let refused: Vec<u16> = refused.map(|it| it.status.unwrap().as_u16()).collect();
    assert_eq!(refused, [422, 404, 404]);
}
