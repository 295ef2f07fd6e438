//! A download that goes on where an earlier one ended.

use telnyx_video::{Download, Error, ErrorKind};

use super::{client, file, part, read, shown, signed};
use crate::support::{Answer, Server};

/// A download of all but the first five bytes.
async fn resumed(server: &Server) -> Result<Download, Error> {
    let request = client(server).download(signed(server)).starting_at(5);
    request.if_unchanged("\"v1\"").send().await
}

#[tokio::test]
async fn a_part_goes_on_where_it_was_asked_to() {
    let server = Server::always(part("bytes 5-9/10", "56789"));
    let mut download = resumed(&server).await.unwrap();
    assert_eq!(download.status(), 206);
    assert_eq!((download.offset(), download.length()), (5, Some(10)));
    assert_eq!(read(&mut download).await.unwrap(), "56789");
    assert_eq!(download.position(), 10);
    let arrived = server.requests();
    assert_eq!(arrived[0].header("range"), Some("bytes=5-"));
    assert_eq!(arrived[0].header("if-range"), Some("\"v1\""));
}

#[tokio::test]
async fn a_server_that_sends_all_of_it_is_told_from_one_that_goes_on() {
    let server = Server::always(file("0123456789"));
    let mut download = resumed(&server).await.unwrap();
    assert_eq!((download.offset(), download.length()), (0, Some(10)));
    assert_eq!(read(&mut download).await.unwrap(), "0123456789");
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_is_there() {
    let server = Server::always(Answer::new(
        416,
        &[("content-range", "bytes */5")],
        "<Error>InvalidRange</Error>",
    ));
    let mut download = resumed(&server).await.unwrap();
    assert_eq!((download.offset(), download.length()), (5, Some(5)));
    assert_eq!(read(&mut download).await.unwrap(), "");
    assert_eq!(download.position(), 5);
}

#[tokio::test]
async fn an_offset_beyond_the_file_is_an_error() {
    let server = Server::always(Answer::new(416, &[("content-range", "bytes */4")], ""));
    let error = resumed(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 416);
}

#[tokio::test]
async fn another_part_than_the_one_asked_for_is_an_error() {
    for (content_range, reason) in [
        ("bytes 4-8/10", "the response starts at byte 4 instead of 5"),
        ("bytes five", "the response has no valid `content-range`"),
    ] {
        let server = Server::always(part(content_range, "45678"));
        let error = resumed(&server).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.status().unwrap(), 206);
        let line = error.to_string();
        assert!(line.ends_with(reason), "{line}");
        assert!(!shown(&error).contains("Signature"));
    }
}

#[tokio::test]
async fn less_than_the_rest_does_not_pass_for_it() {
    let server = Server::always(part("bytes 5-7/10", "567"));
    let mut download = resumed(&server).await.unwrap();
    let error = read(&mut download).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let line = error.to_string();
    assert!(
        line.ends_with("the file ended after 8 of 10 bytes"),
        "{line}"
    );
    assert_eq!(download.position(), 8);
    assert_eq!(read(&mut download).await.unwrap(), "");
}

#[tokio::test]
async fn an_etag_that_does_not_tell_files_apart_is_refused() {
    let server = Server::always(file("x"));
    let request = client(&server).download(signed(&server)).starting_at(5);
    let error = request.if_unchanged("W/\"v1\"").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "download was not sent: the ETag must be strong: a string in double quotes, without the prefix W/"
    );
    assert!(server.requests().is_empty());
}
