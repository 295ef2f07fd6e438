use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap};
use reqwest::{Body, Response, StatusCode};
use tokio::time::{Sleep, sleep};

use super::range::{self, ByteRange};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::transport::StreamTransport;

/// A stream of the chunks of a file, returned by [`DownloadRequest::send`](super::DownloadRequest::send).
///
/// The stream ends when the file is complete, or after an error. If the server sends fewer bytes than it announced, the
/// last item is an error. Dropping the stream cancels the download.
#[must_use = "streams do nothing unless polled"]
pub struct Download {
    pub(crate) call: CallInfo,
    response: RawResponse,
    /// `None` once the stream has ended.
    body: Option<Body>,
    range: ByteRange,
    /// The offset of the next chunk in the file.
    position: u64,
    transport: StreamTransport,
    /// Limits the wait for a chunk. `None` while the caller handles a chunk. Boxed, so that the stream is `Unpin`.
    idle_timer: Option<Pin<Box<Sleep>>>,
}

impl Download {
    pub(super) fn new(
        call: CallInfo,
        response: Response,
        range: ByteRange,
        transport: StreamTransport,
    ) -> Self {
        // A 416 response gets here only if the requested offset is the end of the file. Its body is an error message.
        let is_complete = response.status() == StatusCode::RANGE_NOT_SATISFIABLE;
        Self {
            call,
            response: RawResponse::without_body(&response),
            body: (!is_complete).then(|| Body::from(response)),
            range,
            position: range.offset,
            transport,
            idle_timer: None,
        }
    }

    /// Creates a download of a file that is the whole body of a response.
    #[doc(hidden)]
    pub fn from_response(call: CallInfo, response: Response, transport: StreamTransport) -> Self {
        let range = ByteRange::whole_file(response.content_length());
        Self::new(call, response, range, transport)
    }

    /// Returns whether the stream has ended.
    #[doc(hidden)]
    pub fn has_ended(&self) -> bool {
        self.body.is_none()
    }

    /// Ends the stream and closes the connection.
    #[doc(hidden)]
    pub fn close(&mut self) {
        self.body = None;
    }

    /// Returns the offset of the first chunk in the file: the offset set by
    /// [`starting_at`](super::DownloadRequest::starting_at), or 0 if the server sends the whole file nevertheless.
    pub fn offset(&self) -> u64 {
        self.range.offset
    }

    /// Returns the length of the whole file in bytes, if known.
    pub fn length(&self) -> Option<u64> {
        self.range.file_length
    }

    /// Returns the offset of the next chunk in the file. To continue after an error, pass it to
    /// [`starting_at`](super::DownloadRequest::starting_at) of another download.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Returns the ETag of this version of the file, or `None` if the server sent none, a weak one or
    /// one that isn't ASCII.
    pub fn etag(&self) -> Option<&str> {
        let etag = self.response.headers.get(ETAG)?.to_str().ok()?;
        range::is_strong_etag(etag).then_some(etag)
    }

    /// Returns the [`etag`](Self::etag), or else the time of the last change. Either identifies this version of the
    /// file, for [`if_unchanged`](super::DownloadRequest::if_unchanged).
    pub fn validator(&self) -> Option<&str> {
        self.etag()
            .or_else(|| range::strong_last_modified(&self.response.headers))
    }

    /// Returns the media type of the file, such as `video/mp4`.
    pub fn content_type(&self) -> Option<&str> {
        self.response.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Returns the status: 200 (or another success) for a whole file, 206 for a part of it, 416 if the
    /// requested offset is the end of the file.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        loop {
            match Pin::new(&mut *body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.idle_timer = None;
                    // A frame without data has trailers, which are ignored.
                    let chunk = frame.into_data().unwrap_or_default();
                    if !chunk.is_empty() {
                        self.position = self.position.saturating_add(chunk.len() as u64);
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                Poll::Ready(Some(Err(cause))) => {
                    let error = Error::transport(self.call.clone(), self.response.clone(), cause);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => return Poll::Ready(self.check_complete().err().map(Err)),
                Poll::Pending => {
                    let start = || Box::pin(sleep(self.transport.idle_timeout));
                    let timer = self.idle_timer.get_or_insert_with(start);
                    ready!(timer.as_mut().poll(context));
                    let response = Some(self.response.clone());
                    let error = self.transport.idle_error(&self.call, response);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn check_complete(&self) -> Result<(), Error> {
        match self.range.expected_end {
            Some(end) if end != self.position => {
                let (call, response) = (self.call.clone(), self.response.clone());
                let reason = format!("the file ended after {} of {end} bytes", self.position);
                Err(Error::new(ErrorKind::Transport, call, response, reason))
            }
            _ => Ok(()),
        }
    }
}

impl AsRef<RawResponse> for Download {
    fn as_ref(&self) -> &RawResponse {
        &self.response
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.poll_chunk(context);
        if let Poll::Ready(None | Some(Err(_))) = polled {
            self.close();
        }
        polled
    }
}

/// Omits the query of the URL and the headers.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("url", &self.call.url.as_ref().map(reqwest::Url::as_str))
            .field("status", &self.status())
            .field("offset", &self.offset())
            .field("position", &self.position())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;

    use futures_util::StreamExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use crate::runtime::client::ClientBuilder;

    #[tokio::test]
    async fn stalled_body_replaces_http_client() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            assert_ne!(connection.read(&mut [0; 1024]).await.unwrap(), 0);
            let start = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf";
            connection.write_all(start).await.unwrap();
            pending::<()>().await;
        });
        let builder = ClientBuilder::for_tests().with_api_key("KEY0123".into());
        let client = builder.base_url(&url).build().unwrap();
        let http_client = || client.settings.http_client.current();
        let used = http_client();
        let mut download = client.download(&url).send().await.unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "half");
        assert!(Arc::ptr_eq(&http_client(), &used));
        // A paused clock advances by itself while the runtime is idle.
        tokio::time::pause();
        let error = download.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout());
        assert!(!Arc::ptr_eq(&http_client(), &used));
    }
}
