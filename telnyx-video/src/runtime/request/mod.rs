//! Requests.

pub(crate) mod custom_request;
mod decode;
mod json_body;
pub(crate) mod options;
pub mod parameter_pairs;
mod parts;
pub mod path;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use reqwest::Method;
use serde::Serialize;
use serde_json::Map;

pub use self::json_body::to_json;
pub use self::parts::RequestParts;

use self::decode::decode;
use self::json_body::JsonBody;
use self::options::RequestOptions;
use self::path::{Path, PathArgument};
use crate::runtime::client::Client;
use crate::runtime::client::authentication::CredentialId;
use crate::runtime::encoding::pairs;
use crate::runtime::encoding::parameter_value::{Parameter, ParameterValue};
use crate::runtime::encoding::percent::encode_component;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::response::Response;
use crate::runtime::response::body::ResponseBody;
use crate::runtime::transport::send_buffered::SendBuffered;
use crate::runtime::transport::telemetry::CallSpan;
use crate::runtime::values::secret::record_secrets;
use crate::runtime::values::selection::Selection;

/// A request of an operation whose response has a body of the kind `R`.
///
/// Setters never fail; sending the request returns their first error.
pub struct Request<R> {
    /// Boxed, because every setter and several futures move them.
    parts: Box<RequestParts>,
    /// A function, so that a request is `Send` and `Sync` for every `R`.
    response: PhantomData<fn() -> R>,
}

impl<R> Request<R> {
    /// Creates a GET request to a path such as `/rooms/{room_id}`.
    pub fn get(client: &Client, path: &'static str) -> Self {
        Self::new(client, Method::GET, path)
    }

    /// Creates a POST request.
    pub fn post(client: &Client, path: &'static str) -> Self {
        Self::new(client, Method::POST, path)
    }

    /// Creates a PATCH request.
    pub fn patch(client: &Client, path: &'static str) -> Self {
        Self::new(client, Method::PATCH, path)
    }

    /// Creates a DELETE request.
    pub fn delete(client: &Client, path: &'static str) -> Self {
        Self::new(client, Method::DELETE, path)
    }

    /// Creates a request with any method.
    pub fn new(client: &Client, method: Method, path: &'static str) -> Self {
        Self::of(Box::new(RequestParts::new(
            client,
            method,
            Path::template(path),
        )))
    }

    /// Creates a request to a path that the caller wrote.
    pub(crate) fn with_literal_path(client: &Client, method: Method, path: String) -> Self {
        let result = path::check_literal(&path);
        let mut request = Self::of(Box::new(RequestParts::new(
            client,
            method,
            Path::Literal(path),
        )));
        request.parts.first_error.keep(result);
        // It is unknown whether the endpoint requires the API key.
        request.parts.allow_anonymous = true;
        request
    }

    fn of(parts: Box<RequestParts>) -> Self {
        Self {
            parts,
            response: PhantomData,
        }
    }

    /// Sets the name of the operation, such as `rooms.retrieve`, and its operationId, for errors
    /// and spans.
    pub fn operation(mut self, name: &'static str, id: impl Into<Option<&'static str>>) -> Self {
        self.parts.operation = name;
        self.parts.operation_id = id.into();
        self
    }

    /// Changes the kind of the response body.
    pub(crate) fn expecting<S>(self) -> Request<S> {
        Request::of(self.parts)
    }

    /// Returns the parts of the request.
    pub fn into_parts(self) -> Box<RequestParts> {
        self.parts
    }

    /// Returns the first encoded value of a query parameter.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.parts.query.value(name)
    }

    /// Changes the parts of the request. Keeps the first error and records the secrets that
    /// `change` serializes.
    pub fn change(
        mut self,
        change: impl FnOnce(&mut RequestParts) -> Result<(), InvalidArgument>,
    ) -> Self {
        let (result, secrets) = record_secrets(|| change(&mut self.parts));
        self.parts.secrets.extend(secrets);
        self.parts.first_error.keep(result);
        self
    }

    /// Sets a path parameter, which becomes one percent-encoded segment.
    pub fn path(mut self, name: &'static str, argument: impl PathArgument) -> Self {
        let result = self.parts.path.set_argument(name, &argument);
        self.parts.first_error.keep(result);
        self
    }

    /// Sets a query parameter that is a scalar or a list, in the style `form`, exploded.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let parameter = in_query(name);
            let value = ParameterValue::new(parameter, value)?;
            let pairs = pairs::form(parameter, &value, encode_component)?;
            parts.query.set(name, pairs);
            Ok(())
        })
    }

    /// Sets a query parameter that is an object, in the style `deepObject`.
    pub fn query_object(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let value = ParameterValue::new(in_query(name), value)?;
            set_query_object(parts, name, &value)
        })
    }

    /// Sets the filter of a bulk operation, in the style `deepObject`.
    ///
    /// A filter with blank values only is an error, because a server may treat it like no filter.
    pub fn selection(self, name: &'static str, selection: Selection<impl Serialize>) -> Self {
        self.change(|parts| {
            parts.selection = Some(name);
            let Selection::Matching(filter) = selection else {
                parts.query.set(name, Vec::new());
                return Ok(());
            };
            let filter = ParameterValue::new(in_query(name), filter)?;
            if filter.is_blank() {
                return Err(InvalidArgument::new(format!(
                    "`{name}` is empty and would match everything; to select everything, pass \
                     `Selection::Everything`"
                )));
            }
            set_query_object(parts, name, &filter)
        })
    }

    /// Sets a JSON body, which is `{}` until a field is set.
    pub fn json_body(self) -> Self {
        self.json(Map::new())
    }

    /// Sets a JSON body.
    pub fn json(self, body: impl Serialize) -> Self {
        self.change(|parts| {
            parts.body = Some(Box::new(JsonBody(to_json(body)?)));
            Ok(())
        })
    }

    /// Sets a field of the body.
    pub fn field(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| parts.set_field(name, value))
    }

    /// Sets the credentials that the operation requires. Default: the API key.
    pub fn authenticate(mut self, credentials: &'static [CredentialId]) -> Self {
        self.parts.credentials = credentials;
        self
    }

    /// Allows clients without the credentials to send the request.
    pub fn allow_anonymous(mut self) -> Self {
        self.parts.allow_anonymous = true;
        self
    }

    /// Sets the server of the operation. Default: the server of the API.
    pub fn server(mut self, url: &'static str) -> Self {
        self.parts.server = Some(url);
        self
    }

    /// Marks the response as confidential, so that errors don't quote it.
    pub fn confidential(mut self) -> Self {
        self.parts.is_confidential = true;
        self
    }

    /// Marks the request as idempotent, whatever its method.
    pub fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Sets the options, replacing earlier ones.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.parts.options = options;
        self
    }
}

impl<R: ResponseBody> Request<R> {
    /// Sends the request and returns the value of the response.
    pub async fn send(self) -> Result<R::Value, Error> {
        self.send_with_response().await.map(Response::into_value)
    }

    /// Sends the request and returns the value together with the response.
    pub async fn send_with_response(self) -> Result<Response<R::Value>, Error> {
        let parts = self.into_parts();
        let (mut info, mut next_request) = parts.prepare()?;
        let span = CallSpan::begin(&info);
        // Boxed, because the future is large and several futures move it.
        let sent = Box::pin(
            parts
                .to_call()
                .send(SendBuffered, &mut info, &mut next_request),
        );
        let response = span.run(sent).await;
        let attempts = info.attempts;
        let result = span.within(|| decode::<R>(&parts, info, response?));
        span.end(attempts, result.as_ref().map(Response::raw));
        result
    }
}

/// Describes a query parameter, for error messages.
pub fn in_query(name: &str) -> Parameter<'_> {
    Parameter {
        kind: "query parameter",
        name,
    }
}

fn set_query_object(
    parts: &mut RequestParts,
    name: &str,
    value: &ParameterValue,
) -> Result<(), InvalidArgument> {
    let pairs = pairs::deep_object(in_query(name), value, encode_component)?;
    parts.query.set(name, pairs);
    Ok(())
}

/// Not derived, because a derived implementation requires `R: Clone`.
impl<R> Clone for Request<R> {
    fn clone(&self) -> Self {
        Self::of(self.parts.clone())
    }
}

impl<R> fmt::Debug for Request<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
