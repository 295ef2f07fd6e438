use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::byte_source::{ByteSource, Chunks, SourceError};
use crate::runtime::error::{ArgumentResult, InvalidArgument};

/// The sources of a body, in order.
#[derive(Default)]
pub(super) struct Payload(pub(super) Vec<ByteSource>);

impl Payload {
    pub(super) fn push(&mut self, source: impl Into<ByteSource>) {
        self.0.push(source.into());
    }

    /// Creates the body of one attempt. Doesn't poll streams until the connection needs data.
    pub(super) fn into_body(self) -> ArgumentResult<reqwest::Body> {
        if self.0.iter().any(ByteSource::is_consumed) {
            return Err(InvalidArgument::new(
                "the stream of the body has been sent already; create another request with a new stream",
            ));
        }
        // reqwest itself can send the request again if the body is one buffer, for example after `REFUSED_STREAM`.
        if let [source] = self.0.as_slice()
            && let Some(bytes) = source.in_memory()
        {
            return Ok(reqwest::Body::from(bytes.clone()));
        }
        let mut lengths = self.0.iter().map(ByteSource::length);
        Ok(reqwest::Body::wrap(Sending {
            remaining: lengths.try_fold(0_u64, |sum, length| sum.checked_add(length?)),
            waiting: self.0.into_iter(),
            current: None,
        }))
    }
}

/// A body that is being sent.
struct Sending {
    waiting: vec::IntoIter<ByteSource>,
    /// The stream that has begun. Sources in memory are sent as one chunk.
    current: Option<Stream>,
    /// The number of bytes to send, if known.
    remaining: Option<u64>,
}

/// The stream that is being sent.
struct Stream {
    /// A body must be `Sync`, but the caller's stream may not be. This mutex, which is never locked, makes it `Sync`.
    chunks: Mutex<Chunks>,
    /// The number of bytes up to the announced length, if a length was announced.
    remaining: Option<u64>,
    /// The chunk that reaches the announced length, sent after the stream has ended. Over HTTP/1.1, the body is not
    /// polled after this chunk, so a longer stream would not be noticed.
    last: Option<Bytes>,
}

impl Stream {
    /// Polls the next chunk, which must not exceed the announced length. Keeps the chunk that reaches it in `last`.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, SourceError>>> {
        let chunks = self
            .chunks
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        loop {
            let polled = ready!(chunks.as_mut().poll_next(context));
            match (polled, &mut self.remaining) {
                // An empty chunk must not replace `last`.
                (Some(Ok(chunk)), Some(_)) if chunk.is_empty() => {}
                (Some(Ok(chunk)), Some(remaining)) => {
                    let Some(bytes_left) = remaining.checked_sub(chunk.len() as u64) else {
                        return Poll::Ready(Some(
                            Err("the stream is longer than announced".into()),
                        ));
                    };
                    *remaining = bytes_left;
                    if bytes_left > 0 {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    self.last = Some(chunk);
                }
                (None, Some(1..)) => {
                    return Poll::Ready(Some(Err("the stream is shorter than announced".into())));
                }
                (polled, _) => return Poll::Ready(polled),
            }
        }
    }
}

impl Sending {
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, SourceError>>> {
        loop {
            if let Some(stream) = &mut self.current {
                if let Some(chunk) = ready!(stream.poll(context)) {
                    return Poll::Ready(Some(chunk));
                }
                if let Some(last) = self.current.take().and_then(|stream| stream.last) {
                    return Poll::Ready(Some(Ok(last)));
                }
            }
            let Some(source) = self.waiting.next() else {
                return Poll::Ready(None);
            };
            if let Some(bytes) = source.in_memory() {
                return Poll::Ready(Some(Ok(bytes.clone())));
            }
            let Some(chunks) = source.take_stream() else {
                // A clone of this request has sent it meanwhile.
                return Poll::Ready(Some(Err("the stream has been sent already".into())));
            };
            self.current = Some(Stream {
                chunks: Mutex::new(chunks),
                remaining: source.length(),
                last: None,
            });
        }
    }
}

impl Body for Sending {
    type Data = Bytes;
    type Error = SourceError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, SourceError>>> {
        let polled = self.poll_chunk(context);
        if let (Poll::Ready(Some(Ok(chunk))), Some(remaining)) = (&polled, &mut self.remaining) {
            *remaining = remaining.saturating_sub(chunk.len() as u64);
        }
        polled.map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
impl Payload {
    pub(super) fn text(&self) -> String {
        let bytes = self.0.iter().filter_map(ByteSource::in_memory);
        String::from_utf8(bytes.flatten().copied().collect()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures_util::stream;

    use super::*;

    #[test]
    fn into_body_with_too_large_length_has_no_length() {
        let stream = ByteSource::stream(stream::empty::<io::Result<Bytes>>());
        let payload = Payload(vec![stream.with_length(u64::MAX), "a".into()]);
        assert_eq!(payload.into_body().unwrap().size_hint().exact(), None);
    }
}
