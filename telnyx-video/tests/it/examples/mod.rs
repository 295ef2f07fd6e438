//! The example programs, run against the mock server.

mod browser;
mod programs;
mod token_server;
mod webhook_receiver;
mod with_mock_server;

use std::fs;
use std::time::{Duration, SystemTime};

use base64::prelude::{BASE64_STANDARD, Engine};
use programs::{Directory, command, command_with, run, stdout};
use serde_json::json;
use sha2::{Digest, Sha256};
use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;
use telnyx_video::reqwest::Method;

use crate::support::{API_KEY, Reply, Server};

#[tokio::test(flavor = "multi_thread")]
async fn quickstart_lists_only_new_room_and_hides_token() {
    let server = MockServer::start().await.unwrap();
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap().id;
    let stdout = stdout(&run(command(&server, "quickstart"), "").await);
    let token_line = stdout.lines().nth(1).unwrap();
    assert!(token_line.starts_with("created a token of "), "{stdout}");
    assert!(token_line.len() < 50, "{stdout}");
    assert!(!stdout.contains(&ann.to_string()), "{stdout}");
    assert!(stdout.ends_with("\nparticipants so far: 0\n"), "{stdout}");
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 2);
    let methods = server.requests().into_iter().map(|request| request.method);
    assert!(!methods.collect::<Vec<_>>().contains(&Method::DELETE));
}

#[test]
fn readme_starts_with_quickstart() {
    let readme = include_str!("../../../../README.md");
    let (_, rest) = readme.split_once("```rust,no_run\n").unwrap();
    let (first_example, _) = rest.split_once("```").unwrap();
    let program = include_str!("../../../examples/quickstart.rs");
    let (_, code) = program.split_once("\n\n").unwrap();
    assert_eq!(first_example, code);
}

#[tokio::test(flavor = "multi_thread")]
async fn handle_errors_prints_invalid_field() {
    let server = MockServer::start().await.unwrap();
    let stdout = stdout(&run(command(&server, "handle_errors"), "").await);
    assert_eq!(
        stdout,
        "\"/max_participants\": 5000 is greater than the maximum of 50\ncorrect the request\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_arguments_print_usage_with_exit_code_2() {
    let room = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
    let cases: [(&str, &[&str]); 9] = [
        ("cleanup", &[]),
        ("cleanup", &["not-an-id", "90"]),
        ("cleanup", &[room, "ninety"]),
        ("cleanup", &[room, "90", "--force"]),
        ("download_recordings", &["directory"]),
        ("download_recordings", &["directory", "today", room]),
        ("moderate", &[]),
        ("moderate", &["not-an-id"]),
        ("token_server", &["--port"]),
    ];
    for (name, arguments) in cases {
        let mut command = command_with("http://127.0.0.1:1/v2", API_KEY, name);
        command.args(arguments);
        let output = run(command, "").await;
        assert_eq!(output.status.code(), Some(2), "{name} {arguments:?}");
        assert_eq!(output.stdout, b"", "{name} {arguments:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with("usage: "), "{name}: {stderr}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn moderate_acts_on_one_room_after_confirmation() {
    let server = MockServer::start().await.unwrap();
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    let other_room = rooms.create().send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    server.join(room, "Bob\u{1b}[2J").unwrap();
    server.join(other_room, "Eve").unwrap();
    let mut moderate = command(&server, "moderate");
    moderate.arg(room.to_string());
    let typed = "mute 1\nkick 9\nkick 2\nno\nkick 2\ny\nlist\nend 1\ny\nlist\nquit\n";
    let stdout = stdout(&run(moderate, typed).await);
    let (_, stdout) = stdout.split_once("\n\n").unwrap();
    let lines: Vec<&str> = stdout.lines().collect();
    let session = server.client().rooms().sessions().list_for_room(room);
    let session = session.send().await.unwrap().data.first().unwrap().id;
    let before_time = |line: &str| line.split(" joined ").next().unwrap().to_owned();
    let lines = lines.into_iter().map(before_time).collect::<Vec<_>>();
    assert_eq!(
        lines,
        [
            "  1  \"Ann\"          ",
            "  2  \"Bob\\u{1b}[2J\" ",
            "2 participants in the room",
            "> muted \"Ann\"",
            "> no participant has the number \"9\"",
            "> remove \"Bob\\u{1b}[2J\" from the meeting? [y/N] nothing was changed",
            &format!(
                "> remove \"Bob\\u{{1b}}[2J\" from the meeting? [y/N] \
                 removed \"Bob\\u{{1b}}[2J\" from session {session}"
            ),
            ">   1  \"Ann\" ",
            "1 participant in the room",
            &format!(
                "> end the meeting of 1 participant? [y/N] ended session {session} of 1 participant"
            ),
            "> 0 participants in the room",
            "> ",
        ]
    );
    let requests = server.requests();
    let count = |end: &str| {
        let paths = requests.iter().map(|request| &request.path);
        paths.filter(|path| path.ends_with(end)).count()
    };
    assert_eq!((count("/actions/mute"), count("/actions/kick")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn download_recordings_resumes_and_cleanup_deletes_on_request() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_710_408_600); // 2024-03-14T09:30:00Z
    let server = MockServer::builder().clock(move || now);
    let server = server.start().await.unwrap();
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let participant = server.join(room, "Ann").unwrap().id;
    let other_room = client.rooms().create().send().await.unwrap().id;
    let other_participant = server.join(other_room, "Bob").unwrap().id;
    let other_recording = server.start_recording(other_participant, RoomRecordingType::Audio);
    server
        .finish_recording(other_recording.unwrap().id)
        .unwrap();
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
    let (day, room) = ("2024-03-14", room.to_string());
    let arguments = [directory.to_str().unwrap(), day, &room];
    for (expected, size) in [
        ("2 downloaded, 0 skipped, 0 not ready, 0 failed", "1.00 MB"),
        ("0 downloaded, 2 skipped, 0 not ready, 0 failed", "0 B"),
    ] {
        let stdout = stdout(&run(example("download_recordings", &arguments), "").await);
        let summary = stdout.lines().last().unwrap();
        let start = format!("{expected}; {size} at ");
        assert!(summary.starts_with(&start), "{stdout}");
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
    let summary = resumed.lines().last().unwrap();
    assert!(
        summary.starts_with("1 downloaded, 1 skipped, 0 not ready, 0 failed; 100.00 kB at "),
        "{resumed}"
    );
    assert!(fs::read(&file).unwrap() == [&downloaded_bytes, &bytes[400_000..]].concat());
    assert_eq!(fs::read_dir(directory).unwrap().count(), 2);

    let yesterday = [directory.to_str().unwrap(), "yesterday"];
    let none = stdout(&run(example("download_recordings", &yesterday), "").await);
    assert!(none.starts_with("0 downloaded, 0 skipped"), "{none}");

    let dry_run = stdout(&run(example("cleanup", &[&room, "0"]), "").await);
    assert!(
        dry_run.contains("\n2 recordings, 1.0 MB, ended on ")
            && dry_run.contains("\nnothing was deleted"),
        "{dry_run}"
    );
    assert_eq!(list().await, 3);
    let deletion = stdout(&run(example("cleanup", &[&room, "0", "--delete"]), "").await);
    assert!(deletion.ends_with("\ndeleted 2 recordings\n"), "{deletion}");
    let last = &client.room_recordings().list().send().await.unwrap().data[0];
    assert_eq!(
        (list().await, last.participant_id),
        (1, Some(other_participant))
    );
}

/// The validator is incomplete, or the server ignores `If-Range` and sends a part of another version, or rejects the
/// range. The list contains the recording twice.
#[tokio::test(flavor = "multi_thread")]
async fn download_recordings_restarts_download_that_cannot_be_resumed() {
    let id = "5d9e7a32-0b4f-4c81-a6d2-98c3f71e640b";
    let server = Server::with_handler(move |request| {
        let etag = ("etag", "\"v2\"");
        if !request.target().starts_with("/files") {
            let url = format!("http://{}/files/a", request.header("host").unwrap());
            let recording = json!({"id": id, "download_url": url});
            let list = json!({"data": [recording, recording], "meta": {"total_pages": 1}});
            return Reply::json(200, list.to_string());
        }
        match (request.header("range"), request.header("if-range")) {
            (Some(_), Some("\"v1\"")) => {
                Reply::new(206, &[("content-range", "bytes 3-5/6"), etag], "NEW")
            }
            (Some(_), _) => Reply::new(416, &[], ""),
            (None, _) => Reply::new(200, &[etag], "brand-new"),
        }
    });
    let directory = Directory::new("changed");
    fs::create_dir_all(directory.path()).unwrap();
    let part = directory.path().join(id).with_extension("part");
    let file = part.with_extension("mp4");
    for validator in ["", "\"v", "\"v1\"", "\"v2\""] {
        fs::write(&part, "old").unwrap();
        fs::write(part.with_extension("validator"), validator).unwrap();
        let mut command = command_with(&server.base_url(), API_KEY, "download_recordings");
        command.arg(directory.path()).arg("2026-03-14");
        let stdout = stdout(&run(command, "").await);
        let summary = "\n1 downloaded, 0 skipped, 0 not ready, 0 failed";
        assert!(stdout.contains(summary), "{validator}: {stdout}");
        assert_eq!(fs::read(&file).unwrap(), b"brand-new");
        fs::remove_file(&file).unwrap();
    }
}
