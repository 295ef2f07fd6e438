//! Connections that are kept for later requests.

use std::sync::Arc;
use std::time::Duration;

use telnyx_video::Client;
use tokio::sync::Notify;

use super::operations::{ROOM, SUCCESS};
use crate::support::{API_KEY, Reply, Server};

fn success() -> Reply {
    Reply::json(200, SUCCESS)
}

#[tokio::test]
async fn pool_idle_timeout_closes_idle_connection() {
    for (timeout, connections) in [(Some(Duration::from_nanos(1)), 2), (None, 1)] {
        let server = Server::always(success());
        let client = Client::builder()
            .api_key(API_KEY)
            .base_url(server.base_url())
            .pool_idle_timeout(timeout)
            .build()
            .unwrap();
        for _ in 0..2 {
            client.rooms().retrieve(ROOM).send().await.unwrap();
        }
        assert_eq!(server.connections(), connections, "{timeout:?}");
    }
}

/// The server closes the connection in the moment in which the client sends the next request.
#[tokio::test]
async fn post_while_server_closes_idle_connection_uses_new_connection() {
    let close = Arc::new(Notify::new());
    let first = success().then_wait_for(&close).then_close();
    let server = Server::sequence([first, success()]);
    let client = server.client();
    client.rooms().create().send().await.unwrap();
    close.notify_one();
    client.rooms().create().send().await.unwrap();
    assert_eq!(server.connections(), 2);
}
