use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

/// An error of the caller's stream.
pub(super) type SourceError = Box<dyn StdError + Send + Sync>;

/// The caller's stream, with its items and errors converted.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, SourceError>> + Send>>;

/// Bytes that a request sends: in memory, or a stream.
///
/// Bytes, strings, vectors and arrays convert into it. A stream can be sent only once, so a request that has started to
/// send one is not retried. Clones of the request share the stream.
#[derive(Clone)]
pub struct ByteSource(Kind);

#[derive(Clone)]
enum Kind {
    Memory(Bytes),
    Stream {
        /// The stream. `None` once an attempt has started to send it.
        chunks: Arc<Mutex<Option<Chunks>>>,
        length: Option<u64>,
    },
}

impl ByteSource {
    /// Creates a source from a stream, such as the content of a file that doesn't fit in memory.
    ///
    /// Without [`with_length`](Self::with_length), the request has no `content-length`, and some servers
    /// reject such requests. The timeout of an attempt includes the time to send the stream.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<SourceError>,
    {
        let chunks: Chunks = Box::pin(Converted(Box::pin(stream)));
        Self(Kind::Stream {
            chunks: Arc::new(Mutex::new(Some(chunks))),
            length: None,
        })
    }

    /// Sets the length of a stream in bytes. Has no effect on bytes in memory.
    ///
    /// Sending the request fails if the stream has more or fewer bytes. The chunk that completes this length is held
    /// back until the stream ends, so that a longer stream is noticed. Over HTTP/1.1, a stream with the length 0 is not
    /// polled.
    pub fn with_length(mut self, length: u64) -> Self {
        if let Kind::Stream { length: known, .. } = &mut self.0 {
            *known = Some(length);
        }
        self
    }

    pub(super) fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Memory(bytes) => Some(bytes.len() as u64),
            Kind::Stream { length, .. } => *length,
        }
    }

    pub(super) fn in_memory(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Memory(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    pub(super) fn is_consumed(&self) -> bool {
        match &self.0 {
            Kind::Memory(_) => false,
            Kind::Stream { chunks, .. } => lock(chunks).is_none(),
        }
    }

    /// Returns the stream, or `None` if an attempt has started to send it or the bytes are in memory.
    pub(super) fn take_stream(&self) -> Option<Chunks> {
        match &self.0 {
            Kind::Memory(_) => None,
            Kind::Stream { chunks, .. } => lock(chunks).take(),
        }
    }
}

/// Locks the stream, even after a panic, which can't leave the value inconsistent.
fn lock(chunks: &Mutex<Option<Chunks>>) -> MutexGuard<'_, Option<Chunks>> {
    chunks.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Omits the bytes.
impl fmt::Debug for ByteSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0 {
            Kind::Memory(_) => "memory",
            Kind::Stream { .. } => "stream",
        };
        f.debug_struct("ByteSource")
            .field("kind", &kind)
            .field("length", &self.length())
            .finish()
    }
}

macro_rules! from_memory {
    ($($source:ty $(where $length:ident)?: $convert:expr;)*) => {$(
        impl$(<const $length: usize>)? From<$source> for ByteSource {
            fn from(source: $source) -> Self {
                let convert: fn($source) -> Bytes = $convert;
                Self(Kind::Memory(convert(source)))
            }
        }
    )*};
}

from_memory! {
    Bytes: Bytes::from;
    Vec<u8>: Bytes::from;
    Box<[u8]>: Bytes::from;
    String: Bytes::from;
    &[u8]: Bytes::copy_from_slice;
    &str: |text| Bytes::copy_from_slice(text.as_bytes());
    &[u8; N] where N: |bytes| Bytes::copy_from_slice(bytes);
    [u8; N] where N: |bytes| Bytes::copy_from_slice(&bytes);
}

/// Converts the items and the errors of a stream.
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
        polled.map(|chunk| chunk.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_accepts_bytes_and_strings() {
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
            assert!(!source.is_consumed() && source.take_stream().is_none());
        }
    }

    #[test]
    fn take_stream_consumes_all_clones() {
        let stream = futures_util::stream::iter([Ok::<_, std::io::Error>("secret")]);
        let source = ByteSource::stream(stream).with_length(6);
        let clone = source.clone();
        assert_eq!(source.length(), Some(6));
        assert!(!clone.is_consumed() && source.take_stream().is_some());
        assert!(clone.is_consumed() && clone.take_stream().is_none());
        assert_eq!(
            format!("{clone:?}"),
            "ByteSource { kind: \"stream\", length: Some(6) }"
        );
    }
}
