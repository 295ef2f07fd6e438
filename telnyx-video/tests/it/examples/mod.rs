//! The examples as programs, run against the mock server.

mod browser;
mod one_command;
mod programs;
mod token_server;
mod webhook_receiver;

use std::fs;

use base64::prelude::{BASE64_STANDARD, Engine};
use programs::{Directory, command, run, told};
use sha2::{Digest, Sha256};
use telnyx_video::mock::MockServer;
use telnyx_video::models::RoomRecordingType;

#[tokio::test(flavor = "multi_thread")]
async fn quickstart_makes_a_room_and_shows_no_token() {
    let server = MockServer::start().await.unwrap();
    let rooms = server.client().rooms();
    let room = rooms.create().send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    let told = told(&run(command(&server, "quickstart"), "").await);
    assert!(told.contains("\n1 people are in the session "), "{told}");
    assert!(told.contains("[redacted]"), "{told}");
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn moderate_does_what_is_typed() {
    let server = MockServer::start().await.unwrap();
    let room = server.client().rooms().create().send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    server.join(room, "Bob").unwrap();
    let typed = "mute 1\nkick 9\nkick 2\nlist\nquit\n";
    let told = told(&run(command(&server, "moderate"), typed).await);
    assert!(told.contains("2 people in 1 sessions"), "{told}");
    assert!(told.contains("there is no number 9 in the list"), "{told}");
    assert!(told.contains("1 people in 1 sessions"), "{told}");
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
async fn recordings_are_downloaded_once_and_cleaned_up_on_demand() {
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
    let downloaded = Directory::new("downloaded");
    let directory = downloaded.path();
    let arguments = [&*room.to_string(), directory.to_str().unwrap()];
    for expected in [
        "2 downloaded, 0 there already",
        "0 downloaded, 2 there already",
    ] {
        let told = told(&run(example("download_recordings", &arguments), "").await);
        assert!(told.starts_with(expected), "{told}");
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
    let whole = fs::read_dir(directory)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = fs::read(&whole).unwrap();
    assert_eq!(bytes.len(), 500_000);
    // As an interruption leaves it. What is there already is not loaded again, so it stays as it is.
    fs::remove_file(&whole).unwrap();
    let kept = vec![b'.'; 400_000];
    fs::write(whole.with_extension("part"), &kept).unwrap();
    let etag = format!("\"{}\"", BASE64_STANDARD.encode(Sha256::digest(&bytes)));
    fs::write(whole.with_extension("etag"), etag).unwrap();
    let told_again = told(&run(example("download_recordings", &arguments), "").await);
    assert!(
        told_again.starts_with("1 downloaded, 1 there already"),
        "{told_again}"
    );
    assert!(fs::read(&whole).unwrap() == [&kept, &bytes[400_000..]].concat());
    assert_eq!(fs::read_dir(directory).unwrap().count(), 2);

    let dry = told(&run(example("cleanup", &["0"]), "").await);
    assert!(
        dry.contains("2 recordings") && dry.contains("nothing was deleted"),
        "{dry}"
    );
    assert_eq!(list().await, 2);
    let wet = told(&run(example("cleanup", &["0", "--delete"]), "").await);
    assert!(wet.ends_with("deleted 2\n"), "{wet}");
    assert_eq!(list().await, 0);
}
