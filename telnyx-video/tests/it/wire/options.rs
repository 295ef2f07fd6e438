//! Options reach the wire with every operation.

use std::time::Duration;

use serde_json::{Value, json};
use telnyx_video::models::RoomFilter;
use telnyx_video::{ErrorKind, RequestOptions};

use super::exchange::{assert_arrived, body_of, target_of};
use super::operations::OPERATIONS;
use super::samples::ROOM;
use crate::support::{Answer, Server};

#[tokio::test]
async fn a_header_and_a_query_pair_go_with_every_operation() {
    for operation in &OPERATIONS {
        let server = Server::answering([operation.answer()]);
        let options = RequestOptions::new()
            .header("X-Trace-Id", "8f2a")
            .query("preview[a b]", "ü&=");
        let call = (operation.call)(&server.client(), "id", options);
        call.await.unwrap();
        let target = operation.target("id") + "?preview%5Ba%20b%5D=%C3%BC%26%3D";
        assert_arrived(
            &server,
            operation.method,
            &target,
            operation.body().as_ref(),
        );
        assert_eq!(server.only_request().header("x-trace-id"), Some("8f2a"));
    }
}

#[tokio::test]
async fn a_body_field_goes_with_a_body_and_is_refused_without() {
    for operation in &OPERATIONS {
        let server = Server::answering([operation.answer()]);
        let options = RequestOptions::new().body_field("new_field", ["a", "b"]);
        let outcome = (operation.call)(&server.client(), "id", options).await;
        if let Some(mut body) = operation.body() {
            outcome.unwrap();
            body["new_field"] = json!(["a", "b"]);
            let target = operation.target("id");
            assert_arrived(&server, operation.method, &target, Some(&body));
        } else {
            let error = outcome.unwrap_err();
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
async fn a_timeout_holds_for_every_operation() {
    let server = Server::answering(OPERATIONS.each_ref().map(|_| Answer::stall()));
    let client = server.client();
    for operation in &OPERATIONS {
        let options = RequestOptions::new().timeout(Duration::ZERO);
        let call = (operation.call)(&client, "id", options);
        let error = call.await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.operation(), Some(operation.name));
    }
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_refused() {
    let server = Server::answering([]);
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
async fn a_query_pair_follows_those_of_the_operation() {
    let target = target_of(|client| {
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
async fn a_body_field_replaces_that_of_a_setter() {
    let body = body_of(|client| {
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
async fn options_given_twice_are_replaced_whole() {
    let target = target_of(|client| {
        let list = client.rooms().list();
        list.options(RequestOptions::new().query("a", 1))
            .options(RequestOptions::new().query("b", 2))
            .send()
    });
    assert_eq!(target.await, "/v2/rooms?b=2");
}
