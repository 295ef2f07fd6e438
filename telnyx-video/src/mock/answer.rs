//! What the server answers.

use http_body_util::Full;
use hyper::Response;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

/// Status, headers and body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Bytes,
}

impl Answer {
    /// A body in JSON.
    pub(super) fn json(status: StatusCode, body: Value) -> Self {
        let headers = vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        Self {
            status,
            headers,
            body: Bytes::from(body.to_string()),
        }
    }

    /// A value in the envelope of the API.
    pub(super) fn data(status: StatusCode, value: &impl Serialize) -> Self {
        Self::json(status, json!({"data": value}))
    }

    pub(super) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A file of some media type.
    pub(super) fn file(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static(media_type))],
            body: body.into(),
        }
    }

    /// Adds a header. What no header can say, which nothing here is, is left away.
    pub(super) fn set(&mut self, name: HeaderName, value: &str) {
        let value = HeaderValue::from_str(value).ok();
        self.headers.extend(value.map(|value| (name, value)));
    }

    pub(super) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers);
        response
    }
}
