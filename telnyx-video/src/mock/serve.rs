//! A request to its answer.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::answer::Answer;
use super::call::Call;
use super::clock::Clock;
use super::contract::{Contract, Operation, Place};
use super::delivery::Order;
use super::fault::{Effect, Fault};
use super::problem::{Problem, Refusal, Source};
use super::query;
use super::request::MockRequest;
use super::route::{Route, route};
use super::state::State;
use super::{compositions, honesty, media, operations};

/// The path of the base URL.
pub(super) const BASE_PATH: &str = "/v2";

/// The path below which media can be downloaded, by anybody who knows the address.
pub(super) const MEDIA_PATH: &str = "/media";

/// What all connections, and the handle of the server, have in common.
pub(super) struct Shared {
    pub(super) contract: Contract,
    pub(super) api_key: String,
    pub(super) clock: Clock,
    pub(super) state: Mutex<State>,
    pub(super) faults: Mutex<Vec<Fault>>,
    pub(super) requests: Mutex<Vec<MockRequest>>,
    pub(super) orders: UnboundedSender<Order>,
}

/// The connection is to be broken.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a test has asked for a broken connection")
    }
}

impl std::error::Error for Broken {}

/// Serves all connections, until it is dropped with all of them.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that was gone before it was accepted is none.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve_connection(stream, Arc::clone(&shared)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| answer(&shared, request));
    let connection = hyper::server::conn::http1::Builder::new();
    let connection = connection.serve_connection(TokioIo::new(stream), service);
    // A connection that broke says nothing about the server.
    drop(connection.await);
}

async fn answer(
    shared: &Shared,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Broken> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let path = parts.uri.path();
    if let Some(answer) = path
        .strip_prefix(MEDIA_PATH)
        .and_then(|file| media::answer(&locked(&shared.state), file, &parts.headers))
    {
        return Ok(answer.into_response());
    }
    let path = path.strip_prefix(BASE_PATH).unwrap_or(path);
    let route = route(&shared.contract, parts.method.as_str(), path);
    let operation = match &route {
        Route::Operation(operation, _) => Some(*operation),
        Route::OtherMethods(_) | Route::Nothing => None,
    };
    let request = MockRequest {
        operation: operation.map(|operation| operation.name.clone()),
        operation_id: operation.and_then(|operation| operation.operation_id.clone()),
        path: path.to_owned(),
        query: pairs(parts.uri.query().unwrap_or_default()),
        method: parts.method,
        headers: parts.headers,
        body,
        status: None,
    };
    let number = shared.remember(request.clone());
    let name = operation.map(|operation| operation.name.as_str());
    let effect = Fault::take(&mut locked(&shared.faults), name);
    let answer = match effect {
        Some(Effect::Disconnect) => return Err(Broken),
        Some(Effect::Hang) => pending().await,
        Some(Effect::Delay(wait)) => {
            tokio::time::sleep(wait).await;
            shared.answer(&route, &request)
        }
        Some(Effect::Answer {
            status,
            headers,
            body,
        }) => {
            let mut answer = match body {
                Some(body) => Answer::json(status, body),
                None => Refusal::injected(status).into_answer(&shared.contract, operation),
            };
            answer.headers.extend(headers);
            answer
        }
        None => shared.answer(&route, &request),
    };
    if let Some(request) = locked(&shared.requests).get_mut(number) {
        request.status = Some(answer.status);
    }
    Ok(answer.into_response())
}

impl Shared {
    /// Keeps a request, and gives its place among all.
    fn remember(&self, request: MockRequest) -> usize {
        let mut requests = locked(&self.requests);
        requests.push(request);
        requests.len() - 1
    }

    fn answer(&self, route: &Route<'_>, request: &MockRequest) -> Answer {
        match route {
            Route::Nothing => {
                let detail = format!("the contract has no path {}", request.path);
                Refusal::not_found(detail).into_answer(&self.contract, None)
            }
            Route::OtherMethods(methods) => {
                let refusal = Refusal::method_not_allowed(methods);
                let mut answer = refusal.into_answer(&self.contract, None);
                let allow = HeaderValue::from_str(&methods.join(", "));
                answer.headers.extend(allow.map(|methods| (ALLOW, methods)));
                answer
            }
            Route::Operation(operation, values) => {
                let call = self.check(operation, values, request);
                let answered = call.and_then(|call| {
                    self.with_state(|state| operations::answer(state, &operation.name, &call))
                });
                let answer = answered
                    .unwrap_or_else(|refusal| refusal.into_answer(&self.contract, Some(operation)));
                self.unless_lie(operation, answer)
            }
        }
    }

    /// Does something to the state as it is now, and sends the webhooks that come of it.
    pub(super) fn with_state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let now = self.clock.now();
        let mut state = locked(&self.state);
        compositions::settle(&mut state, now);
        let outcome = act(&mut state);
        for delivery in state.outgoing.drain(..) {
            // Whoever carries them out is gone only when the server is.
            drop(self.orders.send(Order::Deliver(delivery, now)));
        }
        outcome
    }

    /// An answer, unless the contract forbids it.
    fn unless_lie(&self, operation: &Operation, answer: Answer) -> Answer {
        match honesty::lie(&self.contract, operation, &answer) {
            None => answer,
            Some(lie) => {
                let refusal = Refusal::false_answer(format!("the mock server would lie: {lie}"));
                refusal.into_answer(&self.contract, None)
            }
        }
    }

    /// Holds a request against the contract.
    fn check(
        &self,
        operation: &Operation,
        values: &BTreeMap<String, String>,
        request: &MockRequest,
    ) -> Result<Call, Refusal> {
        if operation.authenticated && !self.is_key(&request.headers) {
            return Err(Refusal::unauthorized());
        }
        let mut problems = self.problems_of_path(operation, values);
        let query = match query::read(&self.contract, operation, &request.query) {
            Ok(query) => query,
            Err(more) => {
                problems.extend(more);
                Map::new()
            }
        };
        let body = self.body(operation, request)?;
        if let (Some(body), Some(expected)) = (&body, &operation.body) {
            let violations = self.contract.violations(&expected.schema, body);
            problems.extend(violations.into_iter().map(|violation| {
                Problem::invalid(violation.cause, Source::Pointer(violation.pointer))
            }));
        }
        if !problems.is_empty() {
            return Err(Refusal::unprocessable(problems));
        }
        Ok(Call {
            path: values.clone(),
            query,
            body: match body {
                Some(Value::Object(members)) => members,
                _ => Map::new(),
            },
            now: self.clock.now(),
        })
    }

    fn is_key(&self, headers: &HeaderMap) -> bool {
        let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        header == Some(format!("Bearer {}", self.api_key).as_bytes())
    }

    fn problems_of_path(
        &self,
        operation: &Operation,
        values: &BTreeMap<String, String>,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for parameter in operation.parameters_in(Place::Path) {
            let value = values.get(&parameter.name).cloned().unwrap_or_default();
            let violations = self.contract.violations(&parameter.schema, &value.into());
            problems.extend(violations.into_iter().map(|violation| {
                Problem::invalid(violation.cause, Source::Parameter(parameter.name.clone()))
            }));
        }
        problems
    }

    /// The body as JSON, where the contract has one.
    fn body(&self, operation: &Operation, request: &MockRequest) -> Result<Option<Value>, Refusal> {
        let Some(expected) = &operation.body else {
            return Ok(None);
        };
        if request.body.is_empty() {
            return match expected.required {
                true => Err(Refusal::bad_body(
                    "the contract has a body here, and none came",
                )),
                false => Ok(None),
            };
        }
        let media_type = request.headers.get(CONTENT_TYPE);
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if media_type.split(';').next().map(str::trim) != Some("application/json") {
            return Err(Refusal::other_media_type());
        }
        let body = serde_json::from_slice(&request.body);
        body.map(Some)
            .map_err(|error| Refusal::bad_body(format!("it is no JSON: {error}")))
    }
}

/// A query in its pairs, decoded.
fn pairs(query: &str) -> Vec<(String, String)> {
    // Any base does: only the query is looked at.
    let url = reqwest::Url::parse(&format!("http://localhost/?{query}"));
    url.map(|url| url.query_pairs().into_owned().collect())
        .unwrap_or_default()
}

/// What a mutex holds, also after a panic elsewhere.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
