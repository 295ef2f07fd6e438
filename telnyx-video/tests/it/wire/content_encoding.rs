//! Responses in a content encoding, which the client doesn't request.

use serde_json::Value;
use telnyx_video::ErrorKind;
use telnyx_video::reqwest::Method;

use super::expectation::error_of;
use super::fixtures::{RECORDING, ROOM};
use crate::support::{Reply, Server};

const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";

#[tokio::test]
async fn encoded_body_is_error_that_names_encoding() {
    let reply = || Reply::json(200, GZIP).header("content-encoding", "GZip");
    let errors = [
        error_of(reply(), |client| client.rooms().retrieve(ROOM).send()).await,
        error_of(reply(), |client| client.rooms().list().send()).await,
        error_of(reply(), |client| {
            client.request(Method::GET, "/x").send::<Value>()
        })
        .await,
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body(), Some(GZIP));
        let line = error.to_string();
        assert!(
            line.ends_with(
                " returned 200 OK: the body has the content encoding `gzip`, which was not requested \
                 and can't be decoded; help: enable the feature `gzip` of the crate `reqwest`, or \
                 stop the server or the proxy in front of it from encoding responses"
            ),
            "{line}"
        );
    }
}

#[tokio::test]
async fn encoded_error_response_names_encoding() {
    let reply = Reply::json(502, GZIP).header("content-encoding", "identity, zstd");
    let error = error_of(reply, |client| client.rooms().list().send()).await;
    assert_eq!(error.status().unwrap(), 502);
    let line = error.to_string();
    assert!(
        line.contains(" returned 502 Bad Gateway: the body has the content encoding `zstd`, "),
        "{line}"
    );
}

#[tokio::test]
async fn identity_and_ignored_bodies_are_accepted() {
    let room = format!(r#"{{"data":{{"id":"{ROOM}"}}}}"#);
    let reply = Reply::json(200, room).header("content-encoding", "Identity");
    let server = Server::sequence([reply]);
    let read = server.client().rooms().retrieve(ROOM).send().await;
    assert_eq!(read.unwrap().id.to_string(), ROOM);

    for reply in [Reply::json(200, GZIP), Reply::new(204, &[], "")] {
        let server = Server::sequence([reply.header("content-encoding", "gzip")]);
        let deleted = server.client().room_recordings().delete(RECORDING).send();
        deleted.await.unwrap();
    }
}
