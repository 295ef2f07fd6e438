//! Errors from the error responses of Telnyx and of proxies.

use serde_json::json;
use telnyx_video::{Error, ErrorKind, RequestOptions};

use super::expectation::error_of;
use super::fixtures::{PARTICIPANT, ROOM, SESSION};
use super::operations::OPERATIONS;
use crate::support::{Reply, Server};

const PROBLEM: &str = r#"{
    "code": "10005",
    "title": "Resource not found",
    "detail": "No room has the given id.",
    "source": {"pointer": "/room_id", "parameter": "room_id"},
    "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10005"}
}"#;

/// Asserts that the response has no problems.
#[track_caller]
fn assert_no_problems(error: &Error) {
    assert!(matches!(error.kind(), ErrorKind::Status(_)));
    assert_eq!(error.problems(), []);
    assert_eq!(error.code(), None);
    assert_eq!(error.title(), None);
    assert_eq!(error.detail(), None);
    assert_eq!(error.pointer(), None);
    assert_eq!(error.parameter(), None);
}

#[tokio::test]
async fn error_of_every_operation_names_operation_and_problem() {
    for operation in &OPERATIONS {
        let reply = Reply::json(404, PROBLEM).header("x-request-id", "8f2a");
        let server = Server::sequence([reply]);
        let options = RequestOptions::new().query("preview", true);
        let call = (operation.call)(&server.client(), "a/b", options);
        let error = call.await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
        assert!(error.is_not_found());
        assert_eq!(error.operation(), Some(operation.name));
        assert_eq!(error.operation_id(), Some(operation.id));
        assert_eq!(error.path_template(), Some(operation.path));
        assert_eq!(error.method().unwrap().as_str(), operation.method);
        assert_eq!(error.url().unwrap().path(), operation.target("a%2Fb"));
        assert_eq!(error.url().unwrap().query(), None);
        assert_eq!(error.code(), Some("10005"));
        assert_eq!(error.request_id(), Some("8f2a"));
        let line = error.to_string();
        let start = format!("{} failed: http", operation.label());
        assert!(line.starts_with(&start), "{line}");
        assert!(
            line.ends_with(
                " returned 404 Not Found: Resource not found (10005): No room has the given id. \
                 [field /room_id] [parameter room_id] (request id 8f2a)"
            ),
            "{line}"
        );
    }
}

#[tokio::test]
async fn problem_as_body_is_decoded() {
    let error = error_of(Reply::json(404, PROBLEM), |client| {
        client.rooms().retrieve(ROOM).send()
    })
    .await;
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.code(), Some("10005"));
    assert_eq!(error.title(), Some("Resource not found"));
    assert_eq!(error.detail(), Some("No room has the given id."));
    assert_eq!(error.pointer(), Some("/room_id"));
    assert_eq!(error.parameter(), Some("room_id"));
    assert_eq!(error.problems().len(), 1);
    assert_eq!(
        error.problems()[0].meta,
        Some(json!({"url": "https://developers.telnyx.com/docs/overview/errors/10005"}))
    );
    assert_eq!(error.body(), Some(PROBLEM.as_bytes()));
}

#[tokio::test]
async fn problem_with_required_fields_only_is_decoded() {
    let body = r#"{"code":"10010","title":"Not authorized"}"#;
    let error = error_of(Reply::json(403, body), |client| {
        let actions = client.rooms().actions();
        actions.generate_join_client_token(ROOM).send()
    })
    .await;
    assert!(error.is_forbidden());
    assert_eq!(error.code(), Some("10010"));
    assert_eq!(error.title(), Some("Not authorized"));
    assert_eq!(error.detail(), None);
    assert_eq!(error.pointer(), None);
    assert_eq!(error.parameter(), None);
}

#[tokio::test]
async fn list_of_problems_is_decoded() {
    let body = r#"{"errors":[
        {"code":"10015","title":"Bad Request","detail":"must be at most 50",
         "source":{"pointer":"/max_participants"}},
        {"code":"10027","title":"Taken","source":{"pointer":"/unique_name"}}
    ]}"#;
    let error = error_of(Reply::json(422, body), |client| {
        let room = client.rooms().create();
        room.unique_name("a").max_participants(51).send()
    })
    .await;
    assert!(error.is_unprocessable());
    assert_eq!(error.code(), Some("10015"));
    assert_eq!(error.title(), Some("Bad Request"));
    assert_eq!(error.detail(), Some("must be at most 50"));
    assert_eq!(error.pointer(), Some("/max_participants"));
    assert_eq!(error.parameter(), None);
    assert_eq!(error.problems().len(), 2);
    assert_eq!(error.problems()[1].code.as_deref(), Some("10027"));
    assert_eq!(error.problems()[1].pointer.as_deref(), Some("/unique_name"));
    assert!(
        error
            .to_string()
            .ends_with("[field /max_participants]; Taken (10027) [field /unique_name]"),
        "{error}"
    );
}

#[tokio::test]
async fn message_becomes_detail() {
    let body = r#"{"message":"Room session is not active","success":false}"#;
    let error = error_of(Reply::json(400, body), |client| {
        client.rooms().sessions().actions().end(SESSION).send()
    })
    .await;
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.detail(), Some("Room session is not active"));
    assert_eq!(error.code(), None);
    assert_eq!(error.title(), None);
    assert_eq!(error.problems().len(), 1);
    assert!(
        error
            .to_string()
            .ends_with("returned 400 Bad Request: Room session is not active"),
        "{error}"
    );
}

#[tokio::test]
async fn proxy_html_error_page_is_kept_as_body() {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let reply = Reply::new(502, &[], page).header("content-type", "text/html");
    let error = error_of(reply, |client| client.room_recordings().list().send()).await;
    assert_no_problems(&error);
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert!(error.to_string().ends_with("returned 502 Bad Gateway"));
}

#[tokio::test]
async fn error_without_body_has_status_only() {
    for (status, status_line) in [
        (401, "401 Unauthorized"),
        (422, "422 Unprocessable Entity"),
        (429, "429 Too Many Requests"),
        (304, "304 Not Modified"),
    ] {
        let error = error_of(Reply::new(status, &[], ""), |client| {
            client.rooms().update(ROOM).send()
        })
        .await;
        assert_no_problems(&error);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.is_unauthorized(), status == 401);
        assert_eq!(error.is_unprocessable(), status == 422);
        assert_eq!(error.is_rate_limited(), status == 429);
        assert_eq!(error.body(), Some(b"".as_slice()));
        assert!(
            error
                .to_string()
                .ends_with(&format!(" returned {status_line}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn error_status_with_success_body_is_error() {
    let body = format!(r#"{{"data":{{"id":"{PARTICIPANT}"}}}}"#);
    let error = error_of(Reply::json(500, body), |client| {
        client.room_participants().retrieve(PARTICIPANT).send()
    })
    .await;
    assert_no_problems(&error);
    assert_eq!(error.status().unwrap(), 500);
}
