//! Where a redirect leads: nowhere by default, and never elsewhere with the key.

use telnyx_video::reqwest::redirect::Policy;
use telnyx_video::{Client, ErrorKind};

use super::operations::{OPERATIONS, Operation, SUCCESS};
use crate::support::{API_KEY, Answer, RecordingTimer, Server, plain_http};

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// A server to be led to.
fn elsewhere() -> Server {
    Server::always(Answer::json(200, SUCCESS))
}

fn redirect(status: u16, location: &str) -> Answer {
    Answer::new(status, &[("location", location)], "")
}

/// A client on an HTTP client of one's own that follows redirects.
fn following(server: &Server) -> Client {
    let http = plain_http().build().unwrap();
    let builder = server.builder().http_client(http);
    builder.timer(RecordingTimer::new()).build().unwrap()
}

#[tokio::test]
async fn by_default_a_redirect_is_an_error() {
    let statuses = REDIRECTS.map(|status| (status, Operation::Retrieve));
    let operations = OPERATIONS.map(|operation| (307, operation));
    for (status, operation) in statuses.into_iter().chain(operations) {
        let other = elsewhere();
        let server = Server::always(redirect(status, &other.url("/v2/rooms")));
        let same = Server::always(redirect(status, "/elsewhere"));
        for server in [&server, &same] {
            let client = server.builder().timer(RecordingTimer::new());
            let error = operation.call(&client.build().unwrap()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Status);
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.attempts(), 1);
            assert!(error.headers().unwrap().contains_key("location"));
            assert_eq!(server.attempts(), ["1"]);
        }
        assert!(other.requests().is_empty());
    }
}

#[tokio::test]
async fn a_client_that_follows_takes_no_key_to_another_origin() {
    for status in REDIRECTS {
        for operation in OPERATIONS {
            let other = elsewhere();
            let server = Server::always(redirect(status, &other.url("/v2/rooms")));
            operation.call(&following(&server)).await.unwrap();
            assert_eq!(server.requests().len(), 1);
            let arrived = other.requests();
            assert_eq!(arrived.len(), 1);
            assert_eq!(arrived[0].header("authorization"), None);
            assert!(!arrived[0].head.contains(API_KEY), "{}", arrived[0].head);
            let body = String::from_utf8_lossy(&arrived[0].body);
            assert!(!body.contains(API_KEY), "{body}");
        }
    }
}

#[tokio::test]
async fn a_key_that_was_left_behind_does_not_come_back() {
    for status in REDIRECTS {
        // From the server to another, by way of itself, and back.
        let other = Server::refusing({
            let mut location = None;
            move |request| {
                let back =
                    location.get_or_insert_with(|| request.header("x-back").map(str::to_owned));
                redirect(307, back.as_deref().unwrap())
            }
        });
        other.open();
        let onward = other.url("/");
        let server = Server::by(move |request| match request.target() {
            "/last" => Answer::json(200, SUCCESS),
            "/next" => redirect(status, &onward),
            _ => redirect(status, "/next"),
        });
        let back = server.url("/last");
        let client = following(&server);
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
async fn a_client_that_follows_keeps_the_key_at_the_same_origin() {
    for status in REDIRECTS {
        let server = Server::by(move |request| match request.target() {
            "/moved" => Answer::json(200, SUCCESS),
            _ => redirect(status, "/moved"),
        });
        Operation::Retrieve.call(&following(&server)).await.unwrap();
        let arrived = server.requests();
        assert_eq!(arrived.len(), 2);
        assert_eq!(
            arrived[1].header("authorization"),
            Some("Bearer KEY0123456789")
        );
        assert_eq!(arrived[1].header("x-attempt"), Some("1"));
    }
}

#[tokio::test]
async fn a_redirect_without_a_place_to_go_is_an_error() {
    for status in REDIRECTS {
        let server = Server::always(Answer::new(status, &[], ""));
        let error = Operation::Kick.call(&following(&server)).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

/// How many redirects reqwest follows unless it is told otherwise.
const FOLLOWED: usize = 10;

#[tokio::test]
async fn a_circle_is_gone_round_once() {
    for (status, operation) in [
        (302, Operation::Retrieve),
        (307, Operation::Retrieve),
        (307, Operation::Create),
    ] {
        let server = Server::always(redirect(status, "/v2/rooms"));
        let error = operation.call(&following(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!error.is_retryable());
        assert_eq!(error.attempts(), 1);
        let line = error.to_string();
        assert!(
            line.ends_with(": a redirect was not followed: too many redirects"),
            "{line}"
        );
        assert_eq!(server.attempts(), ["1"; FOLLOWED + 1]);
    }
}

#[tokio::test]
async fn a_redirect_that_a_policy_refuses_is_not_tried_again() {
    let other = elsewhere();
    let server = Server::always(redirect(307, &other.url("/v2/rooms")));
    let refusing = Policy::custom(|attempt| attempt.error("not there"));
    let http = plain_http().redirect(refusing);
    let builder = server.builder().http_client(http.build().unwrap());
    let client = builder.build().unwrap();
    let error = Operation::Retrieve.call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.attempts(), ["1"]);
    assert!(other.requests().is_empty());
}
