//! Requests that came, as tests look at them.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// A request that came to the server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MockRequest {
    /// The call that sends this request, such as `rooms.create`.
    pub operation: Option<String>,
    /// The operationId that the API's OpenAPI description has for it, such as `CreateRoom`.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path, without that of the base URL.
    pub path: String,
    /// The pairs of the query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, the API key among them.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// What it was answered with. Nothing while it is under way, or if the connection was broken.
    pub status: Option<StatusCode>,
}

impl MockRequest {
    /// The body, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
