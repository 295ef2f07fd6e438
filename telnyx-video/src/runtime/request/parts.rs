//! What a request is made of, whatever it is answered with, and how it becomes one of HTTP.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde_json::Value;

use super::body::{Body, Encoded};
use crate::runtime::client::Client;
use crate::runtime::client::authentication::{Credential, Signature};
use crate::runtime::client::base_url;
use crate::runtime::encoding::percent::percent_encode;
use crate::runtime::encoding::style::Pair;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_argument::{FirstError, InvalidArgument};
use crate::runtime::error::redaction::Redaction;
use crate::runtime::error::{CallInfo, RawResponse};
use crate::runtime::request::options::RequestOptions;
use crate::runtime::request::pairs::{self, ParameterPairs};
use crate::runtime::request::path::Path;
use crate::runtime::transport::attempts::CallPlan;
use crate::runtime::values::secret::Secret;

/// What a request is made of.
#[derive(Clone)]
pub(crate) struct RequestParts {
    pub(super) client: Client,
    pub(super) operation: Cow<'static, str>,
    pub(super) method: Method,
    pub(super) path: Path,
    pub(super) query: ParameterPairs,
    pub(super) headers: HeaderMap,
    pub(super) cookies: ParameterPairs,
    /// The server of the operation, where it has one of its own.
    pub(super) server: Option<&'static str>,
    /// What the operation takes to know who sends the request.
    pub(super) credentials: &'static [Credential],
    /// Whether a client without them may send it as well.
    pub(super) may_be_anonymous: bool,
    pub(super) body: Option<Body>,
    /// The secrets in query and body.
    pub(super) secrets: Vec<Secret>,
    pub(super) options: RequestOptions,
    /// Whether nothing of the answer may be shown in an error.
    pub(super) is_confidential: bool,
    /// Whether repeating the request can't do the thing twice.
    pub(super) is_idempotent: bool,
    pub(super) first_error: FirstError,
}

impl RequestParts {
    pub(super) fn new(
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
            query: ParameterPairs::default(),
            headers: HeaderMap::new(),
            cookies: ParameterPairs::default(),
            server: None,
            credentials: &[Credential::ApiKey],
            may_be_anonymous: false,
            body: None,
            secrets: Vec::new(),
            options: RequestOptions::default(),
            is_confidential: false,
            first_error: FirstError::default(),
        }
    }

    /// Sets a field of the body.
    pub(super) fn set_field(&mut self, name: &str, value: Value) -> Result<(), InvalidArgument> {
        set_field(self.body.as_mut(), name, value)
    }

    pub(crate) fn plan(&self) -> CallPlan<'_> {
        let settings = self.client.settings();
        let policy = self.options.retry_policy.as_ref();
        CallPlan {
            settings,
            policy: &**policy.unwrap_or(&settings.retry_policy),
            redaction: self.redaction(),
            deadline: self.options.deadline.or(settings.deadline),
            is_idempotent: self.is_idempotent,
            body: self.body.as_ref().map(|body| body as _),
        }
    }

    /// What of this request must not be shown.
    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction {
            client: self.client.settings().keys.secrets(),
            written: [&self.secrets, &self.options.secrets],
        }
    }

    /// Whether the answer holds what no error may show.
    pub(crate) fn may_not_be_quoted(&self, answer: &RawResponse) -> bool {
        self.is_confidential || self.redaction().concerns(&answer.body)
    }

    fn call(&self) -> CallInfo {
        CallInfo::new(self.operation.clone(), self.method.clone())
    }

    /// A call, and what gives the request of each of its attempts.
    pub(crate) fn prepare(
        &self,
    ) -> Result<(CallInfo, impl FnMut() -> Result<reqwest::Request, Error>), Error> {
        let first = self.build()?;
        let call = self.call().to(first.url());
        let mut first = Some(first);
        let next = move || first.take().map_or_else(|| self.build(), Ok);
        Ok((call, next))
    }

    /// The request as it goes to the network.
    pub(crate) fn build(&self) -> Result<reqwest::Request, Error> {
        self.try_build()
            .map_err(|error| Error::invalid_request(self.call(), error))
    }

    fn try_build(&self) -> Result<reqwest::Request, InvalidArgument> {
        self.first_error.check()?;
        self.options.first_error.check()?;
        let settings = self.client.settings();
        let body = self.encoded_body()?;
        let signature = settings
            .keys
            .sign(self.credentials, self.may_be_anonymous)?;
        let url = self.url(&signature)?;
        let mut headers = signature.headers;
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
        add_cookies(self.cookies.pairs().chain(&signature.cookies), &mut headers)?;
        let body = body.map(|Encoded { media_type, body }| {
            headers.entry(CONTENT_TYPE).or_insert(media_type);
            body
        });
        if !self.options.headers.is_empty() {
            headers.extend(self.options.headers.clone());
        }

        let mut request = reqwest::Request::new(self.method.clone(), url);
        *request.headers_mut() = headers;
        *request.timeout_mut() = Some(self.options.timeout.unwrap_or(settings.timeout));
        *request.body_mut() = body;
        Ok(request)
    }

    fn url(&self, signature: &Signature) -> Result<Url, InvalidArgument> {
        let settings = self.client.settings();
        // Cheaper than putting the two together as text, which would be parsed from the start.
        let mut url = match self.server {
            Some(server) if !settings.is_base_url_given => base_url::parse(server)?,
            _ => settings.base_url.clone(),
        };
        if !settings.is_base_url_given && !signature.is_anonymous && !base_url::is_safe(&url) {
            return Err(InvalidArgument::new(
                "the server is reached by plain `http`, which would show the key on the way; if \
                 that is meant, give the client its URL as `base_url`",
            ));
        }
        let path = self.path.below(url.path().trim_end_matches('/'))?;
        url.set_path(&path);
        let all = self.query.pairs().chain(&self.options.query);
        let all = all.chain(&signature.query);
        url.set_query(pairs::encode(all).as_deref());
        Ok(url)
    }

    fn encoded_body(&self) -> Result<Option<Encoded>, InvalidArgument> {
        let mut body = self.body.as_ref().map(Cow::Borrowed);
        for (name, value) in &self.options.body_fields {
            set_field(body.as_mut().map(Cow::to_mut), name, value.clone())?;
        }
        body.map(|body| body.encode()).transpose()
    }
}

/// Adds cookies to those that every request carries: there may be but one such header.
fn add_cookies<'a>(
    cookies: impl Iterator<Item = &'a Pair>,
    headers: &mut HeaderMap,
) -> Result<(), InvalidArgument> {
    let cookies: Vec<String> = cookies
        .map(|pair| format!("{}={}", percent_encode(&pair.name), pair.value))
        .collect();
    if cookies.is_empty() {
        return Ok(());
    }
    let mut value = headers
        .get(COOKIE)
        .map_or_else(Vec::new, |known| [known.as_bytes(), b"; "].concat());
    value.extend(cookies.join("; ").into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(value)).map_err(|_| {
        InvalidArgument::new("the cookies have characters that a header can't carry")
    })?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

fn set_field(body: Option<&mut Body>, name: &str, value: Value) -> Result<(), InvalidArgument> {
    match body {
        Some(body) => body.set_field(name, value),
        None => Err(InvalidArgument::new(format!(
            "the body field `{name}` can't be set; the operation has no body"
        ))),
    }
}

/// Shows where the request goes, and of query and body the names only: any value may be secret.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body_fields = self.body.as_ref().map(Body::names);
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
