//! The body of a response that is a stream of items.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream as _;
use reqwest::StatusCode;
use reqwest::header::CONTENT_ENCODING;

use super::lines::TooLong;
use crate::extensions::send_streamed::SendStreamed;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::download::Download;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::request::{Request, RequestParts};
use crate::runtime::response::body::Decoded;
use crate::runtime::transport::AttemptSender;
use crate::runtime::transport::call_plan::CallPlan;

/// Decodes an item.
pub(super) type Decode<T> = fn(StatusCode, &[u8]) -> Decoded<T>;

/// A response whose body isn't read yet.
struct OpenResponse {
    call: CallInfo,
    body: Download,
    /// The maximum size of a response in bytes, which here applies to an item.
    limit: usize,
}

impl AsRef<RawResponse> for OpenResponse {
    fn as_ref(&self) -> &RawResponse {
        self.body.as_ref()
    }
}

/// Sends an attempt and leaves the body to the caller.
#[derive(Clone, Copy)]
struct Open;

impl AttemptSender for Open {
    type Output = OpenResponse;

    async fn send(
        self,
        plan: &CallPlan<'_>,
        call: &CallInfo,
        request: reqwest::Request,
    ) -> Result<OpenResponse, Error> {
        Ok(OpenResponse {
            body: SendStreamed.send(plan, call, request).await?,
            call: call.clone(),
            limit: plan.settings.max_body_size,
        })
    }
}

/// The body of a response that is a stream of items, and what the errors of items report.
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
            .send(Open, |_, response| check_encoding(response))
            .await?;
        // Frees the memory: the request is never sent again.
        request.body = None;
        Ok(Self {
            request,
            call: opened.call,
            response: opened.body.as_ref().clone(),
            chunks: Some(opened.body),
            limit: opened.limit,
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

    /// Returns the next chunk. After an error, the stream has ended.
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

    /// Decodes an item of a kind such as `line`.
    pub(super) fn decode<T>(
        &mut self,
        decode: Decode<T>,
        kind: &str,
        item: impl Into<Bytes>,
    ) -> Result<T, Error> {
        self.item_count += 1;
        let item = item.into();
        decode(self.response.status, &item).map_err(|failure| {
            let redaction = self.request.redaction();
            let path = failure
                .path
                .map(|path| redaction.redact(&path).into_owned());
            let is_confidential = redaction.is_confidential || redaction.finds_secret_in(&item);
            let json = (!is_confidential).then_some(&*item);
            let response = RawResponse {
                body: item.clone(),
                ..self.response.clone()
            };
            let subject = format!("{kind} {}", self.item_count);
            let error = Error::undecodable(
                self.call.clone(),
                response,
                &subject,
                path,
                json,
                failure.cause,
            );
            // Some servers report a failure in place of an item.
            error.with_reported_problems(redaction)
        })
    }

    /// Ends the stream with the error of an item that is longer than the limit.
    pub(super) fn too_long(&mut self, kind: &str, _: TooLong) -> Error {
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
    let raw = response.body.as_ref();
    let encoding = raw
        .headers
        .get(CONTENT_ENCODING)
        .and_then(|it| it.to_str().ok());
    match encoding.map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "identity") => Ok(response),
        Some(encoding) => Err(Error::content_encoding(
            response.call,
            raw.clone(),
            encoding,
        )),
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
