//! One call of an operation: what has to arrive, and what is answered.

use std::future::Future;

use serde_json::Value;
use telnyx_video::{Client, Error};

use super::samples;
use crate::support::{Answer, Server};

/// What has to arrive, and what is answered.
pub(crate) struct Exchange {
    method: &'static str,
    target: &'static str,
    body: Option<Value>,
    answer: Answer,
}

/// This method and this target, path and query as they stand on the wire, and no body. The answer
/// is that there is nothing to say.
pub(crate) fn expect(method: &'static str, target: &'static str) -> Exchange {
    Exchange {
        method,
        target,
        body: None,
        answer: Answer::new(204, &[], ""),
    }
}

impl Exchange {
    /// This JSON has to arrive as the body.
    pub(crate) fn with_body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// The answer has this JSON as its body.
    pub(crate) fn answered(mut self, status: u16, body: Value) -> Self {
        self.answer = Answer::json(status, body.to_string());
        self
    }

    /// Makes the call, checks what arrived, and gives what came back.
    ///
    /// The call is spawned, so this is also where the compiler makes sure that it can be.
    pub(crate) async fn by<T, F>(self, call: impl FnOnce(&Client) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let server = Server::answering([self.answer]);
        let outcome = tokio::spawn(call(&server.client())).await.unwrap();
        assert_arrived(&server, self.method, self.target, self.body.as_ref());
        outcome.unwrap()
    }
}

/// Nothing but this request arrived, with all that every request has.
pub(crate) fn assert_arrived(server: &Server, method: &str, target: &str, body: Option<&Value>) {
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

/// The body that arrives, from a call whose answer is a resource.
pub(crate) async fn body_of<T, F>(call: impl FnOnce(&Client) -> F) -> Value
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::answering([samples::sparse_answer()]);
    call(&server.client()).await.map(drop).unwrap();
    serde_json::from_slice(&server.only_request().body).unwrap()
}

/// The raw target that arrives, from a call whose answer is an empty page.
pub(crate) async fn target_of<T, F>(call: impl FnOnce(&Client) -> F) -> String
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::answering([samples::empty_page_answer()]);
    call(&server.client()).await.map(drop).unwrap();
    server.only_request().target().to_owned()
}

/// The error that this answer leads to.
pub(crate) async fn error_of<T, F>(answer: Answer, call: impl FnOnce(&Client) -> F) -> Error
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::answering([answer]);
    let error = call(&server.client()).await.map(drop).unwrap_err();
    assert_eq!(server.requests().len(), 1);
    error
}

/// The error of a call that is refused: nothing may arrive.
pub(crate) async fn refusal_of<T, F>(call: impl FnOnce(&Client) -> F) -> Error
where
    F: Future<Output = Result<T, Error>>,
{
    let server = Server::answering([]);
    let error = call(&server.client()).await.map(drop).unwrap_err();
    assert!(server.requests().is_empty(), "{error}");
    error
}
