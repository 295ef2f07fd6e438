use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::body::Body;
use super::lines::{Lines, TooLong};
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use crate::runtime::response::ResponseBody;

/// A stream of the values in a response in JSON Lines, also known as NDJSON: one JSON value in each line.
///
/// The stream ends when the server ends the response. A line that can't be decoded is an error of the kind
/// [`Decode`](crate::ErrorKind::Decode), with the line in [`Error::body`]. The stream continues after such an error,
/// and ends after any other error. Dropping the stream closes the connection.
///
/// The timeout of an attempt limits each wait for data, not the duration of the stream. A line can be as long as the
/// client's `max_body_size`.
#[must_use = "streams do nothing unless polled"]
pub struct JsonLines<T> {
    body: Body<T>,
    lines: Lines,
}

impl<T> JsonLines<T> {
    /// Sends a request, and returns the stream once the response has started.
    #[doc(hidden)]
    pub async fn open<R: ResponseBody<Value = T>>(request: Request<R>) -> Result<Self, Error> {
        let body = Body::open(request).await?;
        Ok(Self {
            lines: Lines::new(body.limit),
            body,
        })
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.body.chunks.status()
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.body.chunks.headers()
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// No field is ever pinned.
impl<T> Unpin for JsonLines<T> {}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.body.chunks.has_ended() {
            return Poll::Ready(None);
        }
        let Self { body, lines } = &mut *self;
        loop {
            match lines.next_line().map_err(|TooLong| body.too_long("line"))? {
                Some(line) if is_blank(&line) => continue,
                Some(line) => return Poll::Ready(Some(body.decode("line", line))),
                None => {}
            }
            let Some(chunk) = ready!(Pin::new(&mut body.chunks).poll_next(context)?) else {
                let last_line = lines.last_line().filter(|line| !is_blank(line));
                return Poll::Ready(last_line.map(|line| body.decode("line", line)));
            };
            lines.push(chunk);
        }
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
