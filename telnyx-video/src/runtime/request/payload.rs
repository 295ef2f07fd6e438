//! The bytes of a body on their way to the network.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::byte_source::{ByteSource, Contents, Pieces, SourceError};

/// The bytes of a body, one source after the other.
#[derive(Default)]
pub(super) struct Payload(Vec<ByteSource>);

impl Payload {
    pub(super) fn push(&mut self, source: impl Into<ByteSource>) {
        self.0.push(source.into());
    }

    /// The body of one attempt. A stream is not touched before the connection asks for its first piece.
    pub(super) fn into_body(self) -> Result<reqwest::Body, InvalidArgument> {
        if self.0.iter().any(ByteSource::is_consumed) {
            return Err(InvalidArgument::new(
                "the body is a stream that was sent already; make the request anew, with another stream",
            ));
        }
        // What is in one piece can be sent again by the connection itself.
        if let [source] = self.0.as_slice()
            && let Some(bytes) = source.in_memory()
        {
            return Ok(reqwest::Body::from(bytes.clone()));
        }
        let lengths = self.0.iter().map(ByteSource::length);
        let left = lengths.sum::<Option<u64>>();
        Ok(reqwest::Body::wrap(Sending {
            waiting: self.0.into(),
            current: None,
            left,
        }))
    }
}

impl<S: Into<ByteSource>> From<S> for Payload {
    fn from(source: S) -> Self {
        Self(vec![source.into()])
    }
}

/// A body under way.
struct Sending {
    waiting: VecDeque<ByteSource>,
    current: Option<Stream>,
    /// How many bytes are left, if that is known.
    left: Option<u64>,
}

/// The stream whose turn it is.
struct Stream {
    /// In a mutex that nobody waits for, since a body has to be `Sync`, and a stream need not be.
    pieces: Mutex<Pieces>,
    left: Option<u64>,
}

impl Stream {
    /// The next piece, if it is within the length that was announced.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, SourceError>>> {
        let pieces = self.pieces.get_mut();
        let pieces = pieces.unwrap_or_else(PoisonError::into_inner);
        let polled = pieces.as_mut().poll_next(context);
        polled.map(|piece| match (piece, &mut self.left) {
            (Some(Ok(piece)), Some(left)) => match left.checked_sub(piece.len() as u64) {
                Some(rest) => {
                    *left = rest;
                    Some(Ok(piece))
                }
                None => Some(Err("the stream is longer than was announced".into())),
            },
            (None, Some(1..)) => Some(Err("the stream is shorter than was announced".into())),
            (piece, _) => piece,
        })
    }
}

impl Sending {
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, SourceError>>> {
        loop {
            if let Some(stream) = &mut self.current {
                match stream.poll(context) {
                    Poll::Ready(None) => self.current = None,
                    polled => return polled,
                }
            }
            let Some(source) = self.waiting.pop_front() else {
                return Poll::Ready(None);
            };
            match source.open() {
                Some(Contents::Memory(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Contents::Stream { pieces, length }) => {
                    self.current = Some(Stream {
                        pieces: Mutex::new(pieces),
                        left: length,
                    });
                }
                None => return Poll::Ready(Some(Err("the stream was sent already".into()))),
            }
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
        let polled = self.poll_piece(context);
        polled.map(|piece| {
            piece.map(|piece| {
                let piece = piece?;
                let length = piece.len() as u64;
                self.left = self.left.map(|left| left.saturating_sub(length));
                Ok(Frame::data(piece))
            })
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
impl Payload {
    /// All that is in memory, as text.
    pub(super) fn text(&self) -> String {
        let bytes = self.0.iter().filter_map(ByteSource::in_memory);
        String::from_utf8(bytes.flatten().copied().collect()).unwrap()
    }
}
