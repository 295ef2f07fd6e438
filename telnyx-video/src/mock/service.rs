//! Accepts connections, and responds to requests after validating them against the contract.

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::conformance::contract_violation;
use super::contract::{Location, Violation};
use super::delivery::Job;
use super::fault::{Effect, Fault};
use super::lock::lock;
use super::request::{MockRequest, RequestLog};
use super::route::Route;
use super::{
    Contract, ErrorResponse, MockResponse, MockServerBuilder, Operation, ParsedRequest, Problem,
    Result, State, compositions, example, media, object, operations, query,
};

pub(super) const BASE_PATH: &str = "/v2";

/// The path below which media files are served, without authentication.
pub(super) const MEDIA_PATH: &str = "/media";

const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// The state that the connections share with [`MockServer`](super::MockServer).
pub(super) struct Shared {
    /// The builder, for the options that it sets.
    pub(super) options: MockServerBuilder,
    pub(super) contract: &'static Contract,
    pub(super) state: Mutex<State>,
    pub(super) faults: Mutex<Vec<Fault>>,
    pub(super) requests: Mutex<RequestLog>,
    pub(super) delivery_jobs: UnboundedSender<Job>,
}

/// Accepts and serves all connections. Never returns; dropping the future closes the connections.
pub(super) async fn serve<S, F>(
    mut accept: impl AsyncFnMut() -> io::Result<S>,
    serve_connection: impl Fn(S) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = accept() => match accepted {
                Ok(stream) => {
                    connections.spawn(serve_connection(stream));
                }
                // The process may have too many open files. Accepting again at once would fail in a busy loop.
                Err(_) => tokio::time::sleep(ACCEPT_BACKOFF).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

pub(super) async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| respond(&shared, request));
    let http = hyper::server::conn::http1::Builder::new();
    // Fails if the client closes the connection or a fault does. Neither is an error of the server.
    drop(http.serve_connection(TokioIo::new(stream), service).await);
}

/// Returns the response to a request. An error makes hyper close the connection without a response.
async fn respond(
    shared: &Shared,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, &'static str> {
    let (parts, body) = request.into_parts();
    let body = read_body(body, shared.options.max_body_size).await;
    let body = body.map_err(|_| "the client closed the connection")?;
    let is_too_long = body.is_none();
    let path = parts.uri.path();
    if let Some(response) = path
        .strip_prefix(MEDIA_PATH)
        .and_then(|file| media::respond(&lock(&shared.state), file, &parts.headers))
    {
        return Ok(response.into_http(shared.options.clock.now()));
    }
    let path = path
        .strip_prefix(BASE_PATH)
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path);
    let route = Route::find(shared.contract, parts.method.as_str(), path);
    let operation = route.operation();
    let mut request = MockRequest {
        operation: operation.map(|operation| operation.name.clone()),
        operation_id: operation.and_then(|operation| operation.operation_id.clone()),
        path: path.to_owned(),
        query: parse_query(parts.uri.query().unwrap_or_default()),
        method: parts.method,
        headers: parts.headers,
        body: body.unwrap_or_default(),
        status: None,
        violations: Vec::new(),
    };
    let max_requests = shared.options.max_logged_requests;
    let number = lock(&shared.requests).push(request.clone(), max_requests);
    let effect = Fault::take(&mut lock(&shared.faults), request.operation.as_deref());
    if let Some(Effect::Delay(wait)) = effect {
        tokio::time::sleep(wait).await;
    }
    let response = match effect {
        Some(Effect::Disconnect) => return Err("a fault closes the connection"),
        Some(Effect::Hang) => pending().await,
        Some(Effect::Respond {
            status,
            headers,
            body,
        }) => {
            let mut response = match body {
                Some(body) => MockResponse::json(status, body),
                None => ErrorResponse::new(status, "injected by `MockServer::fail_next`")
                    .into_response(shared.contract, operation),
            };
            response.headers.extend(headers);
            response
        }
        Some(Effect::Delay(_)) | None if is_too_long => {
            let limit = shared.options.max_body_size;
            let detail = format!("the body is longer than {limit} bytes");
            ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
                .into_response(shared.contract, operation)
        }
        Some(Effect::Delay(_)) | None => shared.handle(&route, &request),
    };
    request.status = Some(response.status);
    request.violations.clone_from(&response.request_violations);
    (shared.options.on_response)(&request);
    lock(&shared.requests).replace(number, request);
    Ok(response.into_http(shared.options.clock.now()))
}

/// Reads a body, or returns `None` if it exceeds the limit. Reads a longer body to its end, because many clients read
/// no response before they have sent the whole request.
async fn read_body(mut body: Incoming, limit: usize) -> hyper::Result<Option<Bytes>> {
    let mut bytes = Some(Vec::new());
    while let Some(frame) = body.frame().await {
        let chunk = frame?.into_data().unwrap_or_default();
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= limit);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes.map(Bytes::from))
}

impl Shared {
    fn handle(&self, route: &Route<'_>, request: &MockRequest) -> MockResponse {
        match route {
            Route::UnknownPath => {
                let detail = format!("the API has no path `{}`", request.path);
                self.error_response(StatusCode::NOT_FOUND, detail)
            }
            Route::MethodNotAllowed { allowed_methods } => {
                let allowed = allowed_methods.join(", ");
                let detail = format!("the path allows only {allowed}");
                let mut response = self.error_response(StatusCode::METHOD_NOT_ALLOWED, detail);
                response.set_header(ALLOW, &allowed);
                response
            }
            Route::Operation {
                operation,
                path_parameters,
            } => self.call(operation, path_parameters, request),
        }
    }

    fn call(
        &self,
        operation: &Operation,
        path_parameters: &BTreeMap<String, String>,
        request: &MockRequest,
    ) -> MockResponse {
        let parsed = self.validate(operation, path_parameters, request);
        if self.options.responds_with_examples {
            let response = example::response(self.contract, operation, &request.query);
            let violations = parsed.err().map(|error| error.messages());
            return MockResponse {
                request_violations: violations.unwrap_or_default(),
                ..self.checked(operation, response)
            };
        }
        let response = parsed
            .and_then(|request| {
                self.with_state(|state| operations::dispatch(state, &operation.name, &request))
            })
            .unwrap_or_else(|error| error.into_response(self.contract, Some(operation)));
        self.checked(operation, response)
    }

    /// Updates the state to the current time, runs a function on it and sends the resulting webhooks.
    pub(super) fn with_state<T>(&self, run: impl FnOnce(&mut State) -> T) -> T {
        let now = self.options.clock.now();
        let mut state = lock(&self.state);
        state.now = now;
        compositions::update_statuses(&mut state);
        let result = run(&mut state);
        for delivery in state.pending_deliveries.drain(..) {
            // Fails only while the server is being dropped.
            drop(self.delivery_jobs.send(Job::Deliver(delivery)));
        }
        result
    }

    /// Returns the response, or a 500 response if it violates the contract.
    fn checked(&self, operation: &Operation, response: MockResponse) -> MockResponse {
        match contract_violation(self.contract, operation, &response) {
            None => response,
            Some(violation) => {
                let detail =
                    format!("the mock server's response violates the contract: {violation}");
                self.error_response(StatusCode::INTERNAL_SERVER_ERROR, detail)
            }
        }
    }

    /// Returns an error response that the contract doesn't describe: a list of problems.
    fn error_response(&self, status: StatusCode, detail: String) -> MockResponse {
        ErrorResponse::new(status, detail).into_response(self.contract, None)
    }

    fn validate(
        &self,
        operation: &Operation,
        path_parameters: &BTreeMap<String, String>,
        request: &MockRequest,
    ) -> Result<ParsedRequest> {
        let authorization = format!("Bearer {}", self.options.api_key);
        let is_authorized = request
            .headers
            .get(AUTHORIZATION)
            .is_some_and(|it| self.options.responds_with_examples || *it == authorization);
        if operation.authenticated && !is_authorized {
            let problem = match self.options.responds_with_examples {
                true => "missing API key; send `Authorization: Bearer` with any key",
                false => {
                    "missing or wrong API key; send `Authorization: Bearer` with the key of the mock server, \
                     which `MockServer::api_key` returns"
                }
            };
            return Err(ErrorResponse::new(StatusCode::UNAUTHORIZED, problem));
        }
        let mut problems = Vec::new();
        for parameter in operation.parameters_in(Location::Path) {
            let value = path_parameters.get(&parameter.name).cloned();
            let value = value.unwrap_or_default();
            let violations = self.contract.violations(&parameter.schema, &value.into());
            let invalid =
                |it: Violation| Problem::invalid(it.message).in_parameter(&parameter.name);
            problems.extend(violations.into_iter().map(invalid));
        }
        let query = query::parse(self.contract, operation, &request.query, &mut problems);
        let body = parse_body(operation, request)?;
        if let (Some(body), Some(expected)) = (&body, &operation.body) {
            let violations = self.contract.violations(&expected.schema, body).into_iter();
            problems.extend(violations.map(|it| Problem::invalid(it.message).in_body(it.pointer)));
        }
        if !problems.is_empty() {
            return Err(ErrorResponse::unprocessable(problems));
        }
        Ok(ParsedRequest {
            id: path_parameters
                .values()
                .find_map(|value| value.parse().ok())
                .unwrap_or_default(),
            query,
            body: object(body.unwrap_or_default()),
        })
    }
}

/// Parses the JSON body. Returns `None` if the operation has no body, or if the body is optional and empty.
fn parse_body(operation: &Operation, request: &MockRequest) -> Result<Option<Value>> {
    let bad_request = |detail| ErrorResponse::new(StatusCode::BAD_REQUEST, detail);
    let Some(expected) = &operation.body else {
        return Ok(None);
    };
    if request.body.is_empty() {
        return match expected.required {
            true => Err(bad_request("the body is missing".to_owned())),
            false => Ok(None),
        };
    }
    let media_type = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if media_type.split(';').next().map(str::trim) != Some("application/json") {
        let detail = format!("unsupported media type `{media_type}`; send `application/json`");
        return Err(ErrorResponse::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            detail,
        ));
    }
    serde_json::from_slice(&request.body)
        .map(Some)
        .map_err(|error| bad_request(format!("invalid JSON: {error}")))
}

fn parse_query(query: &str) -> Vec<(String, String)> {
    // The query can only be parsed as a part of a URL.
    let url = reqwest::Url::parse(&format!("http://localhost/?{query}"));
    url.map(|url| url.query_pairs().into_owned().collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn serve_waits_after_accept_error() {
        let count = Cell::new(0);
        let accept = async || -> io::Result<()> {
            count.set(count.get() + 1);
            Err(io::Error::other("too many open files"))
        };
        let service = serve(accept, async |()| {});
        let stopped = tokio::time::timeout(ACCEPT_BACKOFF * 10, service).await;
        assert!(stopped.is_err());
        assert!((10..=11).contains(&count.get()), "{count:?}");
    }
}
