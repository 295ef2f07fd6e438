//! The receiver, with webhooks of the mock server.

use std::time::SystemTime;

use telnyx_video::mock::MockServer;
use tokio::task::spawn_blocking;

use super::programs::command;
use crate::support::Running;

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_a_room_is_printed() {
    // A clock that stands still, but not long ago: the receiver goes by the time of day.
    let now = SystemTime::now();
    let server = MockServer::builder().clock(move || now);
    let server = server.start().await.unwrap();
    let mut example = command(&server, "webhook_receiver");
    example.env("LISTEN", "127.0.0.1:0");
    let mut example = Running::start(&mut example);
    let line = example.line();
    let url = line.strip_prefix("listening on ").unwrap();
    let room = server.client().rooms().create().webhook_event_url(url);
    let room = room.send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap().id;
    server.leave(ann).unwrap();
    server.webhooks_sent().await;
    let lines = move || [(); 4].map(|()| example.line());
    assert_eq!(
        spawn_blocking(lines).await.unwrap(),
        [
            "a session has begun",
            "Ann has joined",
            "video.room.participant.left: nothing to do",
            "a session is over after 0 s",
        ]
    );
}
