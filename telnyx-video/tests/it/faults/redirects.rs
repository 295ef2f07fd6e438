//! Redirects of API calls. Downloads are tested in `downloads`.

use telnyx_video::reqwest::redirect::Policy;
use telnyx_video::{Client, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{API_KEY, RecordingTimer, Reply, Server, http_without_tls};

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// Starts the target of a redirect.
fn target_server() -> Server {
    Server::always(Reply::json(200, SUCCESS))
}

fn redirect(status: u16, location: &str) -> Reply {
    Reply::new(status, &[("location", location)], "")
}

/// Returns a client with a custom HTTP client that follows redirects.
fn client_that_follows(server: &Server) -> Client {
    let http = http_without_tls().build().unwrap();
    let builder = server.client_builder().http_client(http);
    builder.timer(RecordingTimer::new()).build().unwrap()
}

#[tokio::test]
async fn default_client_returns_redirect_as_error() {
    let statuses = REDIRECTS.map(|status| (status, Operation::Retrieve));
    let operations = OPERATIONS.map(|operation| (307, operation));
    for (status, operation) in statuses.into_iter().chain(operations) {
        let other = target_server();
        let server = Server::always(redirect(status, &other.url("/v2/rooms")));
        let same = Server::always(redirect(status, "/elsewhere"));
        let targets = [other.url("/v2/rooms"), same.url("/elsewhere")];
        for (server, target) in [&server, &same].into_iter().zip(targets) {
            let client = server.client_builder().timer(RecordingTimer::new());
            let error = operation.call(&client.build().unwrap()).await.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Status(it) if it == status));
            assert_eq!(error.attempts(), 1);
            let line = error.to_string();
            let reason = format!(": the redirect to {target} was not followed");
            assert!(line.ends_with(&reason), "{line}");
            assert_eq!(server.attempts(), ["1"]);
        }
        assert!(other.requests().is_empty());
    }
}

#[tokio::test]
async fn redirect_to_other_origin_does_not_send_key() {
    for status in REDIRECTS {
        for operation in OPERATIONS {
            let other = target_server();
            let server = Server::always(redirect(status, &other.url("/v2/rooms")));
            operation.call(&client_that_follows(&server)).await.unwrap();
            assert_eq!(server.requests().len(), 1);
            let requests = other.requests();
            assert_eq!(requests.len(), 1);
            assert_eq!(requests[0].header("authorization"), None);
            assert!(!requests[0].head.contains(API_KEY), "{}", requests[0].head);
            let body = String::from_utf8_lossy(&requests[0].body);
            assert!(!body.contains(API_KEY), "{body}");
        }
    }
}

#[tokio::test]
async fn redirect_back_to_first_origin_does_not_send_key() {
    for status in REDIRECTS {
        // From the server to itself, to the other server, and back.
        let other = Server::not_listening({
            let mut location = None;
            move |request| {
                let back =
                    location.get_or_insert_with(|| request.header("x-back").map(str::to_owned));
                redirect(307, back.as_deref().unwrap())
            }
        });
        other.listen();
        let onward = other.url("/");
        let server = Server::with_handler(move |request| match request.target() {
            "/last" => Reply::json(200, SUCCESS),
            "/next" => redirect(status, &onward),
            _ => redirect(status, "/next"),
        });
        let back = server.url("/last");
        let client = client_that_follows(&server);
        let options = telnyx_video::RequestOptions::new().header("x-back", back);
        let attempts = Operation::Retrieve.call_with(&client, options).await;
        assert_eq!(attempts.unwrap(), 1);
        assert!(
            other
                .requests()
                .iter()
                .all(|request| !request.head.contains(API_KEY))
        );
        let keys: Vec<_> = server
            .requests()
            .iter()
            .map(|request| request.header("authorization").is_some())
            .collect();
        assert_eq!(keys, [true, true, false]);
    }
}

#[tokio::test]
async fn redirect_to_same_origin_sends_key() {
    for status in REDIRECTS {
        let server = Server::with_handler(move |request| match request.target() {
            "/moved" => Reply::json(200, SUCCESS),
            _ => redirect(status, "/moved"),
        });
        Operation::Retrieve
            .call(&client_that_follows(&server))
            .await
            .unwrap();
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(
            requests[1].header("authorization"),
            Some("Bearer KEY0123456789")
        );
        assert_eq!(requests[1].header("x-attempt"), Some("1"));
    }
}

#[tokio::test]
async fn redirect_without_location_is_error() {
    for status in REDIRECTS {
        let server = Server::always(Reply::new(status, &[], ""));
        let error = Operation::Kick
            .call(&client_that_follows(&server))
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

/// The number of redirects that reqwest follows by default.
const REDIRECT_LIMIT: usize = 10;

#[tokio::test]
async fn redirect_cycle_is_not_retried() {
    for (status, operation) in [
        (302, Operation::Retrieve),
        (307, Operation::Retrieve),
        (307, Operation::Create),
    ] {
        let server = Server::always(redirect(status, "/v2/rooms"));
        let error = operation
            .call(&client_that_follows(&server))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!error.is_retryable());
        assert_eq!(error.attempts(), 1);
        let line = error.to_string();
        assert!(
            line.ends_with(": a redirect was not followed: too many redirects"),
            "{line}"
        );
        assert_eq!(server.attempts(), ["1"; REDIRECT_LIMIT + 1]);
    }
}

#[tokio::test]
async fn redirect_rejected_by_policy_is_not_retried() {
    let other = target_server();
    let server = Server::always(redirect(307, &other.url("/v2/rooms")));
    let reject_all = Policy::custom(|attempt| attempt.error("not there"));
    let http = http_without_tls().redirect(reject_all);
    let builder = server.client_builder().http_client(http.build().unwrap());
    let client = builder.build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.attempts(), ["1"]);
    assert!(other.requests().is_empty());
}
