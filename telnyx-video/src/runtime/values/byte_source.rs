//! Bytes that a request sends as they are: there already, or still to come.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// What went wrong with a stream of the caller's.
pub(crate) type SourceError = Box<dyn StdError + Send + Sync>;

/// A stream of the caller's, whatever its types were.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, SourceError>> + Send>>;

/// Bytes that a request sends as they are: in memory, or a stream whose pieces are sent as they come.
///
/// Whatever is in memory becomes one by itself: bytes, text, a vector or an array. A stream is sent once: a request that
/// would have to send it again is not repeated, and clones of a request share it.
#[derive(Clone)]
pub struct ByteSource(Kind);

#[derive(Clone)]
enum Kind {
    Memory(Bytes),
    Stream(SharedStream),
}

#[derive(Clone)]
struct SharedStream {
    /// `None` once it is being sent.
    pieces: Arc<Mutex<Option<Pieces>>>,
    length: Option<u64>,
}

/// The bytes themselves, for whoever sends them.
pub(crate) enum Contents {
    Memory(Bytes),
    Stream { pieces: Pieces, length: Option<u64> },
}

impl ByteSource {
    /// Bytes that come piece by piece, such as those of a file too large for memory.
    ///
    /// Without [`with_length`](Self::with_length) the request does not say how long its body is, which some servers
    /// refuse. The timeout of an attempt covers sending as well: one for a long stream should be long.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let pieces: Pieces = Box::pin(Converted(Box::pin(stream)));
        Self(Kind::Stream(SharedStream {
            pieces: Arc::new(Mutex::new(Some(pieces))),
            length: None,
        }))
    }

    /// Says how many bytes a stream has. A stream that turns out to have more or fewer is an error, and the request broken
    /// off. For what is in memory, it says nothing new.
    pub fn with_length(mut self, length: u64) -> Self {
        if let Kind::Stream(stream) = &mut self.0 {
            stream.length = Some(length);
        }
        self
    }

    /// How many bytes there are, if that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Memory(bytes) => Some(bytes.len() as u64),
            Kind::Stream(stream) => stream.length,
        }
    }

    /// The bytes, if they are in memory.
    pub(crate) fn in_memory(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Memory(bytes) => Some(bytes),
            Kind::Stream(_) => None,
        }
    }

    /// Whether it is a stream that has been sent, or has begun to be.
    pub(crate) fn is_consumed(&self) -> bool {
        match &self.0 {
            Kind::Memory(_) => false,
            Kind::Stream(stream) => lock(&stream.pieces, |pieces| pieces.is_none()),
        }
    }

    /// Gives the bytes to be sent; `None` for a stream that is spent.
    pub(crate) fn open(&self) -> Option<Contents> {
        match &self.0 {
            Kind::Memory(bytes) => Some(Contents::Memory(bytes.clone())),
            Kind::Stream(stream) => Some(Contents::Stream {
                pieces: lock(&stream.pieces, Option::take)?,
                length: stream.length,
            }),
        }
    }
}

fn lock<T>(pieces: &Mutex<Option<Pieces>>, look: impl FnOnce(&mut Option<Pieces>) -> T) -> T {
    // Nothing that is done under the lock can leave it half done.
    look(&mut pieces.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Shows how many bytes there are, and none of them.
impl fmt::Debug for ByteSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0 {
            Kind::Memory(_) => "memory",
            Kind::Stream(_) => "stream",
        };
        f.debug_struct("ByteSource")
            .field("kind", &kind)
            .field("length", &self.length())
            .finish()
    }
}

macro_rules! from_memory {
    ($($owned:ty),*) => {$(
        impl From<$owned> for ByteSource {
            fn from(bytes: $owned) -> Self {
                Self(Kind::Memory(Bytes::from(bytes)))
            }
        }
    )*};
}

from_memory!(Bytes, Vec<u8>, Box<[u8]>, String);

impl From<&[u8]> for ByteSource {
    fn from(bytes: &[u8]) -> Self {
        Self(Kind::Memory(Bytes::copy_from_slice(bytes)))
    }
}

impl<const N: usize> From<&[u8; N]> for ByteSource {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl<const N: usize> From<[u8; N]> for ByteSource {
    fn from(bytes: [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<&str> for ByteSource {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

/// A stream with its items and errors converted.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<SourceError>,
{
    type Item = Result<Bytes, SourceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.0.as_mut().poll_next(context);
        polled.map(|piece| piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_in_memory_becomes_one() {
        let sources = [
            ByteSource::from("né"),
            String::from("né").into(),
            b"n\xc3\xa9".into(),
            [b'n', 0xc3, 0xa9].into(),
            [b'n', 0xc3, 0xa9].as_slice().into(),
            vec![b'n', 0xc3, 0xa9].into(),
            vec![b'n', 0xc3, 0xa9].into_boxed_slice().into(),
            Bytes::from_static("né".as_bytes()).into(),
        ];
        for source in sources {
            let source = source.with_length(7);
            assert_eq!(source.in_memory().unwrap(), "né".as_bytes());
            assert_eq!(source.length(), Some(3));
            assert!(source.open().is_some() && source.open().is_some() && !source.is_consumed());
        }
    }

    #[test]
    fn a_stream_is_opened_once_by_all_of_its_clones() {
        let stream = futures_util::stream::iter([Ok::<_, std::io::Error>("secret")]);
        let source = ByteSource::stream(stream).with_length(6);
        let clone = source.clone();
        assert_eq!(source.length(), Some(6));
        assert!(!clone.is_consumed() && source.open().is_some());
        assert!(clone.is_consumed() && clone.open().is_none());
        assert_eq!(
            format!("{clone:?}"),
            "ByteSource { kind: \"stream\", length: Some(6) }"
        );
    }
}
