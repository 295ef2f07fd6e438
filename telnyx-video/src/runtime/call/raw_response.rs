//! A response before its body is decoded.

use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A response before its body is decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How long the server asked to wait before the next request.
    pub(crate) retry_after: Option<Duration>,
}

impl RawResponse {
    /// Copies the status and the headers of a response whose body isn't read.
    pub(crate) fn without_body(response: &reqwest::Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            body: Bytes::new(),
            retry_after: None,
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(&REQUEST_ID)?.to_str().ok()
    }
}

/// Returns a JSON body without the byte order mark that some servers send.
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

impl AsRef<Self> for RawResponse {
    fn as_ref(&self) -> &Self {
        self
    }
}
