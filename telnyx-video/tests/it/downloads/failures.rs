//! Downloads that fail, and are never retried.

use std::time::Duration;

use telnyx_video::ErrorKind;

use super::{SIGNATURE, client, error_output, file, read_all, signed_url, start_download};
use crate::support::{Reply, Server};

#[tokio::test]
async fn error_status_is_not_retried() {
    for status in [304, 400, 403, 404, 429, 500, 503] {
        let server = Server::always(Reply::new(status, &[("retry-after", "7")], ""));
        let error = start_download(&server).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Status(it) if it == status));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn query_quoted_by_server_is_redacted() {
    let body = format!(r#"{{"message":"Request has expired: {SIGNATURE}"}}"#);
    let server = Server::always(Reply::json(403, &body));
    let error = start_download(&server).await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.detail(), Some("Request has expired: [redacted]"));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert!(!error_output(&error).contains(SIGNATURE), "{error:?}");
    assert_eq!(
        error.to_string(),
        format!(
            "download failed: {} returned 403 Forbidden: Request has expired: [redacted]",
            server.url("/files/a.mp4")
        )
    );
}

#[tokio::test]
async fn error_status_with_truncated_or_endless_body_is_reported() {
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    for answer in [
        Reply::head(404, &[("content-length", "9")])
            .write("x")
            .then_close(),
        Reply::head(404, &[("transfer-encoding", "chunked")]).then_flood(chunk),
    ] {
        let server = Server::always(answer);
        let error = start_download(&server).await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.body(), Some(b"".as_slice()));
    }
}

#[tokio::test]
async fn connect_error_hides_query() {
    let server = Server::not_listening(|_| file("x"));
    let error = start_download(&server).await.unwrap_err();
    assert!(error.is_connect());
    assert!(!error_output(&error).contains(SIGNATURE), "{error:?}");
}

#[tokio::test]
async fn truncated_download_returns_received_bytes_and_error() {
    let half = Reply::head(200, &[("content-length", "9")]).write("012");
    let chunked = Reply::head(200, &[("transfer-encoding", "chunked")]).write_chunk("012");
    for answer in [half.clone().then_close(), chunked.then_close()] {
        let server = Server::always(answer);
        let mut download = start_download(&server).await.unwrap();
        let error = read_all(&mut download).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(download.position(), 3);
        assert!(!error_output(&error).contains(SIGNATURE), "{error:?}");
        assert_eq!(read_all(&mut download).await.unwrap(), "");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn download_ignores_body_limit() {
    let server = Server::always(file(&"x".repeat(5_000)));
    let client = server.client_builder().max_body_size(10).build().unwrap();
    let mut download = client.download(signed_url(&server)).send().await.unwrap();
    assert_eq!(read_all(&mut download).await.unwrap().len(), 5_000);
}

#[tokio::test]
async fn dropped_download_closes_connection() {
    let endless = Reply::head(200, &[("transfer-encoding", "chunked")]);
    let server = Server::always(endless.then_flood("1\r\nx\r\n"));
    let download = client(&server).download(signed_url(&server)).send();
    drop(download.await.unwrap());
    server.wait_for_disconnects(1).await;
}
