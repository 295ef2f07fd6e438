//! The body of a response that is a stream of items.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream as _;
use reqwest::StatusCode;

use crate::extensions::send_streamed::SendStreamed;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::download::Download;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::request::decode::decode_error;
use crate::runtime::request::{Request, RequestParts};
use crate::runtime::response::body::Decoded;

/// Decodes an item.
pub(super) type Decode<T> = fn(StatusCode, &[u8]) -> Decoded<T>;

/// A response whose body has not been read.
struct OpenResponse {
    call: CallInfo,
    body: Download,
}

impl AsRef<RawResponse> for OpenResponse {
    fn as_ref(&self) -> &RawResponse {
        self.body.as_ref()
    }
}

/// The body of a response that is a stream of items, with the details that errors report.
pub(super) struct Body {
    /// The request, for the secrets that errors must not show.
    request: Box<RequestParts>,
    call: CallInfo,
    response: RawResponse,
    /// `None` once the stream has ended.
    chunks: Option<Download>,
    /// The maximum length of an item in bytes.
    pub(super) limit: usize,
    /// The number of items so far.
    item_count: u64,
}

impl Body {
    /// Sends a request and returns the body when the response has started.
    pub(super) async fn open<S>(request: Request<S>) -> Result<Self, Error> {
        let mut request = request.into_parts();
        let opened = request
            .send(SendStreamed, |call, body| {
                check_encoding(OpenResponse { call, body })
            })
            .await?;
        // Frees the memory: the request is never sent again.
        request.body = None;
        Ok(Self {
            limit: request.max_body_size(),
            request,
            call: opened.call,
            response: opened.body.as_ref().clone(),
            chunks: Some(opened.body),
            item_count: 0,
        })
    }

    pub(super) fn response(&self) -> &RawResponse {
        &self.response
    }

    pub(super) fn has_ended(&self) -> bool {
        self.chunks.is_none()
    }

    /// Ends the stream and closes the connection.
    pub(super) fn close(&mut self) {
        self.chunks = None;
    }

    /// Returns the next chunk. An error ends the stream.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(chunks).poll_next(context);
        if let Poll::Ready(None | Some(Err(_))) = polled {
            self.close();
        }
        polled
    }

    /// Decodes an item. `kind` names the kind of item in errors, such as `line`.
    pub(super) fn decode<T>(
        &mut self,
        decode: Decode<T>,
        kind: &str,
        item: impl Into<Bytes>,
    ) -> Result<T, Error> {
        self.item_count += 1;
        let item = item.into();
        decode(self.response.status, &item).map_err(|failure| {
            let response = RawResponse {
                body: item,
                ..self.response.clone()
            };
            let subject = format!("{kind} {}", self.item_count);
            let error = decode_error(
                &self.request,
                self.call.clone(),
                response,
                &subject,
                failure,
            );
            // Some servers report a failure in place of an item.
            error.with_reported_problems(self.request.redaction())
        })
    }

    /// Ends the stream. Returns the error of an item that is longer than the limit.
    pub(super) fn too_long(&mut self, kind: &str) -> Error {
        self.close();
        let reason = format!(
            "{kind} {} is longer than {} bytes",
            self.item_count + 1,
            self.limit
        );
        self.error(ErrorKind::TooLong, self.response.clone(), reason)
    }

    /// Returns the error of a body that isn't an event stream.
    pub(super) fn not_an_event_stream(&self, body: Vec<u8>) -> Error {
        let response = RawResponse {
            body: body.into(),
            ..self.response.clone()
        };
        let reason = "the body is not an event stream".to_owned();
        self.error(ErrorKind::Decode, response, reason)
            .with_reported_problems(self.request.redaction())
    }

    fn error(&self, kind: ErrorKind, response: RawResponse, reason: String) -> Error {
        Error::new(kind, Some(self.call.clone()), Some(response), reason)
    }
}

/// Rejects a body with a content encoding such as `gzip`.
fn check_encoding(response: OpenResponse) -> Result<OpenResponse, Error> {
    match response.body.as_ref().declared_encoding() {
        None => Ok(response),
        Some(encoding) => {
            let raw = response.body.as_ref().clone();
            Err(Error::content_encoding(response.call, raw, &encoding))
        }
    }
}

/// Omits headers, which may contain secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("operation", &self.call.operation)
            .field("status", &self.response.status)
            .field("request_id", &self.response.request_id())
            .field("item_count", &self.item_count)
            .field("has_ended", &self.has_ended())
            .finish()
    }
}
