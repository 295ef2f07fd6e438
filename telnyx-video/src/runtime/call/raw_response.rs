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
    pub(crate) requested_wait: Option<Duration>,
}

impl RawResponse {
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(&REQUEST_ID)?.to_str().ok()
    }
}

impl AsRef<Self> for RawResponse {
    fn as_ref(&self) -> &Self {
        self
    }
}
