use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;
use serde_json::Value;

use super::path::{Path, link};
use super::{ParameterPairs, RequestOptions, parameter_pairs};
use crate::runtime::call::{CallInfo, RawResponse};
use crate::runtime::client::authentication::{AuthParameters, CredentialId, Credentials};
use crate::runtime::client::{ApiKeyCache, Client, base_url};
use crate::runtime::encoding::{Pair, Parameter, to_json};
use crate::runtime::error::{ArgumentResult, Error, FirstError, InvalidArgument, Redaction};
use crate::runtime::retry::{Retries, RetryPolicy};
use crate::runtime::telemetry;
use crate::runtime::transport::{
    AttemptSender, CallPlan, EncodedBody, RequestBody, cannot_set_field,
};
use crate::runtime::values::Secret;

/// The parts of a request, which setters change.
#[derive(Clone)]
pub struct RequestParts {
    pub(crate) client: Client,
    /// Describes the call. [`send`](Self::send) copies it, and counts the attempts in the copy.
    pub(super) call: CallInfo,
    /// The path below the base URL.
    pub path: Path,
    /// The name of the query parameter that selects the objects of a bulk operation.
    pub(super) selection_parameter: Option<&'static str>,
    /// A URL that replaces the path: absolute, or relative to the base URL. Most are links that the server returned.
    pub link: Option<String>,
    /// Query parameters.
    pub query: ParameterPairs,
    /// Headers of the operation.
    pub headers: HeaderMap,
    /// Cookies.
    pub cookies: ParameterPairs,
    /// The server of the operation, if it differs from the server of the API.
    pub(super) server: Option<&'static str>,
    pub(super) required_credentials: &'static [CredentialId],
    /// Whether to send the request without credentials if the client lacks one that is required.
    pub(super) allow_anonymous: bool,
    /// The body, if there is one.
    pub body: Option<Box<dyn RequestBody>>,
    /// The secrets that setters serialized. Errors must not show them.
    pub(super) secrets: Vec<Secret>,
    pub(super) options: RequestOptions,
    /// Whether the response may contain secrets, so that errors must not quote its JSON.
    pub(super) response_has_secrets: bool,
    /// Whether sending the request twice has the same effect as sending it once.
    pub(super) is_idempotent: bool,
    /// The retry policy, unless the caller sets one for the client or the call.
    pub default_retry_policy: &'static dyn RetryPolicy,
    /// Whether a redirect is a success.
    pub accepts_redirects: bool,
    pub(super) first_error: FirstError,
}

impl RequestParts {
    pub(super) fn new(client: &Client, method: Method, path: Path) -> Self {
        Self {
            client: client.clone(),
            is_idempotent: method.is_idempotent(),
            default_retry_policy: &Retries::DEFAULT,
            accepts_redirects: false,
            call: CallInfo {
                path_template: Some(path.template.clone()),
                ..CallInfo::new("request", method)
            },
            path,
            link: None,
            selection_parameter: None,
            query: ParameterPairs::default(),
            headers: HeaderMap::new(),
            cookies: ParameterPairs::default(),
            server: None,
            required_credentials: &[CredentialId::ApiKey],
            allow_anonymous: false,
            body: None,
            secrets: Vec::new(),
            options: RequestOptions::default(),
            response_has_secrets: false,
            first_error: FirstError::default(),
        }
    }

    /// Returns the value of a parameter that is set for the whole client.
    pub fn client_parameter(&self, name: &str) -> Option<String> {
        let parameters = &self.client.settings.parameters;
        parameters.get(name.to_ascii_lowercase().as_str()).cloned()
    }

    /// Sets a field of the body.
    pub fn set_field(&mut self, name: &str, value: impl Serialize) -> ArgumentResult<()> {
        let value = to_json(Parameter::body_field(name), value)?;
        set_field(&mut self.body, name, value)
    }

    /// Sends the request, and decodes the output of the successful attempt.
    pub async fn send<S: AttemptSender, T: AsRef<RawResponse>>(
        &self,
        decode: impl FnOnce(CallInfo, S::Output) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut call = self.call.clone();
        let build = |credentials: &Credentials| self.build(credentials);
        let span = telemetry::call_span(&call);
        // Boxed, because the future is large and several futures move it.
        let sent = Box::pin(async {
            let output = self.plan().send::<S>(&mut call, &build).await;
            let attempts = call.attempts;
            (attempts, output.and_then(|output| decode(call, output)))
        });
        span.record(sent).await
    }

    pub(super) fn plan(&self) -> CallPlan<'_> {
        let settings = &self.client.settings;
        let call_policy = self.options.retry_policy.as_ref();
        let custom_policy = call_policy.or(settings.retry_policy.as_ref());
        let total_timeout = self.options.total_timeout.or(settings.total_timeout);
        CallPlan {
            settings,
            api_key_cache: self.api_key_cache(),
            policy: custom_policy.map_or(self.default_retry_policy, |policy| &**policy),
            default_policy: self.default_retry_policy,
            redaction: self.redaction(),
            timeout: self.options.timeout.unwrap_or(settings.timeout),
            total_timeout: total_timeout.unwrap_or(Duration::MAX),
            is_idempotent: self.is_idempotent && !self.is_bulk_with_other_parameters(),
            accepts_redirects: self.accepts_redirects,
            body: self.body.as_deref(),
        }
    }

    /// Returns the cache of API keys, if a provider supplies the API key and the operation requires it.
    fn api_key_cache(&self) -> Option<&Arc<ApiKeyCache>> {
        let cache = self.client.settings.api_key_cache.as_ref();
        cache.filter(|_| self.required_credentials.contains(&CredentialId::ApiKey))
    }

    /// Returns whether this is a bulk operation with query parameters in addition to its selection, such as
    /// `page[number]`. A retry would delete the objects that moved to this page when the first attempt deleted others.
    fn is_bulk_with_other_parameters(&self) -> bool {
        self.selection_parameter.is_some_and(|selection| {
            !self.options.query.is_empty() || self.query.has_other_than(selection)
        })
    }

    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction {
            request: [&self.secrets, &self.options.secrets],
            response_has_secrets: self.response_has_secrets,
            ..self.client.settings.redaction()
        }
    }

    pub(super) fn build(&self, credentials: &Credentials) -> Result<reqwest::Request, Error> {
        self.try_build(credentials)
            .map_err(|error| Error::invalid_request(self.call.clone(), error))
    }

    fn try_build(&self, credentials: &Credentials) -> ArgumentResult<reqwest::Request> {
        self.first_error.check()?;
        self.options.first_error.check()?;
        let encoded_body = self.encoded_body()?;
        let settings = &self.client.settings;
        let auth_parameters =
            credentials.select(self.required_credentials, self.allow_anonymous)?;
        let url = self.url(&auth_parameters)?;
        let defaults = &settings.default_headers;
        // Allocates once, including space for the API key and the number of the attempt.
        let mut headers = HeaderMap::with_capacity(defaults.len() + 2);
        for (name, value) in defaults {
            headers.append(name, value.clone());
        }
        for (name, value) in auth_parameters.iter().flat_map(|it| &it.headers) {
            headers.insert(name, value.clone());
        }
        headers.extend(self.headers.clone());
        let auth_cookies = auth_parameters.iter().flat_map(|it| &it.cookies);
        add_cookies(self.cookies.pairs().chain(auth_cookies), &mut headers)?;
        let body = encoded_body.map(|(media_type, content)| {
            headers.entry(CONTENT_TYPE).or_insert(media_type);
            content
        });
        headers.extend(self.options.headers.clone());
        let usually_has_body =
            matches!(self.call.method, Method::POST | Method::PUT | Method::PATCH);
        if body.is_none() && usually_has_body {
            // RFC 9110, section 8.6. Some servers respond with 411 if the length is missing.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }

        let mut request = reqwest::Request::new(self.call.method.clone(), url);
        *request.headers_mut() = headers;
        *request.body_mut() = body;
        Ok(request)
    }

    fn url(&self, auth_parameters: &[&AuthParameters]) -> ArgumentResult<Url> {
        let settings = &self.client.settings;
        // Changing a copy of the URL is cheaper than parsing a concatenation.
        let mut url = match self.server {
            Some(server) if !settings.base_url_overrides_servers => base_url::parse(server)?,
            _ => settings.base_url.clone(),
        };
        let sends_secrets = !auth_parameters.is_empty();
        if sends_secrets && !settings.allows_plain_http && !base_url::protects_secrets(&url) {
            return Err(InvalidArgument::new(
                "the server uses plain `http`, which does not protect credentials; use `https`, \
                 or allow `http` with `ClientBuilder::allow_plain_http`",
            ));
        }
        if let Some(link) = &self.link {
            url = link::resolve(&url, link)?;
        } else {
            let path = self.path.append_to(url.path().trim_end_matches('/'))?;
            url.set_path(&path);
        }
        let pairs = self
            .query
            .pairs()
            .chain(&self.options.query)
            .chain(auth_parameters.iter().flat_map(|it| &it.query));
        parameter_pairs::set_query(&mut url, pairs);
        base_url::check_length(&url)?;
        Ok(url)
    }

    fn encoded_body(&self) -> ArgumentResult<Option<EncodedBody>> {
        let mut body = Cow::Borrowed(&self.body);
        for (name, value) in &self.options.body_fields {
            set_field(body.to_mut(), name, value.clone())?;
        }
        let body = body.as_ref().as_ref();
        body.map(|body| body.encode()).transpose()
    }
}

fn set_field(
    body: &mut Option<Box<dyn RequestBody>>,
    name: &str,
    value: Value,
) -> ArgumentResult<()> {
    match body {
        Some(body) => body.set_field(name, value),
        None => Err(cannot_set_field(name, "the operation has no body")),
    }
}

/// Joins cookies and the values of the header `cookie`, because a request can have only one such header.
fn add_cookies<'a>(
    cookies: impl Iterator<Item = &'a Pair>,
    headers: &mut HeaderMap,
) -> ArgumentResult<()> {
    let Some(cookies) = parameter_pairs::join(cookies, "; ") else {
        return Ok(());
    };
    let existing = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
    let values: Vec<&[u8]> = existing.chain([cookies.as_bytes()]).collect();
    let joined = Bytes::from(values.join(&b"; "[..]));
    let mut value = HeaderValue::from_maybe_shared(joined).map_err(|_| {
        InvalidArgument::new("the cookies contain characters that are not valid in a header")
    })?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

#[cfg(test)]
impl RequestParts {
    /// Builds the request of an attempt with the credentials of the client's settings.
    pub(crate) fn build_for_tests(&self) -> Result<reqwest::Request, Error> {
        self.build(&self.client.settings.credentials)
    }
}

/// Omits the values of parameters and body, which may be secrets.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body_fields = self.body.as_ref().map(|body| body.field_names());
        f.debug_struct("Request")
            .field("operation", &self.call.operation)
            .field("method", &self.call.method)
            .field("path_template", &self.path.template)
            .field("query", &self.query.names())
            .field("body_fields", &body_fields)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
