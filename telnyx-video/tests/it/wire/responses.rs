//! What `send_with_response` gives beside the value.

use super::samples::{self, ROOM, room};
use crate::support::{Answer, Server};

#[tokio::test]
async fn a_response_has_the_answer_beside_the_value() {
    let body = samples::data(room::full()).to_string();
    let answer = Answer::json(200, body.clone()).header("x-request-id", "8f2a");
    let server = Server::answering([answer]);
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
async fn any_success_will_do() {
    let statuses = [200, 201, 202, 299];
    let body = samples::sparse(ROOM).to_string();
    let answers = statuses.map(|status| Answer::json(status, body.clone()));
    let server = Server::answering(answers);
    for status in statuses {
        let call = server.client().rooms().create().send_with_response();
        assert_eq!(call.await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn what_comes_with_a_deletion_does_not_matter() {
    let server = Server::answering([
        Answer::new(204, &[], ""),
        Answer::json(200, r#"{"data":{"id":7}}"#),
        Answer::new(200, &[], "<html>"),
    ]);
    for _ in 0..3 {
        server.client().rooms().delete(ROOM).send().await.unwrap();
    }
}
