//! Downloads that resume at an offset.

use telnyx_video::reqwest::StatusCode;
use telnyx_video::{Download, Error, ErrorKind};

use super::{client, error_output, file, partial_content, read_all, signed_url};
use crate::support::{Reply, Server};

/// Starts a download at byte 5.
async fn resume_download(server: &Server) -> Result<Download, Error> {
    let request = client(server).download(signed_url(server)).starting_at(5);
    request.if_unchanged("\"v1\"").send().await
}

#[tokio::test]
async fn partial_content_starts_at_offset() {
    let server = Server::always(partial_content("bytes 5-9/10", "56789"));
    let mut download = resume_download(&server).await.unwrap();
    assert_eq!(download.status(), 206);
    assert_eq!((download.offset(), download.length()), (5, Some(10)));
    assert_eq!(read_all(&mut download).await.unwrap(), "56789");
    assert_eq!(download.position(), 10);
    let requests = server.requests();
    assert_eq!(requests[0].header("range"), Some("bytes=5-"));
    assert_eq!(requests[0].header("if-range"), Some("\"v1\""));
}

#[tokio::test]
async fn whole_file_in_response_to_range_starts_at_zero() {
    let server = Server::always(file("0123456789"));
    let mut download = resume_download(&server).await.unwrap();
    assert_eq!((download.offset(), download.length()), (0, Some(10)));
    assert_eq!(read_all(&mut download).await.unwrap(), "0123456789");
}

#[tokio::test]
async fn range_at_end_of_file_is_empty() {
    let server = Server::always(Reply::new(
        416,
        &[("content-range", "bytes */5")],
        "<Error>InvalidRange</Error>",
    ));
    let mut download = resume_download(&server).await.unwrap();
    assert_eq!((download.offset(), download.length()), (5, Some(5)));
    assert_eq!(read_all(&mut download).await.unwrap(), "");
    assert_eq!(download.position(), 5);
}

#[tokio::test]
async fn range_beyond_end_of_file_is_error() {
    let server = Server::always(Reply::new(416, &[("content-range", "bytes */4")], ""));
    let error = resume_download(&server).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Status(StatusCode::RANGE_NOT_SATISFIABLE)
    );
}

#[tokio::test]
async fn wrong_content_range_is_error() {
    for (content_range, reason) in [
        ("bytes 4-8/10", "the response starts at byte 4 instead of 5"),
        ("bytes five", "the response has no valid `content-range`"),
    ] {
        let server = Server::always(partial_content(content_range, "45678"));
        let error = resume_download(&server).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.status().unwrap(), 206);
        let line = error.to_string();
        assert!(line.ends_with(reason), "{line}");
        assert!(!error_output(&error).contains("Signature"));
    }
}

#[tokio::test]
async fn short_partial_content_is_error() {
    let server = Server::always(partial_content("bytes 5-7/10", "567"));
    let mut download = resume_download(&server).await.unwrap();
    let error = read_all(&mut download).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let line = error.to_string();
    assert!(
        line.ends_with("the file ended after 8 of 10 bytes"),
        "{line}"
    );
    assert_eq!(download.position(), 8);
    assert_eq!(read_all(&mut download).await.unwrap(), "");
}

#[tokio::test]
async fn weak_etag_is_rejected() {
    let server = Server::always(file("x"));
    let request = client(&server).download(signed_url(&server)).starting_at(5);
    let error = request.if_unchanged("W/\"v1\"").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "download was not sent: the validator \"W/\\\"v1\\\"\" is neither an HTTP date nor a strong ETag, \
         which is a string in double quotes, without the prefix W/"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn part_of_another_version_is_error() {
    let (old, new) = (
        "Sat, 14 Mar 2026 09:30:00 GMT",
        "Sat, 14 Mar 2026 09:30:01 GMT",
    );
    let file_end = Reply::new(416, &[("content-range", "bytes */5")], "");
    let part = partial_content("bytes 5-9/10", "56789");
    for (reply, validator) in [
        (part.clone().header("etag", "\"v1\""), "\"v1\""),
        (part.clone().header("last-modified", old), old),
    ] {
        let server = Server::always(reply);
        let request = client(&server).download(signed_url(&server)).starting_at(5);
        let download = request.if_unchanged(validator).send().await.unwrap();
        assert_eq!(download.offset(), 5);
    }
    for (reply, validator, reason) in [
        (
            part.clone().header("etag", "\"v2\""),
            "\"v1\"",
            "the file has changed: `etag` is \"v2\" instead of \"v1\"".to_owned(),
        ),
        (
            file_end.header("etag", "W/\"v1\""),
            "\"v1\"",
            "the file has changed: `etag` is W/\"v1\" instead of \"v1\"".to_owned(),
        ),
        (
            part.header("last-modified", new),
            old,
            format!("the file has changed: `last-modified` is {new} instead of {old}"),
        ),
    ] {
        let server = Server::always(reply);
        let request = client(&server).download(signed_url(&server)).starting_at(5);
        let error = request.if_unchanged(validator).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().ends_with(&reason), "{error}");
    }
}
