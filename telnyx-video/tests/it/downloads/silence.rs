//! How long a download waits for what comes next. The clock is moved by hand.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use futures_util::TryStreamExt;
use telnyx_video::ErrorKind;

use super::{SIGNATURE, begun, client, read, shown, signed};
use crate::support::{Answer, Server, StoppedClock, soon};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn no_answer_for_too_long_is_a_timeout() {
    let clock = StoppedClock::new();
    let server = Server::always(Answer::stall());
    let request = client(&server).download(signed(&server));
    let download = tokio::spawn(request.idle_timeout(5 * SECOND).send());
    server.has_stalled(1).await;
    clock.advance(5 * SECOND).await;
    let error = soon(download).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let line = error.to_string();
    assert!(line.ends_with(": nothing was received for 5s"), "{line}");
    assert!(!shown(&error).contains(SIGNATURE), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn no_piece_for_too_long_is_a_timeout() {
    let clock = StoppedClock::new();
    let half = Answer::head(200, &[("content-length", "9")]).write("012");
    let server = Server::always(half.then_stall());
    let mut download = begun(&server).await.unwrap();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "012");
    // While nobody asks for a piece, no time counts.
    clock.advance(3_600 * SECOND).await;
    let (hold, held) = tokio::sync::oneshot::channel();
    let reading = tokio::spawn(async move {
        let mut next = Box::pin(read(&mut download));
        let has_begun = poll_fn(|context| Poll::Ready(next.as_mut().poll(context).is_pending()));
        assert!(has_begun.await);
        hold.send(()).unwrap();
        next.await
    });
    held.await.unwrap();
    clock.advance(29 * SECOND).await;
    assert!(!reading.is_finished());
    clock.advance(SECOND).await;
    let error = soon(reading).await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    let line = error.to_string();
    assert!(line.ends_with(": nothing was received for 30s"), "{line}");
    server.was_hung_up_on(1).await;
}

#[tokio::test]
async fn pieces_that_keep_coming_may_take_any_time() {
    let clock = StoppedClock::new();
    let drip = Answer::head(200, &[("transfer-encoding", "chunked")]);
    let server = Server::always(drip.then_drip_forever("1\r\nx\r\n"));
    let request = client(&server).download(signed(&server));
    let mut download = request.idle_timeout(5 * SECOND).send().await.unwrap();
    // Longer in all than any timeout of the crate.
    for _ in 0..100 {
        soon(download.try_next()).await.unwrap().unwrap();
        clock.advance(4 * SECOND).await;
    }
    assert!(download.position() >= 100);
}

#[tokio::test]
async fn the_body_of_a_failure_is_not_waited_for_any_longer() {
    let clock = StoppedClock::new();
    let server = Server::always(Answer::head(403, &[("content-length", "9")]).then_stall());
    let download = tokio::spawn(client(&server).download(signed(&server)).send());
    server.has_stalled(1).await;
    // The head has been written, and is read whenever the runtime next looks at its sockets.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    clock.advance(30 * SECOND).await;
    assert!(soon(download).await.unwrap().unwrap_err().is_forbidden());
}
