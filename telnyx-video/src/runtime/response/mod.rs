//! A value together with the answer it came in.

pub(crate) mod download;
pub(crate) mod envelope;
pub(crate) mod page;
pub(crate) mod pages;

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::runtime::error::exchange::{Answer, Call};

/// A value together with the answer it came in: status, header fields, request id, raw bytes.
///
/// Every operation has a `send_with_response` that gives one.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    call: Call,
    answer: Answer,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, call: Call, answer: Answer) -> Self {
        Self {
            value,
            call,
            answer,
        }
    }

    pub(crate) fn into_parts(self) -> (T, Call, Answer) {
        (self.value, self.call, self.answer)
    }

    pub(crate) fn answer(&self) -> &Answer {
        &self.answer
    }

    /// What the operation answers with; the same that `send` gives.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status of the answer, which is one of success.
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The header fields of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The id the server gave the request (`x-request-id`); its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.answer.request_id()
    }

    /// How many attempts the call took.
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the raw body of the response.
    pub fn body(&self) -> &[u8] {
        &self.answer.body
    }
}

/// Shows the value, but of headers and raw body, which may hold secrets, only that they are there.
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
