//! The idle timeout of downloads, with a paused clock.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use futures_util::TryStreamExt;
use telnyx_video::ErrorKind;

use super::{SIGNATURE, client, error_output, read_all, signed_url, start_download};
use crate::support::{PausedClock, Reply, Server, within_timeout};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn missing_response_is_timeout() {
    let clock = PausedClock::new();
    let server = Server::always(Reply::stall());
    let request = client(&server).download(signed_url(&server));
    let download = tokio::spawn(request.idle_timeout(5 * SECOND).send());
    server.wait_for_stalls(1).await;
    clock.advance(5 * SECOND).await;
    let error = within_timeout(download).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let line = error.to_string();
    assert!(line.ends_with(": nothing was received for 5s"), "{line}");
    assert!(!error_output(&error).contains(SIGNATURE), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn stalled_body_is_timeout() {
    let clock = PausedClock::new();
    let half = Reply::head(200, &[("content-length", "9")]).write("012");
    let server = Server::always(half.then_stall());
    let mut download = start_download(&server).await.unwrap();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "012");
    // The timeout only runs while the stream is polled.
    clock.advance(3_600 * SECOND).await;
    let (sender, started) = tokio::sync::oneshot::channel();
    let reading = tokio::spawn(async move {
        let mut next = Box::pin(read_all(&mut download));
        let is_pending = poll_fn(|context| Poll::Ready(next.as_mut().poll(context).is_pending()));
        assert!(is_pending.await);
        sender.send(()).unwrap();
        next.await
    });
    started.await.unwrap();
    clock.advance(29 * SECOND).await;
    assert!(!reading.is_finished());
    clock.advance(SECOND).await;
    let error = within_timeout(reading).await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    let line = error.to_string();
    assert!(line.ends_with(": nothing was received for 30s"), "{line}");
    server.wait_for_disconnects(1).await;
}

#[tokio::test]
async fn slow_body_does_not_time_out() {
    let clock = PausedClock::new();
    let drip = Reply::head(200, &[("transfer-encoding", "chunked")]);
    let server = Server::always(drip.then_drip_forever("1\r\nx\r\n"));
    let request = client(&server).download(signed_url(&server));
    let mut download = request.idle_timeout(5 * SECOND).send().await.unwrap();
    // Longer in total than any timeout of the crate.
    for _ in 0..100 {
        within_timeout(download.try_next()).await.unwrap().unwrap();
        clock.advance(4 * SECOND).await;
    }
    assert!(download.position() >= 100);
}

#[tokio::test]
async fn stalled_body_of_error_status_is_ignored_after_timeout() {
    let clock = PausedClock::new();
    let server = Server::always(Reply::head(403, &[("content-length", "9")]).then_stall());
    let download = tokio::spawn(client(&server).download(signed_url(&server)).send());
    server.wait_for_stalls(1).await;
    // The server has written the head; let the client read it.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    clock.advance(30 * SECOND).await;
    assert!(
        within_timeout(download)
            .await
            .unwrap()
            .unwrap_err()
            .is_forbidden()
    );
}
