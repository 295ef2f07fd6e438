//! The two halves of an exchange, as errors and responses remember them.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Method, StatusCode, Url};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The call that the caller wrote, such as `rooms.retrieve`.
    pub(crate) operation: &'static str,
    pub(crate) operation_id: Option<&'static str>,
    pub(crate) method: Method,
    /// The path with its placeholders. `None` for a download, which has a URL only.
    pub(crate) path_template: Option<Cow<'static, str>>,
    /// Without its query, which may hold personal data. `None` if the request was never built.
    pub(crate) url: Option<Url>,
    /// How many requests were sent, or tried to be.
    pub(crate) attempts: u32,
}

impl Call {
    /// Remembers where the request went.
    pub(crate) fn to(mut self, url: &Url) -> Self {
        let mut url = url.clone();
        url.set_query(None);
        self.url = Some(url);
        self
    }
}

/// What was answered, with the body as it came.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How long the server asked to wait before the next request.
    pub(crate) requested_wait: Option<Duration>,
}

impl Answer {
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(&REQUEST_ID)?.to_str().ok()
    }
}

impl AsRef<Self> for Answer {
    fn as_ref(&self) -> &Self {
        self
    }
}
