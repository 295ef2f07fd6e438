//! Requests of operations.
//!
//! The methods of the generated resources create a [`Request`]. Its setters change its
//! [`RequestParts`], and `send` builds an HTTP request from them.

mod custom_request;
mod decode;
mod options;
pub mod parameter_pairs;
mod parts;
pub mod path;
pub mod send_on_await;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use reqwest::Method;
use serde::Serialize;
use serde_json::Map;

pub use self::custom_request::CustomRequest;
pub use self::decode::decode_error;
pub use self::options::RequestOptions;
pub use self::parameter_pairs::ParameterPairs;
pub use self::parts::RequestParts;
pub use self::path::PathArgument;
pub use self::send_on_await::send_on_await;

use self::decode::decode;
use self::path::Path;
use crate::runtime::client::Client;
use crate::runtime::client::authentication::CredentialId;
use crate::runtime::encoding::{Parameter, ParameterValue, deep_object, form, to_json};
use crate::runtime::error::{ArgumentResult, Error, InvalidArgument};
use crate::runtime::response::{Response, ResponseBody};
use crate::runtime::transport::SendBuffered;
use crate::runtime::values::{Selection, record_secrets};

/// A request of an operation. `R`, such as [`Json<T>`] or [`NoContent`], decodes the body of the response. Setters
/// never fail; sending the request returns their first error.
///
/// [`Json<T>`]: crate::runtime::response::body::Json
/// [`NoContent`]: crate::runtime::response::body::NoContent
pub struct Request<R> {
    /// Boxed, because every setter and several futures move the request.
    parts: Box<RequestParts>,
    /// A function type, because it is `Send` and `Sync` for every `R`.
    response_body: PhantomData<fn() -> R>,
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
        Self::from_parts(RequestParts::new(client, method, Path::new(path)))
    }

    /// Creates a request to a path that the caller wrote and encoded.
    pub(crate) fn with_literal_path(client: &Client, method: Method, path: &str) -> Self {
        let base = client.settings.base_url.as_str().trim_end_matches('/');
        let url = path::check_literal(path).map(|()| format!("{base}{path}"));
        let (path, _query) = path.split_once('?').unwrap_or((path, ""));
        Self::with_url(client, method, path.to_owned(), url)
    }

    /// Creates a GET request to `link`, a URL that the server returned.
    pub(crate) fn with_link(client: &Client, link: String) -> Self {
        let path = path::link::path_without_secrets(&client.settings.base_url, &link);
        Self::with_url(client, Method::GET, path, Ok(link))
    }

    /// Creates a request to a URL. Errors and spans show `path` instead, which has no secrets.
    fn with_url(
        client: &Client,
        method: Method,
        path: String,
        url: ArgumentResult<String>,
    ) -> Self {
        let mut parts = RequestParts::new(client, method, Path::new(path));
        parts.link = parts.first_error.keep(url);
        // Perhaps the endpoint requires no API key, and perhaps the response contains secrets.
        Self::from_parts(parts)
            .allow_anonymous()
            .response_has_secrets()
    }

    fn from_parts(parts: impl Into<Box<RequestParts>>) -> Self {
        Self {
            parts: parts.into(),
            response_body: PhantomData,
        }
    }

    /// Sets the name of the operation, such as `rooms.retrieve`, for errors and spans.
    pub fn operation(mut self, name: &'static str) -> Self {
        self.parts.call.operation = name;
        self
    }

    /// Sets the operationId, such as `ViewRoom`, for errors and spans.
    pub fn operation_id(mut self, id: &'static str) -> Self {
        self.parts.call.operation_id = Some(id);
        self
    }

    pub(crate) fn decode_as<S>(self) -> Request<S> {
        Request::from_parts(self.parts)
    }

    /// Returns the parts of the request.
    pub fn into_parts(self) -> Box<RequestParts> {
        self.parts
    }

    /// Returns the encoded value of a query parameter. For a list, returns the first item.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.parts.query.encoded_value(name)
    }

    /// Changes the parts of the request. Sending the request returns the first error of these changes. Errors redact
    /// the secrets that `change` serializes.
    pub fn change(mut self, change: impl FnOnce(&mut RequestParts) -> ArgumentResult<()>) -> Self {
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
            let parameter = Parameter::query(name);
            let value = ParameterValue::new(parameter, value)?;
            parts.query.set(name, form(parameter, &value)?);
            Ok(())
        })
    }

    /// Sets a query parameter that is an object, in the style `deepObject`. A list is encoded like an
    /// object with the indexes as keys.
    pub fn query_object(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| {
            let parameter = Parameter::query(name);
            let value = ParameterValue::with_indexes(parameter, value)?;
            parts.query.set(name, deep_object(parameter, &value)?);
            Ok(())
        })
    }

    /// Sets the filter of a bulk operation, in the style `deepObject`. Rejects a filter that is empty or has a blank
    /// value, because a server may ignore that value and select more.
    pub fn selection(self, name: &'static str, selection: Selection<impl Serialize>) -> Self {
        self.change(|parts| {
            parts.selection_parameter = Some(name);
            let Selection::Matching(filter) = selection else {
                parts.query.set(name, Vec::new());
                return Ok(());
            };
            let parameter = Parameter::query(name);
            let filter = ParameterValue::new(parameter, filter)?;
            if filter.is_blank() {
                return Err(InvalidArgument::new(format!(
                    "`{name}` is empty and would match everything; to select everything, pass \
                     `Selection::Everything`"
                )));
            }
            if let Some(member) = filter.blank_member(name) {
                return Err(InvalidArgument::new(format!(
                    "`{member}` is empty, so it would not restrict the selection; omit it"
                )));
            }
            parts.query.set(name, deep_object(parameter, &filter)?);
            Ok(())
        })
    }

    /// Sets the JSON body `{}`, to which [`field`](Self::field) adds fields.
    pub fn json_body(self) -> Self {
        self.json(Map::new())
    }

    /// Sets a JSON body.
    pub fn json(self, body: impl Serialize) -> Self {
        self.change(|parts| {
            parts.body = Some(Box::new(to_json("the body", body)?));
            Ok(())
        })
    }

    /// Sets a field of the body.
    pub fn field(self, name: &str, value: impl Serialize) -> Self {
        self.change(|parts| parts.set_field(name, value))
    }

    /// Sets the credentials that the operation requires. Default: the API key.
    pub fn authenticate(mut self, required: &'static [CredentialId]) -> Self {
        self.parts.required_credentials = required;
        self
    }

    /// Allows a client that lacks a required credential to send the request without any.
    pub fn allow_anonymous(mut self) -> Self {
        self.parts.allow_anonymous = true;
        self
    }

    /// Sets the server of the operation. Default: the server of the API.
    pub fn server(mut self, url: &'static str) -> Self {
        self.parts.server = Some(url);
        self
    }

    /// Marks the response as confidential: errors show the problems that the server reports, but don't quote the JSON.
    pub fn response_has_secrets(mut self) -> Self {
        self.parts.response_has_secrets = true;
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
        let decode = |call, response| decode::<R>(&parts, call, response);
        parts.send::<SendBuffered, _>(decode).await
    }
}

/// Not derived, because a derived implementation requires `R: Clone`.
impl<R> Clone for Request<R> {
    fn clone(&self) -> Self {
        Self::from_parts(self.parts.clone())
    }
}

impl<R> fmt::Debug for Request<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
