//! Failures that a test asks for, and the requests that came.

use std::time::Duration;

use serde_json::json;
use telnyx_video::mock::{Fault, MockError};
use telnyx_video::reqwest::StatusCode;
use telnyx_video::reqwest::header::{HeaderValue, RETRY_AFTER};
use telnyx_video::{RequestOptions, Retries};

use super::server;

fn once() -> RequestOptions {
    RequestOptions::new().retry_policy(Retries::none())
}

#[tokio::test]
async fn a_status_is_answered_as_often_as_it_was_asked_for() {
    let server = server().await;
    let rooms = server.client().rooms();
    let busy = Fault::status(StatusCode::SERVICE_UNAVAILABLE)
        .header(RETRY_AFTER, HeaderValue::from_static("7"))
        .on("rooms.create")
        .times(2);
    server.fail_next(busy).unwrap();
    rooms.list().send().await.unwrap();
    for _ in 0..2 {
        let error = rooms.create().options(once()).send().await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    }
    rooms.create().options(once()).send().await.unwrap();
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 1);
    let body = json!({"errors": [{"code": "1", "title": "T"}]});
    server
        .fail_next(Fault::status(StatusCode::CONFLICT).body(body))
        .unwrap();
    let error = rooms.create().send().await.unwrap_err();
    assert_eq!(error.code(), Some("1"));
}

#[tokio::test]
async fn a_connection_is_broken() {
    let server = server().await;
    server.fail_next(Fault::disconnect()).unwrap();
    let rooms = server.client().rooms();
    let error = rooms.list().options(once()).send().await.unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(server.requests()[0].status, None);
    rooms.list().options(once()).send().await.unwrap();
}

#[tokio::test]
async fn an_answer_never_comes_or_late() {
    let server = server().await;
    let rooms = server.client().rooms();
    // On a busy machine the call may end before it comes to the server: what follows is not to meet that.
    server.fail_next(Fault::hang().on("rooms.list")).unwrap();
    let options = once().timeout(Duration::from_millis(1));
    let error = rooms.list().options(options).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    server
        .fail_next(Fault::delay(Duration::from_millis(1)).on("rooms.create"))
        .unwrap();
    rooms.create().options(once()).send().await.unwrap();
}

#[tokio::test]
async fn a_fault_for_an_operation_that_is_none_is_refused() {
    let server = server().await;
    let error = server
        .fail_next(Fault::disconnect().on("MakeRoom"))
        .unwrap_err();
    assert!(matches!(error, MockError::UnknownOperation(id) if id == "MakeRoom"));
}

#[tokio::test]
async fn requests_are_kept_as_they_came() {
    let server = server().await;
    let rooms = server.client().rooms();
    let room = rooms.create().unique_name("a b").send().await.unwrap();
    let filter = telnyx_video::models::RoomFilter::new().unique_name("a b");
    rooms.list().filter(filter).send().await.unwrap();
    rooms.delete(room.id).send().await.unwrap();
    let requests = server.requests();
    let lines: Vec<String> = requests
        .iter()
        .map(|it| format!("{} {}", it.method, it.path))
        .collect();
    assert_eq!(
        lines,
        [
            "POST /rooms",
            "GET /rooms",
            &format!("DELETE /rooms/{}", room.id)
        ]
    );
    assert_eq!(requests[0].json(), Some(json!({"unique_name": "a b"})));
    assert_eq!(requests[0].status, Some(StatusCode::CREATED));
    assert_eq!(
        requests[1].query,
        [("filter[unique_name]".to_owned(), "a b".to_owned())]
    );
    let key = format!("Bearer {}", server.api_key());
    assert_eq!(requests[1].headers["authorization"], key);
    assert_eq!(requests[2].operation.as_deref(), Some("rooms.delete"));
}
