//! What is sent, and what is not.

use telnyx_video::{Client, ErrorKind};

use super::{SIGNATURE, begun, client, file, read, signed};
use crate::support::{API_KEY, Answer, Server, plain_http};

#[tokio::test]
async fn a_file_comes_whole_with_what_is_known_of_it() {
    let answer = Answer::new(
        200,
        &[("content-type", "video/mp4"), ("etag", "\"v1\"")],
        "0123456789",
    );
    let server = Server::always(answer.dripping());
    let mut download = begun(&server).await.unwrap();
    assert_eq!(download.status(), 200);
    assert_eq!(download.length(), Some(10));
    assert_eq!(download.offset(), 0);
    assert_eq!(download.content_type(), Some("video/mp4"));
    assert_eq!(download.etag(), Some("\"v1\""));
    assert_eq!(read(&mut download).await.unwrap(), "0123456789");
    assert_eq!(download.position(), 10);
    assert_eq!(read(&mut download).await.unwrap(), "");
}

#[tokio::test]
async fn neither_the_key_nor_a_header_for_the_api_is_sent() {
    let server = Server::always(file("x"));
    let builder = server.builder().header("x-proxy-key", "hunter2");
    let client = builder.user_agent_suffix("me/1").build().unwrap();
    let mut download = client.download(signed(&server)).send().await.unwrap();
    read(&mut download).await.unwrap();
    let arrived = server.requests();
    let [request] = arrived.as_slice() else {
        panic!("one request is enough: {arrived:?}");
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
async fn the_query_is_not_printed() {
    let server = Server::always(file("x"));
    let request = client(&server).download(signed(&server));
    let printed = format!("{request:?} {:?}", request.clone().send().await.unwrap());
    assert!(!printed.contains(SIGNATURE), "{printed}");
    assert!(!printed.contains(API_KEY), "{printed}");
    assert!(printed.contains("/files/a.mp4"), "{printed}");
}

#[tokio::test]
async fn what_is_no_address_is_refused_and_nothing_is_sent() {
    let builder = Client::builder().api_key(API_KEY);
    let client = builder
        .http_client(plain_http().build().unwrap())
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
