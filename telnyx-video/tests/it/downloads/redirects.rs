//! Where a download may be led. That it is never led from `https` to `http` is tried with TLS, in
//! `connections`.

use telnyx_video::ErrorKind;

use super::{SIGNATURE, begun, client, file, part, read, shown, signed};
use crate::support::{API_KEY, Answer, Server};

fn redirect(status: u16, location: &str) -> Answer {
    Answer::new(status, &[("location", location)], "")
}

#[tokio::test]
async fn a_redirect_is_followed_with_nothing_but_what_was_asked() {
    for status in [301, 302, 303, 307, 308] {
        let storage = Server::always(part("bytes 5-9/10", "56789"));
        let server = Server::always(redirect(status, &storage.url("/b.mp4?key=abcdefgh")));
        let request = client(&server).download(signed(&server));
        let mut download = request.starting_at(5).send().await.unwrap();
        assert_eq!(read(&mut download).await.unwrap(), "56789");
        let arrived = storage.requests();
        assert_eq!(arrived.len(), 1);
        assert_eq!(arrived[0].method(), "GET");
        assert_eq!(arrived[0].target(), "/b.mp4?key=abcdefgh");
        assert_eq!(arrived[0].header("range"), Some("bytes=5-"));
        assert_eq!(arrived[0].header("referer"), None);
        assert!(!arrived[0].head.contains(API_KEY));
        assert!(!arrived[0].head.contains(SIGNATURE));
    }
}

#[tokio::test]
async fn a_failure_at_the_end_of_a_redirect_shows_neither_query() {
    let body = format!(r#"{{"message":"abcdefgh after {SIGNATURE}"}}"#);
    let storage = Server::always(Answer::json(403, body));
    let server = Server::always(redirect(302, &storage.url("/b.mp4?key=abcdefgh")));
    let error = begun(&server).await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.url().unwrap().as_str(), storage.url("/b.mp4"));
    assert_eq!(error.detail(), Some("[redacted] after [redacted]"));
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::always(redirect(302, "/files/a.mp4?again=abcdefgh"));
    let error = begun(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let line = error.to_string();
    assert!(
        line.ends_with("a redirect was not followed: there were more than 5 redirects"),
        "{line}"
    );
    assert_eq!(server.requests().len(), 6);
    assert!(!shown(&error).contains("abcdefgh"), "{error:?}");
}

#[tokio::test]
async fn five_in_a_row_are_followed() {
    let steps = (0..5).map(|_| redirect(307, "/next")).chain([file("x")]);
    let server = Server::answering(steps);
    let mut download = begun(&server).await.unwrap();
    assert_eq!(read(&mut download).await.unwrap(), "x");
}

#[tokio::test]
async fn a_redirect_to_what_is_no_address_is_an_error() {
    for location in ["ftp://a.example/", "http://a:b@a.example/", "http://["] {
        let server = Server::always(redirect(302, location));
        let error = begun(&server).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
        assert_eq!(error.status().unwrap(), 302);
    }
    let server = Server::always(Answer::new(302, &[], ""));
    let error = begun(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
}
