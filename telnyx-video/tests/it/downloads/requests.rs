//! Requests of downloads.

use telnyx_video::{Client, ErrorKind};

use super::{SIGNATURE, client, file, read_all, signed_url, start_download};
use crate::support::{API_KEY, Reply, Server, http_without_tls};

#[tokio::test]
async fn download_has_metadata_and_content() {
    let reply = Reply::new(
        200,
        &[("content-type", "video/mp4"), ("etag", "\"v1\"")],
        "0123456789",
    );
    let server = Server::always(reply.dripping());
    let mut download = start_download(&server).await.unwrap();
    assert_eq!(download.status(), 200);
    assert_eq!(download.length(), Some(10));
    assert_eq!(download.offset(), 0);
    assert_eq!(download.content_type(), Some("video/mp4"));
    assert_eq!(download.etag(), Some("\"v1\""));
    assert_eq!(download.validator(), Some("\"v1\""));
    assert_eq!(read_all(&mut download).await.unwrap(), "0123456789");
    assert_eq!(download.position(), 10);
    assert_eq!(read_all(&mut download).await.unwrap(), "");
}

#[tokio::test]
async fn download_sends_no_key_and_no_client_headers() {
    let server = Server::always(file("x"));
    let builder = server.client_builder().header("x-proxy-key", "hunter2");
    let client = builder.user_agent_suffix("me/1").build().unwrap();
    let mut download = client.download(signed_url(&server)).send().await.unwrap();
    read_all(&mut download).await.unwrap();
    let requests = server.requests();
    let [request] = requests.as_slice() else {
        panic!("expected one request: {requests:?}");
    };
    assert_eq!(
        request.target(),
        "/files/a.mp4?Expires=300&Signature=c2lnbmF0dXJl"
    );
    let mut names: Vec<_> = request.head.lines().skip(1).collect();
    names.retain(|line| !line.is_empty() && !line.starts_with("host:"));
    names.sort_unstable();
    let agent = concat!(
        "user-agent: telnyx-video/",
        env!("CARGO_PKG_VERSION"),
        " me/1"
    );
    assert_eq!(names, ["accept-encoding: identity", "accept: */*", agent]);
    assert!(!request.head.contains(API_KEY));
}

#[tokio::test]
async fn debug_output_hides_query() {
    let server = Server::always(file("x"));
    let request = client(&server).download(signed_url(&server));
    let output = format!("{request:?} {:?}", request.clone().send().await.unwrap());
    assert!(!output.contains(SIGNATURE), "{output}");
    assert!(!output.contains(API_KEY), "{output}");
    assert!(output.contains("/files/a.mp4"), "{output}");
}

#[tokio::test]
async fn invalid_url_is_rejected() {
    let builder = Client::builder().api_key(API_KEY);
    let client = builder
        .http_client(http_without_tls().build().unwrap())
        .build()
        .unwrap();
    for (url, reason) in [
        ("a.mp4", "the URL is not valid: relative URL without a base"),
        (
            "ftp://a.example/a.mp4?s=hunter2",
            "the URL must start with `http://` or `https://`",
        ),
        (
            "https://a:hunter2@a.example/",
            "the URL must not contain a user name or password",
        ),
    ] {
        let error = client.download(url).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.attempts(), 0);
        assert_eq!(
            error.to_string(),
            format!("download was not sent: {reason}")
        );
    }
}
