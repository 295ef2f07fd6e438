//! A request, built without doing I/O.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::attempts::Plan;
use crate::client::Client;
use crate::error::Error;
use crate::exchange::Call;
use crate::options::RequestOptions;
use crate::path::{Path, PathArgument};
use crate::query::{self, Pair, Query};
use crate::refusal::{FirstRefusal, Refusal};
use crate::selection::Selection;

/// One request of an operation whose answer has a body of the kind `R`.
///
/// Setters never fail; what was wrong with an argument comes out of [`build`](Self::build), and so
/// of `send`.
pub(crate) struct Request<R> {
    client: Client,
    operation: Cow<'static, str>,
    method: Method,
    path: Path,
    query: Query,
    body: Option<Value>,
    options: RequestOptions,
    /// Whether nothing of the answer may be shown in an error.
    is_confidential: bool,
    /// Whether repeating the request can't do the thing twice.
    is_idempotent: bool,
    refusal: FirstRefusal,
    /// A function, so that a request is `Send` and `Sync` whatever it is answered with.
    answered_by: PhantomData<fn() -> R>,
}

impl<R> Request<R> {
    /// A GET request of an operation.
    pub(crate) fn get(client: &Client, operation: &'static str, template: &'static str) -> Self {
        Self::new(client, operation, Method::GET, template)
    }

    /// A POST request of an operation.
    pub(crate) fn post(client: &Client, operation: &'static str, template: &'static str) -> Self {
        Self::new(client, operation, Method::POST, template)
    }

    /// A PATCH request of an operation.
    pub(crate) fn patch(client: &Client, operation: &'static str, template: &'static str) -> Self {
        Self::new(client, operation, Method::PATCH, template)
    }

    /// A DELETE request of an operation.
    pub(crate) fn delete(client: &Client, operation: &'static str, template: &'static str) -> Self {
        Self::new(client, operation, Method::DELETE, template)
    }

    /// A request of an operation of the contract, below `template`.
    pub(crate) fn new(
        client: &Client,
        operation: &'static str,
        method: Method,
        template: &'static str,
    ) -> Self {
        Self::with_path(client, operation.into(), method, Path::template(template))
    }

    /// A request below a path the caller wrote.
    pub(crate) fn to_literal_path(client: &Client, method: Method, path: String) -> Self {
        let operation = format!("{method} {path}").into();
        match Path::literal(path) {
            Ok(path) => Self::with_path(client, operation, method, path),
            Err(refusal) => {
                let mut request = Self::with_path(client, operation, method, Path::template("/"));
                request.refusal.keep::<()>(Err(refusal));
                request
            }
        }
    }

    fn with_path(
        client: &Client,
        operation: Cow<'static, str>,
        method: Method,
        path: Path,
    ) -> Self {
        Self {
            client: client.clone(),
            operation,
            is_idempotent: method.is_idempotent(),
            method,
            path,
            query: Query::default(),
            body: None,
            options: RequestOptions::default(),
            is_confidential: false,
            refusal: FirstRefusal::default(),
            answered_by: PhantomData,
        }
    }

    /// The same request, expecting a body of another kind.
    pub(crate) fn expecting<S>(self) -> Request<S> {
        Request {
            client: self.client,
            operation: self.operation,
            method: self.method,
            path: self.path,
            query: self.query,
            body: self.body,
            options: self.options,
            is_confidential: self.is_confidential,
            is_idempotent: self.is_idempotent,
            refusal: self.refusal,
            answered_by: PhantomData,
        }
    }

    /// Sets what stands in the path in the place of `{name}`.
    pub(crate) fn path(mut self, name: &'static str, argument: impl PathArgument) -> Self {
        let outcome = self.path.set(name, argument);
        self.refusal.keep(outcome);
        self
    }

    /// Sets a query parameter, in the style `form`.
    pub(crate) fn query(mut self, name: &str, value: impl Serialize) -> Self {
        self.set_query(name, query::form(name, value));
        self
    }

    /// Sets a query parameter, in the style `deepObject`.
    pub(crate) fn query_object(mut self, name: &str, value: impl Serialize) -> Self {
        self.set_query(name, query::deep_object(name, value));
        self
    }

    /// Sets the filter of an operation that acts on all that matches, in the style `deepObject`.
    pub(crate) fn selection(mut self, name: &str, selection: Selection<impl Serialize>) -> Self {
        match selection {
            Selection::Everything => self.set_query(name, Ok(Vec::new())),
            Selection::Matching(filter) => self.set_query(name, selecting(name, filter)),
        }
        self
    }

    fn set_query(&mut self, name: &str, pairs: Result<Vec<Pair>, Refusal>) {
        if let Some(pairs) = self.refusal.keep(pairs) {
            self.query.set(name, pairs);
        }
    }

    /// The first value of a query parameter, as text.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.value(name)
    }

    /// Makes JSON the body, `{}` as long as no field is set.
    pub(crate) fn json_body(self) -> Self {
        self.json(Map::new())
    }

    /// Makes this value the body.
    pub(crate) fn json(mut self, body: impl Serialize) -> Self {
        let value = serde_json::to_value(body)
            .map_err(|error| Refusal::caused_by("the body can't be written as JSON", error));
        if let Some(value) = self.refusal.keep(value) {
            self.body = Some(value);
        }
        self
    }

    /// Sets a field of the body.
    pub(crate) fn field(mut self, name: &str, value: impl Serialize) -> Self {
        let outcome = serde_json::to_value(value)
            .map_err(|error| {
                let reason = format_args!("the body field `{name}` can't be written as JSON");
                Refusal::caused_by(reason, error)
            })
            .and_then(|value| set_field(self.body.as_mut(), name, value));
        self.refusal.keep(outcome);
        self
    }

    /// Says that the answer holds secrets, so that an error does not quote it.
    pub(crate) fn confidential(mut self) -> Self {
        self.is_confidential = true;
        self
    }

    /// Says that repeating the request can't do the thing twice, whatever its method.
    pub(crate) fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// Replaces the options.
    pub(crate) fn options(mut self, options: RequestOptions) -> Self {
        self.options = options;
        self
    }

    pub(crate) fn plan(&self) -> Plan<'_> {
        let settings = self.client.settings();
        let policy = self.options.retry_policy.as_ref();
        Plan {
            settings,
            policy: &**policy.unwrap_or(&settings.retry_policy),
            deadline: self.options.deadline.or(settings.deadline),
            is_idempotent: self.is_idempotent,
        }
    }

    pub(crate) fn is_confidential(&self) -> bool {
        self.is_confidential
    }

    /// The request as it goes to the network.
    pub(crate) fn build(&self) -> Result<reqwest::Request, Error> {
        self.try_build()
            .map_err(|refusal| Error::invalid_request(self.call(), refusal))
    }

    fn try_build(&self) -> Result<reqwest::Request, Refusal> {
        self.refusal.check()?;
        self.options.refusal.check()?;
        let settings = self.client.settings();
        let body = self.body_bytes()?;

        let mut headers = settings.headers.clone();
        if body.is_some() && !headers.contains_key(CONTENT_TYPE) {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if !self.options.headers.is_empty() {
            headers.extend(self.options.headers.clone());
        }

        let mut request = reqwest::Request::new(self.method.clone(), self.url()?);
        *request.headers_mut() = headers;
        *request.timeout_mut() = Some(self.options.timeout.unwrap_or(settings.timeout));
        *request.body_mut() = body.map(reqwest::Body::from);
        Ok(request)
    }

    fn url(&self) -> Result<Url, Refusal> {
        // Cheaper than putting the two together as text, which would be parsed from the start.
        let mut url = self.client.settings().base_url.clone();
        let path = self.path.below(url.path().trim_end_matches('/'))?;
        url.set_path(&path);
        let pairs = self.query.pairs().chain(&self.options.query);
        url.set_query(query::encode(pairs).as_deref());
        Ok(url)
    }

    fn body_bytes(&self) -> Result<Option<Vec<u8>>, Refusal> {
        let mut body = self.body.as_ref().map(Cow::Borrowed);
        for (name, value) in &self.options.body_fields {
            set_field(body.as_mut().map(Cow::to_mut), name, value.clone())?;
        }
        body.map(|body| serde_json::to_vec(&body))
            .transpose()
            .map_err(|error| Refusal::caused_by("the body can't be written as JSON", error))
    }

    pub(crate) fn call(&self) -> Call {
        Call {
            operation: self.operation.clone(),
            method: self.method.clone(),
            url: None,
            attempts: 0,
        }
    }
}

/// The pairs of a filter that does select something.
///
/// A server may take an empty value for no filter at all, so at least one has to say something.
fn selecting(name: &str, filter: impl Serialize) -> Result<Vec<Pair>, Refusal> {
    let pairs = query::deep_object(name, filter)?;
    if pairs.iter().all(|(_, value)| value.trim().is_empty()) {
        return Err(Refusal::new(format!(
            "`{name}` is empty and would match everything; if that is meant, pass `Selection::Everything`"
        )));
    }
    Ok(pairs)
}

fn set_field(body: Option<&mut Value>, name: &str, value: Value) -> Result<(), Refusal> {
    match body {
        Some(Value::Object(fields)) => {
            fields.insert(name.to_owned(), value);
            Ok(())
        }
        Some(_) => Err(Refusal::new(format!(
            "the body field `{name}` can't be set; the body is not an object"
        ))),
        None => Err(Refusal::new(format!(
            "the body field `{name}` can't be set; the operation has no body"
        ))),
    }
}

/// By hand, because a derived one asks that the kind of body can be cloned.
impl<R> Clone for Request<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            operation: self.operation.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            body: self.body.clone(),
            options: self.options.clone(),
            is_confidential: self.is_confidential,
            is_idempotent: self.is_idempotent,
            refusal: self.refusal.clone(),
            answered_by: PhantomData,
        }
    }
}

/// Shows where the request goes, and of query and body the names only: any value may be secret.
impl<R> fmt::Debug for Request<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body_fields: Option<Vec<_>> = self
            .body
            .as_ref()
            .map(|body| body.as_object().into_iter().flat_map(Map::keys).collect());
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path.as_written())
            .field("query", &self.query.names())
            .field("body_fields", &body_fields)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
