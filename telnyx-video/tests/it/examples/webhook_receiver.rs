//! The webhook receiver, with webhooks of the mock server.

use std::time::SystemTime;

use telnyx_video::mock::MockServer;
use tokio::task::spawn_blocking;

use super::programs::command;
use crate::support::ChildProcess;

#[tokio::test(flavor = "multi_thread")]
async fn room_events_are_printed() {
    // The mock server's clock must be close to the system's, which the receiver uses.
    let now = SystemTime::now();
    let server = MockServer::builder().clock(move || now);
    let server = server.start().await.unwrap();
    let mut example = command(&server, "webhook_receiver");
    example.env("LISTEN", "127.0.0.1:0");
    let mut example = ChildProcess::start(&mut example);
    let line = example.read_line();
    let url = line.strip_prefix("listening on ").unwrap();
    let room = server.client().rooms().create().webhook_event_url(url);
    let room = room.send().await.unwrap().id;
    let ann = server.join(room, "Ann\u{1b}").unwrap().id;
    server.leave(ann).unwrap();
    server.wait_for_webhooks().await;
    let lines = move || [(); 4].map(|()| example.read_line());
    assert_eq!(
        spawn_blocking(lines).await.unwrap(),
        [
            "a session has started",
            "Ann\u{fffd} has joined",
            "video.room.participant.left: ignored",
            "a session has ended after 0 s",
        ]
    );
}
