//! Injected faults, and recorded requests.

use std::time::Duration;

use serde_json::json;
use telnyx_video::mock::{Fault, MockError};
use telnyx_video::reqwest::StatusCode;
use telnyx_video::reqwest::header::{CONTENT_TYPE, DATE, HeaderValue, RETRY_AFTER, VIA};
use telnyx_video::{RequestOptions, Retries};

use super::start_server;
use crate::support::within_timeout;

fn without_retries() -> RequestOptions {
    RequestOptions::new().retry_policy(Retries::none())
}

#[tokio::test]
async fn status_fault_applies_as_many_times_as_set() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let busy = Fault::status(StatusCode::SERVICE_UNAVAILABLE)
        .header(RETRY_AFTER, HeaderValue::from_static("7"))
        .on("rooms.create")
        .times(2);
    server.fail_next(busy).unwrap();
    rooms.list().send().await.unwrap();
    for _ in 0..2 {
        let error = rooms
            .create()
            .options(without_retries())
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    }
    rooms
        .create()
        .options(without_retries())
        .send()
        .await
        .unwrap();
    assert_eq!(rooms.list().send().await.unwrap().data.len(), 1);
    let body = json!({"errors": [{"code": "1", "title": "T"}]});
    server
        .fail_next(Fault::status(StatusCode::CONFLICT).body(body))
        .unwrap();
    let error = rooms.create().send().await.unwrap_err();
    assert_eq!(error.code(), Some("1"));
}

#[tokio::test]
async fn headers_of_fault_replace_headers_of_server() {
    let server = start_server().await;
    let headers = [
        (CONTENT_TYPE, "text/html"),
        (DATE, "Sat, 14 Mar 2026 00:00:00 GMT"),
        (VIA, "1.1 a"),
        (VIA, "1.1 b"),
    ];
    let mut fault = Fault::status(StatusCode::BAD_GATEWAY);
    for (name, value) in headers.clone() {
        fault = fault.header(name, HeaderValue::from_static(value));
    }
    server.fail_next(fault).unwrap();
    let list = server.client().rooms().list().options(without_retries());
    let error = list.send().await.unwrap_err();
    let actual = error.headers().unwrap();
    for (name, _) in &headers {
        let expected = headers.iter().filter(|(other, _)| other == name);
        let expected: Vec<_> = expected.map(|(_, value)| *value).collect();
        let actual: Vec<_> = actual.get_all(name).iter().collect();
        assert_eq!(actual, expected, "{name}");
    }
}

/// The server asks for two waits of 50 seconds, by its clock.
#[tokio::test]
async fn client_retries_without_waiting() {
    let server = start_server().await;
    let later = HeaderValue::from_static("Sat, 14 Mar 2026 09:30:50 GMT");
    let limited = Fault::status(StatusCode::TOO_MANY_REQUESTS).header(RETRY_AFTER, later);
    server.fail_next(limited.clone().times(2)).unwrap();
    let rooms = server.client().rooms();
    let response = within_timeout(rooms.list().send_with_response()).await;
    assert_eq!(response.unwrap().attempts(), 3);
    server.fail_next(limited).unwrap();
    let error = rooms.list().options(without_retries()).send().await;
    let retry_after = error.unwrap_err().retry_after();
    assert_eq!(retry_after, Some(Duration::from_secs(50)));
}

#[tokio::test]
async fn disconnect_fault_closes_connection() {
    let server = start_server().await;
    server.fail_next(Fault::disconnect()).unwrap();
    let rooms = server.client().rooms();
    let error = rooms
        .list()
        .options(without_retries())
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(server.requests()[0].status, None);
    rooms
        .list()
        .options(without_retries())
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn hang_fault_times_out_and_delay_fault_succeeds() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    // The call may time out before it reaches the server, so the fault must not match the next request.
    server.fail_next(Fault::hang().on("rooms.list")).unwrap();
    let options = without_retries().timeout(Duration::from_millis(1));
    let error = rooms.list().options(options).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    server
        .fail_next(Fault::delay(Duration::from_millis(1)).on("rooms.create"))
        .unwrap();
    rooms
        .create()
        .options(without_retries())
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn fault_for_unknown_operation_is_rejected() {
    let server = start_server().await;
    let error = server
        .fail_next(Fault::disconnect().on("MakeRoom"))
        .unwrap_err();
    assert!(matches!(error, MockError::UnknownOperation(id) if id == "MakeRoom"));
}

#[tokio::test]
async fn requests_returns_received_requests() {
    let server = start_server().await;
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
