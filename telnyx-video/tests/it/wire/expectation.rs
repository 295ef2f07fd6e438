//! Expected requests, and helpers that return what a call sends.

use std::future::Future;

use serde_json::Value;
use telnyx_video::{Client, Error};

use super::fixtures;
use crate::support::{Reply, Server};

/// An expected request, and the reply to it.
pub(crate) struct Expectation {
    method: &'static str,
    target: &'static str,
    body: Option<Value>,
    reply: Reply,
}

/// Expects a request with this method, this encoded path and query, and no body. The reply is 204.
pub(crate) fn expect(method: &'static str, target: &'static str) -> Expectation {
    Expectation {
        method,
        target,
        body: None,
        reply: Reply::new(204, &[], ""),
    }
}

impl Expectation {
    /// Expects this JSON body.
    pub(crate) fn with_body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Replies with a JSON body.
    pub(crate) fn respond_with(mut self, status: u16, body: Value) -> Self {
        self.reply = Reply::json(status, body.to_string());
        self
    }

    /// Makes the call, asserts that it sends the expected request, and returns its result.
    ///
    /// Spawns the call, so that the compiler checks that calls are `Send + 'static`.
    pub(crate) async fn from_call<T, F>(self, call: impl FnOnce(&Client) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let server = Server::sequence([self.reply]);
        let result = tokio::spawn(call(&server.client())).await.unwrap();
        assert_received(&server, self.method, self.target, self.body.as_ref());
        result.unwrap()
    }
}

/// Asserts that the server has received exactly this request, with the headers that every request has.
pub(crate) fn assert_received(server: &Server, method: &str, target: &str, body: Option<&Value>) {
    let request = server.only_request();
    assert_eq!(request.method(), method);
    assert_eq!(request.target(), target);
    assert_eq!(
        request.header("authorization"),
        Some("Bearer KEY0123456789")
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    let user_agent = request.header("user-agent").unwrap();
    assert!(user_agent.starts_with("telnyx-video/0.1.0"), "{user_agent}");
    match body {
        Some(body) => {
            assert_eq!(request.header("content-type"), Some("application/json"));
            assert_eq!(
                serde_json::from_slice::<Value>(&request.body).unwrap(),
                *body
            );
        }
        None => {
            assert_eq!(request.header("content-type"), None);
            assert!(request.body.is_empty(), "{:?}", request.body);
        }
    }
}

/// Returns the body that a call sends, with a resource as the response.
pub(crate) async fn sent_body_of<T, F>(call: impl FnOnce(&Client) -> F) -> Value
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::sequence([fixtures::minimal_reply()]);
    call(&server.client()).await.map(drop).unwrap();
    serde_json::from_slice(&server.only_request().body).unwrap()
}

/// Returns the encoded path and query that a call sends, with an empty page as the response.
pub(crate) async fn sent_target_of<T, F>(call: impl FnOnce(&Client) -> F) -> String
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::sequence([fixtures::empty_page_reply()]);
    call(&server.client()).await.map(drop).unwrap();
    server.only_request().target().to_owned()
}

/// Returns the error of a call after this reply.
pub(crate) async fn error_of<T, F>(reply: Reply, call: impl FnOnce(&Client) -> F) -> Error
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::sequence([reply]);
    let error = call(&server.client()).await.map(drop).unwrap_err();
    assert_eq!(server.requests().len(), 1);
    error
}

/// Returns the error of a call that must not send a request.
pub(crate) async fn error_before_sending<T, F>(call: impl FnOnce(&Client) -> F) -> Error
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::sequence([]);
    let error = call(&server.client()).await.map(drop).unwrap_err();
    assert!(server.requests().is_empty(), "{error}");
    error
}
