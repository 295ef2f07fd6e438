//! A response before its body is decoded.

use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};

/// The header with the ID that the server assigned to the request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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

impl AsRef<Self> for RawResponse {
    fn as_ref(&self) -> &Self {
        self
    }
}
