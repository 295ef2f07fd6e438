//! The example programs, run against the mock server.

mod browser;
mod programs;
mod token_server;
mod webhook_receiver;
mod with_mock_server;

use std::fs;

use base64::prelude::{BASE64_STANDARD, Engine};
use programs::{Directory, command, command_with, run, stdout};
use serde_json::json;
use sha2::{Digest, Sha256};
use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;

use crate::support::{API_KEY, Reply, Server};

#[tokio::test(flavor = "multi_thread")]
async fn quickstart_creates_room_and_hides_token() {
    let server = MockServer::start().await.unwrap();
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    let stdout = stdout(&run(command(&server, "quickstart"), "").await);
    assert!(
        stdout.contains("\n1 participant is in session "),
        "{stdout}"
    );
    assert!(stdout.contains("[redacted]"), "{stdout}");
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn moderate_runs_commands() {
    let server = MockServer::start().await.unwrap();
    let room = server.client().rooms().create().send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    server.join(room, "Bob").unwrap();
    let typed = "mute 1\nkick 9\nkick 2\nlist\nquit\n";
    let stdout = stdout(&run(command(&server, "moderate"), typed).await);
    assert!(stdout.contains("2 participants in 1 session"), "{stdout}");
    assert!(
        stdout.contains("no participant has the number 9"),
        "{stdout}"
    );
    assert!(stdout.contains("1 participant in 1 session"), "{stdout}");
    let requests = server.requests();
    let count = |end: &str| {
        requests
            .iter()
            .filter(|request| request.path.ends_with(end))
            .count()
    };
    assert_eq!((count("/actions/mute"), count("/actions/kick")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn download_recordings_resumes_and_cleanup_deletes_on_request() {
    let server = MockServer::start().await.unwrap();
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let participant = server.join(room, "Ann").unwrap().id;
    for kind in [RoomRecordingType::Audio, RoomRecordingType::Video] {
        let recording = server.start_recording(participant, kind).unwrap();
        server.finish_recording(recording.id).unwrap();
    }
    let example = |name, arguments: &[&str]| {
        let mut example = command(&server, name);
        example.args(arguments);
        example
    };
    let download_directory = Directory::new("downloads");
    let directory = download_directory.path();
    let arguments = [&*room.to_string(), directory.to_str().unwrap()];
    for expected in ["2 downloaded, 0 skipped", "0 downloaded, 2 skipped"] {
        let stdout = stdout(&run(example("download_recordings", &arguments), "").await);
        assert!(stdout.starts_with(expected), "{stdout}");
        assert_eq!(fs::read_dir(directory).unwrap().count(), 2);
    }

    let list = || async {
        client
            .room_recordings()
            .list()
            .send()
            .await
            .unwrap()
            .data
            .len()
    };
    let file = fs::read_dir(directory)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = fs::read(&file).unwrap();
    assert_eq!(bytes.len(), 500_000);
    // The state after an interruption. The wrong bytes prove that they are not downloaded again.
    fs::remove_file(&file).unwrap();
    let downloaded_bytes = vec![b'.'; 400_000];
    fs::write(file.with_extension("part"), &downloaded_bytes).unwrap();
    let etag = format!("\"{}\"", BASE64_STANDARD.encode(Sha256::digest(&bytes)));
    fs::write(file.with_extension("validator"), etag).unwrap();
    let resumed = stdout(&run(example("download_recordings", &arguments), "").await);
    assert!(resumed.starts_with("1 downloaded, 1 skipped"), "{resumed}");
    assert!(fs::read(&file).unwrap() == [&downloaded_bytes, &bytes[400_000..]].concat());
    assert_eq!(fs::read_dir(directory).unwrap().count(), 2);

    let dry_run = stdout(&run(example("cleanup", &["0"]), "").await);
    assert!(
        dry_run.contains("2 recordings") && dry_run.contains("nothing was deleted"),
        "{dry_run}"
    );
    assert_eq!(list().await, 2);
    let deletion = stdout(&run(example("cleanup", &["0", "--delete"]), "").await);
    assert!(deletion.ends_with("deleted 2\n"), "{deletion}");
    assert_eq!(list().await, 0);
}

/// The server ignores `If-Range`, and sends a part of another version.
#[tokio::test(flavor = "multi_thread")]
async fn download_recordings_of_changed_file_restarts() {
    let id = "5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b";
    let server = Server::with_handler(move |request| {
        let etag = ("etag", "\"v2\"");
        if !request.target().starts_with("/files") {
            let url = format!("http://{}/files/a", request.header("host").unwrap());
            let list =
                json!({"data": [{"id": id, "download_url": url}], "meta": {"total_pages": 1}});
            return Reply::json(200, list.to_string());
        }
        match request.header("range") {
            Some(_) => Reply::new(206, &[("content-range", "bytes 3-5/6"), etag], "NEW"),
            None => Reply::new(200, &[etag], "brand-new"),
        }
    });
    let directory = Directory::new("changed");
    fs::create_dir_all(directory.path()).unwrap();
    let file = directory.path().join(id);
    fs::write(file.with_extension("part"), "old").unwrap();
    fs::write(file.with_extension("validator"), "\"v1\"").unwrap();
    let mut command = command_with(&server.base_url(), API_KEY, "download_recordings");
    command.arg(id).arg(directory.path());
    let stdout = stdout(&run(command, "").await);
    assert!(stdout.starts_with("1 downloaded, 0 skipped"), "{stdout}");
    assert_eq!(fs::read(file.with_extension("mp4")).unwrap(), b"brand-new");
}
