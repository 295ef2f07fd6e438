//! Redirects of downloads. Those from `https` to `http` are tested in `connections`.

use telnyx_video::ErrorKind;
use telnyx_video::reqwest::StatusCode;

use super::{
    SIGNATURE, client, error_output, file, partial_content, read_all, signed_url, start_download,
};
use crate::support::{API_KEY, Reply, Server};

fn redirect(status: u16, location: &str) -> Reply {
    Reply::new(status, &[("location", location)], "")
}

#[tokio::test]
async fn redirect_is_followed_without_key_query_and_referer() {
    for status in [301, 302, 303, 307, 308] {
        let storage = Server::always(partial_content("bytes 5-9/10", "56789"));
        let server = Server::always(redirect(status, &storage.url("/b.mp4?key=abcdefgh")));
        let request = client(&server).download(signed_url(&server));
        let mut download = request.starting_at(5).send().await.unwrap();
        assert_eq!(read_all(&mut download).await.unwrap(), "56789");
        let requests = storage.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].method(), "GET");
        assert_eq!(requests[0].target(), "/b.mp4?key=abcdefgh");
        assert_eq!(requests[0].header("range"), Some("bytes=5-"));
        assert_eq!(requests[0].header("referer"), None);
        assert!(!requests[0].head.contains(API_KEY));
        assert!(!requests[0].head.contains(SIGNATURE));
    }
}

#[tokio::test]
async fn error_after_redirect_redacts_both_queries() {
    let body = format!(r#"{{"message":"abcdefgh after {SIGNATURE}"}}"#);
    let storage = Server::always(Reply::json(403, body));
    let server = Server::always(redirect(302, &storage.url("/b.mp4?key=abcdefgh")));
    let error = start_download(&server).await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.url().unwrap().as_str(), storage.url("/b.mp4"));
    assert_eq!(error.detail(), Some("[redacted] after [redacted]"));
}

#[tokio::test]
async fn redirect_cycle_is_error() {
    let server = Server::always(redirect(302, "/files/a.mp4?again=abcdefgh"));
    let error = start_download(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let line = error.to_string();
    let reason = format!(
        "a redirect was not followed: there were more than 5 redirects, the last one to {}",
        server.url("/files/a.mp4")
    );
    assert!(line.ends_with(&reason), "{line}");
    assert_eq!(server.requests().len(), 6);
    assert!(!error_output(&error).contains("abcdefgh"), "{error:?}");
}

#[tokio::test]
async fn five_redirects_are_followed() {
    let steps = (0..5).map(|_| redirect(307, "/next")).chain([file("x")]);
    let server = Server::sequence(steps);
    let mut download = start_download(&server).await.unwrap();
    assert_eq!(read_all(&mut download).await.unwrap(), "x");
}

#[tokio::test]
async fn redirect_without_valid_location_is_error() {
    for location in ["ftp://a.example/", "http://a:b@a.example/", "http://["] {
        let server = Server::always(redirect(302, location));
        let error = start_download(&server).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
        assert_eq!(error.status().unwrap(), 302);
    }
    let server = Server::always(Reply::new(302, &[], ""));
    let error = start_download(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status(StatusCode::FOUND));
}
