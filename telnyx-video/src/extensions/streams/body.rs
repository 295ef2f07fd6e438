use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;

use crate::extensions::send_streamed::SendStreamed;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::download::Download;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::request::{Request, RequestParts, decode_error};
use crate::runtime::response::{Decoded, ResponseBody};

/// The body of a response that is a stream of items, with the details that errors report.
pub(super) struct Body<T> {
    /// The request, for the secrets that errors must not show.
    request: Box<RequestParts>,
    /// The content of the body. Despite its name, `Download` reads any response. Ends after its first error.
    pub(super) chunks: Download,
    decode_item: fn(StatusCode, &[u8]) -> Decoded<T>,
    /// The maximum length of an item in bytes.
    pub(super) limit: usize,
    /// The number of items so far.
    item_count: u64,
}

impl<T> Body<T> {
    /// Sends a request and returns the body when the response has started.
    pub(super) async fn open<R>(request: Request<R>) -> Result<Self, Error>
    where
        R: ResponseBody<Value = T>,
    {
        let mut request = request.into_parts();
        let chunks = request.send::<SendStreamed, _>(check_encoding).await?;
        // Frees the memory: the request is never sent again.
        request.body = None;
        Ok(Self {
            limit: request.client.settings.max_body_size,
            request,
            chunks,
            decode_item: R::decode,
            item_count: 0,
        })
    }

    /// Decodes an item. `kind` names the kind of item in errors, such as `line`.
    pub(super) fn decode(&mut self, kind: &str, item: impl Into<Bytes>) -> Result<T, Error> {
        self.item_count += 1;
        let item = item.into();
        self.try_decode(&item).map_err(|failure| {
            let subject = format!("{kind} {}", self.item_count);
            let (call, response) = self.call_and_response(item.clone());
            let error = decode_error(&self.request, call, response, &subject, &item, failure);
            // Some servers report a failure in place of an item.
            error.with_reported_problems(self.request.redaction())
        })
    }

    /// Decodes an item without counting it.
    pub(super) fn try_decode(&self, item: &[u8]) -> Decoded<T> {
        (self.decode_item)(self.chunks.status(), item)
    }

    /// Ends the stream. Returns the error of an item that is longer than the limit.
    pub(super) fn too_long(&mut self, kind: &str) -> Error {
        self.chunks.close();
        let number = self.item_count + 1;
        let reason = format!("{kind} {number} is longer than {} bytes", self.limit);
        self.error(ErrorKind::TooLong, Bytes::new(), reason)
    }

    pub(super) fn not_an_event_stream(&self, body: Vec<u8>) -> Error {
        let reason = "the body is not an event stream".to_owned();
        self.error(ErrorKind::Decode, body.into(), reason)
            .with_reported_problems(self.request.redaction())
    }

    fn error(&self, kind: ErrorKind, body: Bytes, reason: String) -> Error {
        let (call, response) = self.call_and_response(body);
        Error::new(kind, call, response, reason)
    }

    fn call_and_response(&self, body: Bytes) -> (CallInfo, RawResponse) {
        let response = RawResponse {
            body,
            ..self.chunks.as_ref().clone()
        };
        (self.chunks.call.clone(), response)
    }
}

fn check_encoding(call: CallInfo, chunks: Download) -> Result<Download, Error> {
    let response: &RawResponse = chunks.as_ref();
    match response.declared_encoding() {
        None => Ok(chunks),
        Some(encoding) => Err(Error::content_encoding(call, response.clone(), &encoding)),
    }
}

/// Omits headers, which may contain secrets.
impl<T> fmt::Debug for Body<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("operation", &self.chunks.call.operation)
            .field("status", &self.chunks.status())
            .field("request_id", &self.chunks.as_ref().request_id())
            .field("item_count", &self.item_count)
            .field("has_ended", &self.chunks.has_ended())
            .finish()
    }
}
