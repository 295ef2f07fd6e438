//! Decoded responses, and how their bodies are decoded.

pub mod body;
pub(crate) mod decode;
mod envelope;
pub mod page;
mod partial_page;

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub use self::body::{Data, Decoded, Json, NoContent, ResponseBody};
pub use self::decode::DecodeFailure;
pub use self::page::{Page, PageMeta};
pub use self::partial_page::{ItemFailure, PartialPage};

use crate::runtime::call::{CallInfo, RawResponse};

/// A decoded value, and the response that contained it: status, headers, request ID and body.
///
/// Returned by the method `send_with_response` of every operation.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) value: T,
    pub(crate) call: CallInfo,
    pub(crate) raw: RawResponse,
}

impl<T> Response<T> {
    /// Returns the value, which is what `send` returns.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value without the response.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the status, which is a success, or a redirect if the operation answers with one.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns the ID that the server assigned to the request (`x-request-id`). Include
    /// it when you report a problem to the operator of the API.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Returns the number of attempts.
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the body as received, before decoding.
    pub fn body(&self) -> &[u8] {
        &self.raw.body
    }
}

#[doc(hidden)]
impl<T> AsRef<RawResponse> for Response<T> {
    fn as_ref(&self) -> &RawResponse {
        &self.raw
    }
}

/// Omits headers and body, which may contain secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("operation", &self.call.operation)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("body_length", &self.body().len())
            .finish()
    }
}
