//! Downloads that fail. None is repeated.

use std::time::Duration;

use telnyx_video::ErrorKind;

use super::{SIGNATURE, begun, client, file, read, shown, signed};
use crate::support::{Answer, Server};

#[tokio::test]
async fn a_status_is_an_error_and_is_not_repeated() {
    for status in [304, 400, 403, 404, 429, 500, 503] {
        let server = Server::always(Answer::new(status, &[("retry-after", "7")], ""));
        let error = begun(&server).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_repeats_the_query_does_not_spread_it() {
    let body = format!(r#"{{"message":"Request has expired: {SIGNATURE}"}}"#);
    let server = Server::always(Answer::json(403, &body));
    let error = begun(&server).await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.detail(), Some("Request has expired: [redacted]"));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert!(!shown(&error).contains(SIGNATURE), "{error:?}");
    assert_eq!(
        error.to_string(),
        format!(
            "download failed: {} returned 403 Forbidden: Request has expired: [redacted]",
            server.url("/files/a.mp4")
        )
    );
}

#[tokio::test]
async fn a_failure_is_told_whatever_becomes_of_its_body() {
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    for answer in [
        Answer::head(404, &[("content-length", "9")])
            .write("x")
            .then_close(),
        Answer::head(404, &[("transfer-encoding", "chunked")]).then_flood(chunk),
    ] {
        let server = Server::always(answer);
        let error = begun(&server).await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.body(), Some(b"".as_slice()));
    }
}

#[tokio::test]
async fn nobody_there_is_an_error_without_the_query() {
    let server = Server::refusing(|_| file("x"));
    let error = begun(&server).await.unwrap_err();
    assert!(error.is_connect());
    assert!(!shown(&error).contains(SIGNATURE), "{error:?}");
}

#[tokio::test]
async fn an_exchange_that_breaks_off_keeps_what_has_come() {
    let half = Answer::head(200, &[("content-length", "9")]).write("012");
    let chunked = Answer::head(200, &[("transfer-encoding", "chunked")]).write_chunk("012");
    for answer in [half.clone().then_close(), chunked.then_close()] {
        let server = Server::always(answer);
        let mut download = begun(&server).await.unwrap();
        let error = read(&mut download).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(download.position(), 3);
        assert!(!shown(&error).contains(SIGNATURE), "{error:?}");
        assert_eq!(read(&mut download).await.unwrap(), "");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_file_may_be_longer_than_the_answers_of_the_api() {
    let server = Server::always(file(&"x".repeat(5_000)));
    let client = server.builder().max_body_size(10).build().unwrap();
    let mut download = client.download(signed(&server)).send().await.unwrap();
    assert_eq!(read(&mut download).await.unwrap().len(), 5_000);
}

#[tokio::test]
async fn dropping_a_download_hangs_up() {
    let endless = Answer::head(200, &[("transfer-encoding", "chunked")]);
    let server = Server::always(endless.then_flood("1\r\nx\r\n"));
    let download = client(&server).download(signed(&server)).send();
    drop(download.await.unwrap());
    server.was_hung_up_on(1).await;
}
