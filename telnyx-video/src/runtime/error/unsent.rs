use std::error::Error as StdError;

/// Returns whether the connection closed before any byte of the request was written, so that repeating it is safe.
///
/// hyper reports such a request as canceled. If the connection has served another request before, hyper's pool repeats
/// the request itself, so the error arrives here only for a new connection.
pub(super) fn is_unsent(error: &(dyn StdError + 'static)) -> bool {
    let mut sources = std::iter::successors(Some(error), |error| (*error).source());
    sources.any(|error| {
        let error: Option<&hyper::Error> = error.downcast_ref();
        error.is_some_and(hyper::Error::is_canceled)
    })
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use hyper::Request;
    use hyper::client::conn::http1;
    use hyper::rt::{Read, ReadBufCursor, Write};

    use super::*;

    /// A connection that the peer closes after the first byte.
    #[derive(Default)]
    struct Connection {
        is_written: bool,
    }

    impl Read for Connection {
        fn poll_read(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            _: ReadBufCursor<'_>,
        ) -> Poll<io::Result<()>> {
            if self.is_written {
                return Poll::Ready(Ok(()));
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }
    }

    impl Write for Connection {
        fn poll_write(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            self.is_written = true;
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn is_unsent_requires_that_nothing_was_written() {
        let request = || Request::new(reqwest::Body::from(""));
        let (mut sender, connection) = http1::handshake(Connection::default()).await.unwrap();
        let (response, _) = tokio::join!(sender.send_request(request()), connection);
        assert!(!is_unsent(&response.unwrap_err()));

        let (mut sender, connection) = http1::handshake(Connection::default()).await.unwrap();
        let response = sender.send_request(request());
        drop(connection);
        assert!(is_unsent(&response.await.unwrap_err()));
    }
}
