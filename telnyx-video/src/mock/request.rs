//! The requests that the server received.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// A request that the server received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MockRequest {
    /// The call that sends this request, such as `rooms.create`.
    pub operation: Option<String>,
    /// The operationId that the API's OpenAPI description has for it, such as `CreateRoom`.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: String,
    /// The names and values in the query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, including the API key.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The status of the response. `None` before the response, or if a fault closed the connection.
    pub status: Option<StatusCode>,
}

impl MockRequest {
    /// Returns the body as JSON, or `None` if it is not JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
