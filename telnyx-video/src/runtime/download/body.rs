//! A file as it comes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap};
use reqwest::{Body, Response, StatusCode};
use tokio::time::{Instant, Sleep};

use super::range::{self, ByteRange};
use crate::runtime::error::Error;
use crate::runtime::error::{CallInfo, RawResponse};

/// A stream of the pieces of a file, as they come; made by
/// [`DownloadRequest::send`](super::DownloadRequest::send), or by `download` on an operation that
/// answers with something other than JSON.
///
/// It ends when the file is complete, and after an error: one that breaks off, or ends before the
/// server said that it would, never passes for whole. Dropping it ends the download.
#[must_use = "streams do nothing unless polled"]
pub struct Download {
    call: CallInfo,
    answer: RawResponse,
    /// `None` once it has ended or failed.
    body: Option<Body>,
    range: ByteRange,
    /// Before which byte of the file the next piece begins.
    position: u64,
    silence: Silence,
}

impl Download {
    pub(super) fn new(
        call: CallInfo,
        answer: RawResponse,
        response: Response,
        range: ByteRange,
        idle_timeout: Duration,
    ) -> Self {
        // Of a file that is there already, nothing comes but words about that.
        let is_complete = answer.status == StatusCode::RANGE_NOT_SATISFIABLE;
        Self {
            call,
            answer,
            body: (!is_complete).then(|| Body::from(response)),
            range,
            position: range.offset,
            silence: Silence::new(idle_timeout),
        }
    }

    /// Where in the file the pieces begin: where [`starting_at`](super::DownloadRequest::starting_at)
    /// said, or 0 if the server sends the whole file all the same.
    pub fn offset(&self) -> u64 {
        self.range.offset
    }

    /// How long the whole file is in bytes, if the server says so.
    pub fn length(&self) -> Option<u64> {
        self.range.length
    }

    /// How far the file is there: the offset, and the length of all pieces so far. To go on after
    /// an error, start another download there.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// What tells this file from another at the same address, for
    /// [`if_still`](super::DownloadRequest::if_still). `None` if the server says nothing that does.
    pub fn etag(&self) -> Option<&str> {
        let etag = self.answer.headers.get(ETAG)?.to_str().ok()?;
        range::strong_etag(etag).is_ok().then_some(etag)
    }

    /// The media type of the file, such as `video/mp4`.
    pub fn content_type(&self) -> Option<&str> {
        self.answer.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The status of the answer: 200 for a whole file, 206 for a part of it, 416 if nothing was
    /// left of it.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The header fields of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        loop {
            match Pin::new(&mut *body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.silence.end();
                    // Trailers, which are the other kind of frame, say nothing of interest.
                    let piece = frame.into_data().unwrap_or_default();
                    if !piece.is_empty() {
                        self.position = self.position.saturating_add(piece.len() as u64);
                        return Poll::Ready(Some(Ok(piece)));
                    }
                }
                Poll::Ready(Some(Err(cause))) => {
                    let answer = Some(self.answer.clone());
                    let error = Error::transport(self.call.clone(), answer, cause);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => return Poll::Ready(self.check_end().err().map(Err)),
                Poll::Pending if self.silence.poll_too_long(context) => {
                    let answer = Some(self.answer.clone());
                    let error = Error::idle(self.call.clone(), answer, self.silence.longest);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn check_end(&self) -> Result<(), Error> {
        match self.range.end {
            Some(end) if end != self.position => Err(Error::incomplete(
                self.call.clone(),
                self.answer.clone(),
                self.position,
                end,
            )),
            _ => Ok(()),
        }
    }
}

impl AsRef<RawResponse> for Download {
    fn as_ref(&self) -> &RawResponse {
        &self.answer
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.poll_piece(context);
        if let Poll::Ready(None | Some(Err(_))) = polled {
            self.body = None;
        }
        polled
    }
}

/// Shows neither the query of the address nor the header fields.
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

/// How long nothing has come, while somebody waited for it.
struct Silence {
    longest: Duration,
    /// In a box, since a timer may not move, and a stream that may is easier to use.
    timer: Pin<Box<Sleep>>,
    has_begun: bool,
}

impl Silence {
    fn new(longest: Duration) -> Self {
        Self {
            longest,
            timer: Box::pin(tokio::time::sleep(longest)),
            has_begun: false,
        }
    }

    fn end(&mut self) {
        self.has_begun = false;
    }

    /// Whether it has lasted too long; it begins if it has not.
    fn poll_too_long(&mut self, context: &mut Context<'_>) -> bool {
        if !self.has_begun {
            self.has_begun = true;
            // An end too far away for the clock is none that anybody sees; the timer keeps its own.
            if let Some(end) = Instant::now().checked_add(self.longest) {
                self.timer.as_mut().reset(end);
            }
        }
        self.timer.as_mut().poll(context).is_ready()
    }
}
