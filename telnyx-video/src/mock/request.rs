use std::collections::BTreeMap;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// The maximum total size of the logged requests in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A request that the server received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MockRequest {
    /// The name of the operation, such as `rooms.create`. `None` if the API has no such method or path.
    pub operation: Option<String>,
    /// The operationId in the OpenAPI description, such as `CreateRoom`.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path without the `/v2` of the base URL. The server also accepts paths without `/v2`.
    pub path: String,
    /// The percent-decoded names and values in the query.
    pub query: Vec<(String, String)>,
    /// The headers, including the API key.
    pub headers: HeaderMap,
    /// The body. Empty if it exceeds [`max_body_size`](super::MockServerBuilder::max_body_size).
    pub body: Bytes,
    /// The status of the response. `None` before the response, after [`Fault::hang`](super::Fault::hang), or if a fault
    /// or the client closed the connection.
    pub status: Option<StatusCode>,
    /// The violations of the contract that the server accepted; see [`MockServerBuilder::examples`].
    ///
    /// [`MockServerBuilder::examples`]: super::MockServerBuilder::examples
    pub violations: Vec<String>,
}

impl MockRequest {
    /// Returns the body as JSON, or `None` if it is not JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// The last requests that the server received, of at most [`MAX_BYTES`] together.
#[derive(Default)]
pub(super) struct RequestLog {
    /// The requests by number, counted from 1.
    requests: BTreeMap<usize, MockRequest>,
    bytes: usize,
    last_number: usize,
}

impl RequestLog {
    /// Adds a request and returns its number. Removes the oldest requests if there are more than `max_requests`, or if
    /// they are too large.
    pub(super) fn push(&mut self, request: MockRequest, max_requests: usize) -> usize {
        self.bytes += size(&request);
        self.last_number += 1;
        self.requests.insert(self.last_number, request);
        while (self.requests.len() > max_requests || self.bytes > MAX_BYTES)
            && let Some((_, oldest)) = self.requests.pop_first()
        {
            self.bytes -= size(&oldest);
        }
        self.last_number
    }

    /// Replaces a request, if it is still in the log.
    pub(super) fn replace(&mut self, number: usize, answered: MockRequest) {
        if let Some(request) = self.requests.get_mut(&number) {
            *request = answered;
        }
    }

    pub(super) fn to_vec(&self) -> Vec<MockRequest> {
        self.requests.values().cloned().collect()
    }
}

/// Returns the size of the parts of a request that the client controls.
fn size(request: &MockRequest) -> usize {
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len());
    let query = request.query.iter();
    let query = query.map(|(name, value)| name.len() + value.len());
    headers.chain(query).sum::<usize>() + request.path.len() + request.body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, body: impl Into<Bytes>) -> MockRequest {
        MockRequest {
            operation: None,
            operation_id: None,
            method: Method::POST,
            path: path.to_owned(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: body.into(),
            status: None,
            violations: Vec::new(),
        }
    }

    fn paths(log: &RequestLog) -> Vec<String> {
        log.to_vec().into_iter().map(|it| it.path).collect()
    }

    #[test]
    fn push_to_full_log_removes_oldest_requests() {
        let mut log = RequestLog::default();
        let numbers = ["/a", "/b", "/c"].map(|path| log.push(request(path, ""), 2));
        assert_eq!(paths(&log), ["/b", "/c"]);
        log.replace(numbers[0], request("/d", ""));
        log.replace(numbers[1], request("/e", ""));
        assert_eq!(paths(&log), ["/e", "/c"]);
    }

    #[test]
    fn push_limits_total_size() {
        let mut log = RequestLog::default();
        let body = Bytes::from(vec![0; MAX_BYTES / 2]);
        for path in ["/a", "/b", "/c"] {
            log.push(request(path, body.clone()), 1_000);
        }
        // Two bodies and their paths exceed the limit.
        assert_eq!(paths(&log), ["/c"]);
        log.push(request("/d", ""), 1_000);
        assert_eq!(paths(&log), ["/c", "/d"]);
    }
}
