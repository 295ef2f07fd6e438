use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, HeaderMap, HeaderName};

/// The header with the ID that the server assigned to the request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A response before its body is decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How long the server asked to wait before the next request. `None` for a success.
    pub(crate) retry_after: Option<Duration>,
}

impl RawResponse {
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

    /// Returns the content encoding of a non-empty body in lower case, such as `gzip`, or `None` if it isn't encoded.
    pub(crate) fn content_encoding(&self) -> Option<String> {
        self.declared_encoding().filter(|_| !self.body.is_empty())
    }

    /// Returns the content encoding in the headers, even if the body is empty or not yet read. A custom HTTP client
    /// that decodes the body removes the header.
    pub(crate) fn declared_encoding(&self) -> Option<String> {
        let headers = self.headers.get_all(CONTENT_ENCODING).iter();
        let encodings: Vec<String> = headers
            .flat_map(|header| header.as_bytes().split(|&byte| byte == b','))
            .map(|name| String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase())
            .filter(|name| !matches!(&**name, "" | "identity"))
            .collect();
        (!encodings.is_empty()).then(|| encodings.join(", "))
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
