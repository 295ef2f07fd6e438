//! The parts of a request and how they become an HTTP request.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::json_body;
use super::options::RequestOptions;
use super::parameter_pairs::{self, ParameterPairs};
use super::path::Path;
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::client::authentication::CredentialId;
use crate::runtime::client::{Client, base_url};
use crate::runtime::encoding::pairs::Pair;
use crate::runtime::error::Error;
use crate::runtime::error::first_error::FirstError;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::error::redaction::Redaction;
use crate::runtime::transport::call::Call;
use crate::runtime::transport::request_body::{EncodedBody, RequestBody};
use crate::runtime::values::secret::Secret;

/// The parts of a request.
#[derive(Clone)]
pub struct RequestParts {
    pub(super) client: Client,
    /// The name of the operation, such as `rooms.retrieve`.
    pub(super) operation: &'static str,
    pub(super) operation_id: Option<&'static str>,
    pub(super) method: Method,
    /// The path below the base URL.
    pub path: Path,
    /// The query parameter that selects the objects of a bulk operation.
    pub(super) selection: Option<&'static str>,
    /// Query parameters.
    pub query: ParameterPairs,
    /// Headers of the operation.
    pub headers: HeaderMap,
    /// Cookies.
    pub cookies: ParameterPairs,
    /// The server of the operation, if it differs from the server of the API.
    pub(super) server: Option<&'static str>,
    /// The credentials that the operation requires.
    pub(super) credentials: &'static [CredentialId],
    /// Whether a client without these credentials can send the request as well.
    pub(super) allow_anonymous: bool,
    /// The body, if there is one.
    pub body: Option<Box<dyn RequestBody>>,
    /// The secrets in parameters and body.
    pub(super) secrets: Vec<Secret>,
    pub(super) options: RequestOptions,
    /// Whether the response contains secrets, so that errors must not quote it.
    pub(super) is_confidential: bool,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(super) is_idempotent: bool,
    pub(super) first_error: FirstError,
}

impl RequestParts {
    pub(super) fn new(client: &Client, method: Method, path: Path) -> Self {
        Self {
            client: client.clone(),
            operation: "request",
            operation_id: None,
            is_idempotent: method.is_idempotent(),
            method,
            path,
            selection: None,
            query: ParameterPairs::default(),
            headers: HeaderMap::new(),
            cookies: ParameterPairs::default(),
            server: None,
            credentials: &[CredentialId::ApiKey],
            allow_anonymous: false,
            body: None,
            secrets: Vec::new(),
            options: RequestOptions::default(),
            is_confidential: false,
            first_error: FirstError::default(),
        }
    }

    /// Sets a field of the body.
    pub fn set_field(&mut self, name: &str, value: impl Serialize) -> Result<(), InvalidArgument> {
        let value = json_body::field_to_json(name, value)?;
        let body = self.body.as_mut().ok_or_else(|| no_body(name))?;
        body.set_field(name, value)
    }

    /// Returns the call of this request.
    pub fn to_call(&self) -> Call<'_> {
        let settings = self.client.settings();
        let policy = self.options.retry_policy.as_ref();
        Call {
            settings,
            policy: &**policy.unwrap_or(&settings.retry_policy),
            redaction: self.redaction(),
            timeout: self.options.timeout.unwrap_or(settings.timeout),
            total_timeout: self.options.total_timeout.or(settings.total_timeout),
            is_idempotent: self.is_idempotent && !self.selects_page(),
            body: self.body.as_deref(),
        }
    }

    /// Returns whether a bulk operation has query parameters in addition to its selection. They may
    /// select a page. If the first request deletes the objects on it, others move up to it, and a
    /// retry would delete those.
    fn selects_page(&self) -> bool {
        self.selection.is_some_and(|selection| {
            !self.options.query.is_empty() || self.query.has_other_than(selection)
        })
    }

    /// Returns the secrets of the request.
    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction {
            client: self.client.settings().credentials.secrets(),
            request: [&self.secrets, &self.options.secrets],
            is_confidential: self.is_confidential,
        }
    }

    /// Returns whether errors must not quote the response.
    pub(super) fn is_confidential(&self, response: &RawResponse) -> bool {
        self.is_confidential || self.redaction().finds_secret_in(&response.body)
    }

    fn call_info(&self) -> CallInfo {
        CallInfo {
            operation_id: self.operation_id,
            path_template: Some(self.path.as_written()),
            ..CallInfo::new(self.operation, self.method.clone())
        }
    }

    /// Builds the first request. Returns the description of the call and a function that returns
    /// the request of each attempt.
    pub fn prepare(
        &self,
    ) -> Result<(CallInfo, impl FnMut() -> Result<reqwest::Request, Error>), Error> {
        let first = self.build()?;
        let info = self.call_info().with_url(first.url());
        let mut first = Some(first);
        let next = move || first.take().map_or_else(|| self.build(), Ok);
        Ok((info, next))
    }

    /// Builds the HTTP request.
    pub(crate) fn build(&self) -> Result<reqwest::Request, Error> {
        self.try_build()
            .map_err(|error| Error::invalid_request(self.call_info(), error))
    }

    fn try_build(&self) -> Result<reqwest::Request, InvalidArgument> {
        self.first_error.check()?;
        self.options.first_error.check()?;
        let body = self.encoded_body()?;
        let settings = self.client.settings();
        let credentials = settings
            .credentials
            .select(self.credentials, self.allow_anonymous)?;
        let url = self.url(credentials)?;
        let mut headers = settings.headers(credentials);
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
        let authorizations = settings.credentials.authorizations(credentials);
        add_cookies(
            self.cookies
                .pairs()
                .chain(authorizations.flat_map(|it| &it.cookies)),
            &mut headers,
        )?;
        let content = body.map(|body| {
            headers.entry(CONTENT_TYPE).or_insert(body.media_type);
            body.content
        });
        if !self.options.headers.is_empty() {
            headers.extend(self.options.headers.clone());
        }
        if content.is_none() && has_defined_body(&self.method) {
            // Some servers respond with 411 if the length is missing.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }

        let mut request = reqwest::Request::new(self.method.clone(), url);
        *request.headers_mut() = headers;
        *request.body_mut() = content;
        Ok(request)
    }

    fn url(&self, credentials: &[CredentialId]) -> Result<Url, InvalidArgument> {
        let settings = self.client.settings();
        // Changing a copy of the URL is cheaper than parsing a concatenation.
        let (mut url, is_safe) = match self.server {
            Some(server) if !settings.has_custom_base_url => {
                let url = base_url::parse(server)?;
                let is_safe = base_url::is_safe(&url);
                (url, is_safe)
            }
            _ => (settings.base_url.clone(), settings.is_base_url_safe),
        };
        if !credentials.is_empty() && !settings.allows_plain_http && !is_safe {
            return Err(InvalidArgument::new(
                "the server uses plain `http`, which does not protect the API key; use `https`, \
                 or allow `http` with `ClientBuilder::allow_plain_http`",
            ));
        }
        let path = self.path.appended_to(url.path().trim_end_matches('/'))?;
        url.set_path(&path);
        let authorizations = settings.credentials.authorizations(credentials);
        let pairs = self
            .query
            .pairs()
            .chain(&self.options.query)
            .chain(authorizations.flat_map(|it| &it.query));
        url.set_query(parameter_pairs::join(pairs, "&").as_deref());
        base_url::check_length(&url)?;
        Ok(url)
    }

    fn encoded_body(&self) -> Result<Option<EncodedBody>, InvalidArgument> {
        let fields = &self.options.body_fields;
        let Some(body) = &self.body else {
            return match fields.keys().next() {
                Some(name) => Err(no_body(name)),
                None => Ok(None),
            };
        };
        if fields.is_empty() {
            return body.encode().map(Some);
        }
        let mut body = body.clone();
        for (name, value) in fields {
            body.set_field(name, value.clone())?;
        }
        body.encode().map(Some)
    }
}

/// Returns whether a body has a meaning for this method, so that its absence must be stated
/// (RFC 9110, section 8.6).
fn has_defined_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

fn no_body(field: &str) -> InvalidArgument {
    InvalidArgument::new(format!(
        "the body field `{field}` can't be set: the operation has no body"
    ))
}

/// Appends cookies to the header `cookie`, of which a request can have only one.
fn add_cookies<'a>(
    cookies: impl Iterator<Item = &'a Pair>,
    headers: &mut HeaderMap,
) -> Result<(), InvalidArgument> {
    let Some(cookies) = parameter_pairs::join(cookies, "; ") else {
        return Ok(());
    };
    let bytes = match headers.get(COOKIE) {
        Some(existing) => [existing.as_bytes(), b"; ", cookies.as_bytes()].concat(),
        None => cookies.into_bytes(),
    };
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(bytes)).map_err(|_| {
        InvalidArgument::new("the cookies contain characters that are not valid in a header")
    })?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// Omits the values of parameters and body, which may be secrets.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body_fields = self.body.as_ref().map(|body| body.field_names());
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path_template", &self.path.as_written())
            .field("query", &self.query.names())
            .field("body_fields", &body_fields)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
