//! Accepts connections, and responds to requests after validating them against the contract.

use std::future::{Future, pending};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use reqwest::StatusCode;
use serde_json::{Map, Value};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::delivery::Job;
use super::fault::{Effect, Fault};
use super::list::Page;
use super::lock::lock;
use super::request::{MockRequest, RequestLog};
use super::route::Route;
use super::{
    Contract, ErrorResponse, MockResponse, MockServerBuilder, Operation, ParsedRequest, Problem,
    Result, State, compositions, example, media, object, operations, parameters,
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
    let operation = route.as_ref().ok().map(|route| route.operation);
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
    let error_response = |error: ErrorResponse| error.into_response(shared.contract, operation);
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
                None => error_response(ErrorResponse::new(
                    status,
                    "injected by `MockServer::fail_next`",
                )),
            };
            response.headers.extend(headers);
            response
        }
        Some(Effect::Delay(_)) | None => {
            let handled = route.and_then(|route| shared.handle(&route, &mut request, is_too_long));
            let response = handled.unwrap_or_else(error_response);
            shared.checked(operation, response)
        }
    };
    request.status = Some(response.status);
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
    /// Handles a request. In a server that responds with examples, adds the violations to the request.
    fn handle(
        &self,
        route: &Route<'_>,
        request: &mut MockRequest,
        is_too_long: bool,
    ) -> Result<MockResponse> {
        if is_too_long {
            let limit = self.options.max_body_size;
            let detail = format!("the body is longer than {limit} bytes");
            return Err(ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        let Route {
            operation,
            path_parameters,
        } = route;
        let pairs = path_parameters.iter().chain(&request.query);
        let (parameters, problems) = parameters::parse(self.contract, operation, pairs);
        let validated_body = self.validate(operation, request, problems);
        let body = if self.options.responds_with_examples {
            let violations = validated_body.err().map(|error| error.messages());
            request.violations = violations.unwrap_or_default();
            example::body(self.contract, operation, &Page::requested(&parameters))
        } else {
            // No path has several parameters. The contract requires a UUID.
            let id = path_parameters.iter().find_map(|(_, id)| id.parse().ok());
            let request = ParsedRequest {
                id: id.unwrap_or_default(),
                parameters,
                body: validated_body?,
            };
            self.with_state(|state| operations::dispatch(state, &operation.name, &request))?
        };
        let status = operation.success_status();
        Ok(match operation.response(status) {
            Some(_) => MockResponse::json(status, body),
            None => MockResponse {
                status,
                ..MockResponse::default()
            },
        })
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
    fn checked(&self, operation: Option<&Operation>, response: MockResponse) -> MockResponse {
        let violation = operation.and_then(|it| self.contract.response_violation(it, &response));
        let Some(violation) = violation else {
            return response;
        };
        let detail = format!("the mock server's response violates the contract: {violation}");
        let error = ErrorResponse::new(StatusCode::INTERNAL_SERVER_ERROR, detail);
        error.into_response(self.contract, None)
    }

    /// Validates the API key and the body of a request, and returns the members of the body. `problems` contains the
    /// problems of the parameters. The error contains them too, unless the key is rejected or the body can't be parsed.
    fn validate(
        &self,
        operation: &Operation,
        request: &MockRequest,
        mut problems: Vec<Problem>,
    ) -> Result<Map<String, Value>> {
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
        let body = parse_body(operation, request)?;
        if let (Some(body), Some(expected)) = (&body, &operation.body) {
            let violations = self.contract.violations(&expected.schema, body).into_iter();
            problems.extend(violations.map(|it| Problem::invalid(it.message).in_body(it.pointer)));
        }
        match problems.is_empty() {
            true => Ok(object(body.unwrap_or_default())),
            false => Err(ErrorResponse::unprocessable(problems)),
        }
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
