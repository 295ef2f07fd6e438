use chrono::{DateTime, Utc};
use http_body_util::Full;
use httpdate::fmt_http_date;
use hyper::Response;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use reqwest::StatusCode;
use serde_json::Value;

#[derive(Debug, Default)]
pub(super) struct MockResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl MockResponse {
    pub(super) fn json(status: StatusCode, body: Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(super) fn new(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        Self {
            status,
            headers: HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))]),
            body: body.into(),
        }
    }

    /// Sets a header. Does nothing if the value is not valid in a header.
    pub(super) fn set_header(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }

    /// Converts the response. Unless a fault sets it, the header `Date` is the server's time, with which clients
    /// compare `Retry-After`.
    pub(super) fn into_http(mut self, now: DateTime<Utc>) -> Response<Full<Bytes>> {
        if !self.headers.contains_key(DATE) {
            self.set_header(DATE, &fmt_http_date(now.into()));
        }
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
