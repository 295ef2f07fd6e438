//! A request, built without doing I/O.

mod body;
mod form;
mod multipart;
pub(crate) mod options;
pub(crate) mod pairs;
mod parts;
pub(crate) mod path;
mod payload;
pub(crate) mod raw_request;
mod send;
mod setters;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use body::Body;
pub(crate) use parts::RequestParts;

use form::FormEncoding;
use multipart::{Multipart, PartTypes};

use crate::runtime::client::Client;
use crate::runtime::client::authentication::Credential;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::request::options::RequestOptions;
use crate::runtime::request::path::Path;
use crate::runtime::values::byte_source::ByteSource;
use crate::runtime::values::file_part::FilePart;
use crate::runtime::values::secret;

/// One request of an operation whose answer has a body of the kind `R`.
///
/// Setters never fail; what was wrong with an argument comes out of [`RequestParts::build`], and so of
/// `send`.
pub(crate) struct Request<R> {
    /// In a box, since every setter and every future on the way hands them on.
    parts: Box<RequestParts>,
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
        let (path, refused) = match Path::literal(path) {
            Ok(path) => (path, Ok(())),
            Err(error) => (Path::template("/"), Err(error)),
        };
        let mut request = Self::with_path(client, operation, method, path);
        request.parts.first_error.keep(refused);
        // What the endpoint takes is not known, so a client without a key sends none.
        request.parts.may_be_anonymous = true;
        request
    }

    fn with_path(
        client: &Client,
        operation: Cow<'static, str>,
        method: Method,
        path: Path,
    ) -> Self {
        Self::of(Box::new(RequestParts::new(client, operation, method, path)))
    }

    fn of(parts: Box<RequestParts>) -> Self {
        Self {
            parts,
            answered_by: PhantomData,
        }
    }

    /// The same request, expecting a body of another kind.
    pub(crate) fn expecting<S>(self) -> Request<S> {
        Request::of(self.parts)
    }

    /// What the request is made of, to be sent.
    pub(crate) fn into_parts(self) -> Box<RequestParts> {
        self.parts
    }

    /// The first value of a query parameter, as it stands in the URL.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.parts.query.value(name)
    }

    /// Makes JSON the body, `{}` as long as no field is set.
    pub(crate) fn json_body(self) -> Self {
        self.json(Map::new())
    }

    /// Makes this value the body.
    pub(crate) fn json(mut self, body: impl Serialize) -> Self {
        let value = self.written(body, "the body can't be written as JSON");
        if let Some(value) = self.parts.first_error.keep(value) {
            self.parts.body = Some(Body::Json(value));
        }
        self
    }

    /// Makes a form the body, an empty one as long as no field is set.
    #[allow(
        dead_code,
        reason = "emitted for operations that take a form; not every API has one"
    )]
    pub(crate) fn form_body(self, styles: FormEncoding) -> Self {
        self.form(styles, Map::new())
    }

    /// Makes the fields of this value the body, as a form.
    #[allow(
        dead_code,
        reason = "emitted for operations that take a form; not every API has one"
    )]
    pub(crate) fn form(mut self, styles: FormEncoding, body: impl Serialize) -> Self {
        if let Some(fields) = self.object(body, "a form") {
            self.parts.body = Some(Body::Form { fields, styles });
        }
        self
    }

    /// Makes parts the body, none as long as no field is set.
    #[allow(
        dead_code,
        reason = "emitted for operations that take files; not every API has one"
    )]
    pub(crate) fn multipart_body(self, types: PartTypes) -> Self {
        self.multipart(types, Map::new())
    }

    /// Makes the fields of this value the body, each a part of its own.
    #[allow(
        dead_code,
        reason = "emitted for operations that take files; not every API has one"
    )]
    pub(crate) fn multipart(mut self, types: PartTypes, body: impl Serialize) -> Self {
        if let Some(fields) = self.object(body, "a body of parts") {
            let mut parts = Multipart::new(types);
            for (name, value) in fields {
                parts.set_value(&name, value);
            }
            self.parts.body = Some(Body::Multipart(parts));
        }
        self
    }

    /// The fields of a body that is given as a whole.
    fn object(&mut self, body: impl Serialize, what: &str) -> Option<Map<String, Value>> {
        let value = self.written(body, "the body can't be written");
        let fields = value.and_then(|value| match value {
            Value::Object(fields) => Ok(fields),
            _ => Err(InvalidArgument::new(format!(
                "the body is not an object, and {what} can hold nothing else"
            ))),
        });
        self.parts.first_error.keep(fields)
    }

    /// Sets the files of a field of the body, each of which is a part.
    #[allow(
        dead_code,
        reason = "emitted for operations that take files; not every API has one"
    )]
    pub(crate) fn files(mut self, name: &str, files: impl IntoIterator<Item = FilePart>) -> Self {
        if let Some(Body::Multipart(parts)) = &mut self.parts.body {
            parts.set_files(name, files.into_iter().collect());
        }
        self
    }

    /// Makes the body what it is, of a media type.
    #[allow(
        dead_code,
        reason = "emitted for operations that take files; not every API has one"
    )]
    pub(crate) fn bytes(mut self, media_type: &'static str, source: ByteSource) -> Self {
        self.parts.body = Some(Body::Bytes { media_type, source });
        self
    }

    /// Sets a field of the body.
    pub(crate) fn field(mut self, name: &str, value: impl Serialize) -> Self {
        let reason = format_args!("the body field `{name}` can't be written as JSON");
        let value = self.written(value, reason);
        let outcome = value.and_then(|value| self.parts.set_field(name, value));
        self.parts.first_error.keep(outcome);
        self
    }

    /// Sets fields of the body whose names only the caller knows.
    #[allow(
        dead_code,
        reason = "emitted for bodies that may have other fields than theirs; not every API has one"
    )]
    pub(crate) fn fields<T: Serialize>(
        self,
        values: impl IntoIterator<Item = (String, T)>,
    ) -> Self {
        let values = values.into_iter();
        values.fold(self, |request, (name, value)| request.field(&name, value))
    }

    /// A value of the body as JSON, or why it can't be that.
    fn written(
        &mut self,
        value: impl Serialize,
        reason: impl fmt::Display,
    ) -> Result<Value, InvalidArgument> {
        self.record_secrets(|| serde_json::to_value(value))
            .map_err(|error| InvalidArgument::caused_by(reason, error))
    }

    /// Writes a part of the request, and remembers the secrets in it.
    fn record_secrets<T>(&mut self, write: impl FnOnce() -> T) -> T {
        let (written, secrets) = secret::record_secrets(write);
        self.parts.secrets.extend(secrets);
        written
    }

    /// Says how the request tells who sends it, where that is not the way of the API; by no
    /// credential, not at all.
    #[allow(
        dead_code,
        reason = "emitted for operations that differ in it; not every API has one"
    )]
    pub(crate) fn authenticate(mut self, credentials: &'static [Credential]) -> Self {
        self.parts.credentials = credentials;
        self
    }

    /// Says that a client without the credentials may send the request as well.
    #[allow(
        dead_code,
        reason = "emitted for operations that leave it open; not every API has one"
    )]
    pub(crate) fn or_anonymous(mut self) -> Self {
        self.parts.may_be_anonymous = true;
        self
    }

    /// Says that the operation has a server of its own.
    #[allow(
        dead_code,
        reason = "emitted for operations that have one; not every API has any"
    )]
    pub(crate) fn server(mut self, url: &'static str) -> Self {
        self.parts.server = Some(url);
        self
    }

    /// Says that the answer holds secrets, so that an error does not quote it.
    pub(crate) fn confidential(mut self) -> Self {
        self.parts.is_confidential = true;
        self
    }

    /// Says that repeating the request can't do the thing twice, whatever its method.
    pub(crate) fn idempotent(mut self) -> Self {
        self.parts.is_idempotent = true;
        self
    }

    /// Replaces the options.
    pub(crate) fn options(mut self, options: RequestOptions) -> Self {
        self.parts.options = options;
        self
    }
}

/// By hand, because a derived one asks that the kind of body can be cloned.
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

#[cfg(test)]
mod sending;
#[cfg(test)]
mod tests;
