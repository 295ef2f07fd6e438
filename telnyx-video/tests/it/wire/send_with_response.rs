//! The responses that `send_with_response` returns.

use super::fixtures::{self, ROOM, room};
use crate::support::{Reply, Server};

#[tokio::test]
async fn response_has_value_status_headers_and_body() {
    let body = fixtures::data(room::full()).to_string();
    let reply = Reply::json(200, body.clone()).header("x-request-id", "8f2a");
    let server = Server::sequence([reply]);
    let response = server
        .client()
        .rooms()
        .retrieve(ROOM)
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("8f2a"));
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.body(), body.as_bytes());
    room::assert_full(response.value());
    room::assert_full(&response.into_value());
}

#[tokio::test]
async fn every_2xx_status_is_success() {
    let statuses = [200, 201, 202, 299];
    let body = fixtures::minimal(ROOM).to_string();
    let replies = statuses.map(|status| Reply::json(status, body.clone()));
    let server = Server::sequence(replies);
    for status in statuses {
        let call = server.client().rooms().create().send_with_response();
        assert_eq!(call.await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn delete_ignores_response_body() {
    let server = Server::sequence([
        Reply::new(204, &[], ""),
        Reply::json(200, r#"{"data":{"id":7}}"#),
        Reply::new(200, &[], "<html>"),
    ]);
    for _ in 0..3 {
        server.client().rooms().delete(ROOM).send().await.unwrap();
    }
}
