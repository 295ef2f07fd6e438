//! Request options of every operation.

use std::time::Duration;

use serde_json::{Value, json};
use telnyx_video::models::RoomFilter;
use telnyx_video::{ErrorKind, RequestOptions};

use super::expectation::{assert_received, sent_body_of, sent_target_of};
use super::fixtures::ROOM;
use super::operations::OPERATIONS;
use crate::support::{Reply, Server};

#[tokio::test]
async fn header_and_query_options_are_sent_by_every_operation() {
    for operation in &OPERATIONS {
        let server = Server::sequence([operation.reply()]);
        let options = RequestOptions::new()
            .header("X-Trace-Id", "8f2a")
            .query("preview[a b]", "ü&=");
        let call = (operation.call)(&server.client(), "id", options);
        call.await.unwrap();
        let target = operation.target("id") + "?preview%5Ba%20b%5D=%C3%BC%26%3D";
        assert_received(
            &server,
            operation.method,
            &target,
            operation.body().as_ref(),
        );
        assert_eq!(server.only_request().header("x-trace-id"), Some("8f2a"));
    }
}

#[tokio::test]
async fn body_field_option_is_sent_with_body_or_rejected_without() {
    for operation in &OPERATIONS {
        let server = Server::sequence([operation.reply()]);
        let options = RequestOptions::new().body_field("new_field", ["a", "b"]);
        let result = (operation.call)(&server.client(), "id", options).await;
        if let Some(mut body) = operation.body() {
            result.unwrap();
            body["new_field"] = json!(["a", "b"]);
            let target = operation.target("id");
            assert_received(&server, operation.method, &target, Some(&body));
        } else {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_eq!(
                error.to_string(),
                format!(
                    "{} was not sent: the body field `new_field` can't be set: the operation has \
                     no body",
                    operation.label()
                )
            );
            assert!(server.requests().is_empty());
        }
    }
}

#[tokio::test]
async fn timeout_option_applies_to_every_operation() {
    let server = Server::sequence(OPERATIONS.each_ref().map(|_| Reply::stall()));
    let client = server.client();
    for operation in &OPERATIONS {
        let options = RequestOptions::new().timeout(Duration::from_nanos(1));
        let call = (operation.call)(&client, "id", options);
        let error = call.await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.operation(), Some(operation.name));
    }
}

#[tokio::test]
async fn invalid_header_option_is_rejected() {
    let server = Server::sequence([]);
    let client = server.client();
    for operation in &OPERATIONS {
        for name in ["authorization", "content-length", "a b", ""] {
            let options = RequestOptions::new().header(name, "1");
            let call = (operation.call)(&client, "id", options);
            assert_eq!(call.await.unwrap_err().kind(), ErrorKind::InvalidRequest);
        }
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn query_option_follows_query_of_operation() {
    let target = sent_target_of(|client| {
        let list = client.rooms().list();
        list.options(RequestOptions::new().query("preview", true))
            .filter(RoomFilter::new().unique_name("a"))
            .page_size(50)
            .send()
    });
    assert_eq!(
        target.await,
        "/v2/rooms?filter%5Bunique_name%5D=a&page%5Bsize%5D=50&preview=true"
    );
}

#[tokio::test]
async fn body_field_option_replaces_setter() {
    let body = sent_body_of(|client| {
        let options = RequestOptions::new()
            .body_field("max_participants", "many")
            .body_field("unique_name", Value::Null);
        client
            .rooms()
            .update(ROOM)
            .options(options)
            .max_participants(10)
            .enable_recording(true)
            .send()
    });
    assert_eq!(
        body.await,
        json!({"max_participants": "many", "unique_name": null, "enable_recording": true})
    );
}

#[tokio::test]
async fn second_options_replace_first() {
    let target = sent_target_of(|client| {
        let list = client.rooms().list();
        list.options(RequestOptions::new().query("a", 1))
            .options(RequestOptions::new().query("b", 2))
            .send()
    });
    assert_eq!(target.await, "/v2/rooms?b=2");
}
