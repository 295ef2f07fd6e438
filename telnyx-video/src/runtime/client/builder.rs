//! The ways to make a client.

use std::collections::BTreeMap;
use std::env::{self, VarError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::redirect;

use crate::generated;
use crate::runtime::client::authentication::{self, Key, Keys, Scheme};
use crate::runtime::client::{Client, Settings};
use crate::runtime::client::{base_url, headers};
use crate::runtime::error::Error;
use crate::runtime::error::invalid_argument::{FirstError, InvalidArgument};
use crate::runtime::retry::timer::{SystemTimer, Timer};
use crate::runtime::retry::{Retries, RetryPolicy};
use crate::runtime::values::secret::Secret;

const API_KEY_VARIABLE: &str = "TELNYX_API_KEY";
const BASE_URL_VARIABLE: &str = "TELNYX_BASE_URL";
/// What refusals call the key.
const API_KEY: &str = "the API key";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_LONGEST_BODY: usize = 64 * 1024 * 1024;
const PRODUCT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The ways to make a client.
impl Client {
    /// A client with this API key and defaults for all else.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the key can't be one: it
    /// is empty, has white space around it, or characters other than printable ASCII.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// A client configured by the environment: `TELNYX_API_KEY`, and `TELNYX_BASE_URL` if set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the variable, if
    /// `TELNYX_API_KEY` is not set, or if one of the two is not Unicode or can't be used.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var(name)).map_err(Error::configuration)
    }

    /// Starts a client that is configured step by step.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(generated::BASE_URL, generated::SCHEME)
    }

    /// The environment is an argument, so that tests need not change that of the process.
    fn from_variables(
        variable: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Self, InvalidArgument> {
        let read = |name: &str| match variable(name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(None),
            // The error itself would quote the value.
            Err(VarError::NotUnicode(_)) => Err(InvalidArgument::new(format!(
                "the environment variable {name} is not valid Unicode"
            ))),
        };
        let blame = |name| {
            move |error: InvalidArgument| {
                error.in_context(format_args!("the environment variable {name}"))
            }
        };

        let api_key = read(API_KEY_VARIABLE)?.map(Secret::from).ok_or_else(|| {
            InvalidArgument::new(format!(
                "the environment variable {API_KEY_VARIABLE} is not set"
            ))
        })?;
        authentication::check(API_KEY, generated::SCHEME, &api_key)
            .map_err(blame(API_KEY_VARIABLE))?;
        let mut builder = Self::builder().api_key(api_key);
        if let Some(url) = read(BASE_URL_VARIABLE)? {
            base_url::parse(&url).map_err(blame(BASE_URL_VARIABLE))?;
            builder = builder.base_url(url);
        }
        builder.settings().map(Self::from_settings)
    }
}

/// Configures a [`Client`] step by step. Only the API key is required.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::Client;
///
/// let client = Client::builder()
///     .api_key("KEY0123")
///     .base_url("http://127.0.0.1:8080/v2")
///     .timeout(Duration::from_secs(10))
///     .user_agent_suffix("my-service/1.2")
///     .build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "there is no client before `build` is called"]
pub struct ClientBuilder {
    default_base_url: &'static str,
    scheme: Scheme,
    api_key: Option<Secret>,
    is_anonymous: bool,
    credentials: BTreeMap<&'static str, (Scheme, Secret)>,
    base_url: Option<String>,
    timeout: Duration,
    connect_timeout: Duration,
    deadline: Option<Duration>,
    longest_body: usize,
    retry_policy: Arc<dyn RetryPolicy>,
    timer: Arc<dyn Timer>,
    http: Option<reqwest::Client>,
    headers: HeaderMap,
    user_agent_suffix: Option<String>,
    first_error: FirstError,
}

impl ClientBuilder {
    /// Creates a builder for an API with this base URL, whose requests carry the API key this way.
    pub(crate) fn new(default_base_url: &'static str, scheme: Scheme) -> Self {
        Self {
            default_base_url,
            scheme,
            api_key: None,
            is_anonymous: false,
            credentials: BTreeMap::new(),
            base_url: None,
            timeout: DEFAULT_TIMEOUT,
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            deadline: None,
            longest_body: DEFAULT_LONGEST_BODY,
            retry_policy: Arc::new(Retries::new()),
            timer: Arc::new(SystemTimer),
            http: None,
            headers: HeaderMap::new(),
            user_agent_suffix: None,
            first_error: FirstError::default(),
        }
    }

    /// The API key. It goes with every request.
    pub fn api_key(mut self, api_key: impl Into<Secret>) -> Self {
        self.api_key = Some(api_key.into());
        self
    }

    /// The URL below which all paths lie, instead of any server that the contract names.
    ///
    /// An absolute `http` or `https` URL without user name, query and fragment; trailing slashes
    /// don't matter. Over plain `http` the API key travels unprotected.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// How long each attempt may take, from connecting to the last byte of the body.
    /// The default is 60 seconds.
    ///
    /// [`RequestOptions::timeout`](crate::RequestOptions::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long making a connection may take, TLS included. The default is 10 seconds.
    ///
    /// It has no effect on an HTTP client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a whole call may take, all attempts and the waits between them included. There is
    /// no limit by default, but for what attempts and retries add up to.
    ///
    /// It goes by Tokio's clock, also beside a [timer](Self::timer) of your own. Where it passes
    /// after an attempt has failed, [`Error::previous`] tells of that failure.
    ///
    /// [`RequestOptions::deadline`](crate::RequestOptions::deadline) sets it for one call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many bytes the body of an answer may have; a longer one is refused while it arrives.
    /// The default is 64 MiB.
    pub fn longest_body(mut self, bytes: usize) -> Self {
        self.longest_body = bytes;
        self
    }

    /// What decides whether a failed attempt is repeated, instead of [`Retries::new`].
    ///
    /// [`RequestOptions::retry_policy`](crate::RequestOptions::retry_policy) sets it for one call.
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry_policy = Arc::new(policy);
        self
    }

    /// Where retries get the time, their waits and their jitter from, instead of the system.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// The HTTP client to use, for proxies, certificates or a connection pool of your own.
    ///
    /// The default one speaks HTTP/2 where the server does, goes by way of the proxies that
    /// `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, and trusts whom the platform trusts; on
    /// Linux the variable `SSL_CERT_FILE` has a say in that.
    ///
    /// Authentication, header fields and timeout are set on each request all the same. The default
    /// client follows no redirects, and neither should yours: reqwest drops the key on the way to
    /// another host, but not a body, which may hold a token; and a redirect to where nobody answers
    /// looks as if nothing had been sent, so that a POST is repeated. Give it
    /// `redirect::Policy::none()`. If it gives up on following, that is an error of the kind
    /// [`Redirect`](crate::ErrorKind::Redirect), which is not repeated.
    pub fn http_client(mut self, http_client: reqwest::Client) -> Self {
        self.http = Some(http_client);
        self
    }

    /// Header fields to send with every request, beside those set before.
    ///
    /// They replace the crate's own where the names are the same. `authorization`,
    /// `content-length` and `transfer-encoding` are refused by [`build`](Self::build).
    pub fn default_headers(mut self, headers: HeaderMap) -> Self {
        self.first_error.keep(headers::check_names(&headers));
        self.headers.extend(headers);
        self
    }

    /// One header field to send with every request, by the rules of
    /// [`default_headers`](Self::default_headers).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let parsed = headers::parse(name.as_ref(), value.as_ref());
        if let Some((name, value)) = self.first_error.keep(parsed) {
            self.headers.insert(name, value);
        }
        self
    }

    /// What follows the crate's name and version in `User-Agent`, such as `my-service/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if there is no API key, if
    /// the key, the base URL, a header or the user agent suffix can't be used, or if TLS can't be
    /// set up. The message names the problem and never shows the key.
    pub fn build(self) -> Result<Client, Error> {
        self.settings()
            .map(Client::from_settings)
            .map_err(Error::configuration)
    }

    /// Says that the client may be without an API key.
    #[allow(
        dead_code,
        reason = "for APIs with operations that take none; they have a method for it"
    )]
    pub(crate) fn without_api_key(mut self) -> Self {
        self.is_anonymous = true;
        self
    }

    /// Sets the secret of one of the `known` security schemes.
    #[allow(
        dead_code,
        reason = "for APIs that take several secrets; they have a method for it"
    )]
    pub(crate) fn with_credential(
        mut self,
        known: &[(&'static str, Scheme)],
        name: &str,
        secret: Secret,
    ) -> Self {
        let found = known.iter().find(|(known, _)| *known == name);
        let found = found.ok_or_else(|| {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
            InvalidArgument::new(format!(
                "no security scheme `{name}` takes a secret of its own; these do: {}",
                names.join(", ")
            ))
        });
        if let Some((name, scheme)) = self.first_error.keep(found) {
            self.credentials.insert(name, (*scheme, secret));
        }
        self
    }

    fn settings(self) -> Result<Settings, InvalidArgument> {
        self.first_error.check()?;
        if self.api_key.is_none() && !self.is_anonymous {
            return Err(InvalidArgument::new(format!("{API_KEY} is not set")));
        }
        if let Some(api_key) = &self.api_key {
            authentication::check(API_KEY, self.scheme, api_key)?;
        }
        let base_url = self.base_url.as_deref().unwrap_or(self.default_base_url);
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, user_agent(self.user_agent_suffix.as_deref())?);
        headers.extend(self.headers);
        let parsed = base_url::parse(base_url)?;
        let http = match self.http {
            Some(http) => http,
            None => default_http_client(self.connect_timeout)?,
        };
        let api_key = self.api_key;
        let api_key = api_key.map(|api_key| Key::new(API_KEY, self.scheme, api_key, &http));
        let others = self
            .credentials
            .into_iter()
            .map(|(name, (scheme, secret))| {
                let parameter = format!("the secret for `{name}`");
                Ok((name, Key::new(&parameter, scheme, secret, &http)?))
            });
        let others = others.collect::<Result<_, InvalidArgument>>()?;
        Ok(Settings {
            base_url: parsed,
            is_base_url_given: self.base_url.is_some(),
            keys: Keys::new(api_key.transpose()?, others, headers),
            timeout: self.timeout,
            deadline: self.deadline,
            longest_body: self.longest_body,
            retry_policy: self.retry_policy,
            timer: self.timer,
            http,
        })
    }
}

/// Shows neither the API key nor the value of any header.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the base URL either: before it is checked, there may be a password in it.
        f.debug_struct("ClientBuilder")
            .field("api_key", &self.api_key)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry_policy", &self.retry_policy)
            .field("headers", &headers::names(&self.headers))
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, InvalidArgument> {
    match suffix.map(str::trim).filter(|suffix| !suffix.is_empty()) {
        None => Ok(HeaderValue::from_static(PRODUCT)),
        Some(suffix) => HeaderValue::from_str(&format!("{PRODUCT} {suffix}")).map_err(|_| {
            InvalidArgument::new("the user agent suffix has characters other than visible ASCII")
        }),
    }
}

fn default_http_client(connect_timeout: Duration) -> Result<reqwest::Client, InvalidArgument> {
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        // A redirect may turn a POST into a GET, or lead elsewhere. The API sends none, so one that
        // comes is news for the caller.
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| InvalidArgument::caused_by("the HTTP client can't be set up", error))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    const KEY: &str = "KEY0123";

    fn builder() -> ClientBuilder {
        Client::builder().api_key(KEY)
    }

    fn message(builder: ClientBuilder) -> String {
        builder.build().unwrap_err().to_string()
    }

    fn from_env(
        api_key: Result<&str, VarError>,
        base_url: Result<&str, VarError>,
    ) -> Result<String, String> {
        Client::from_variables(|name| match name {
            "TELNYX_API_KEY" => api_key.clone().map(str::to_owned),
            "TELNYX_BASE_URL" => base_url.clone().map(str::to_owned),
            other => panic!("nobody needs {other}"),
        })
        .map(|client| client.settings().base_url.to_string())
        .map_err(|error| error.reason)
    }

    #[test]
    fn the_environment_configures() {
        let unset = || Err(VarError::NotPresent);
        assert_eq!(
            from_env(Ok(KEY), unset()).unwrap(),
            base_url::parse(generated::BASE_URL).unwrap().as_str()
        );
        assert_eq!(
            from_env(Ok(KEY), Ok("http://localhost:1/")).unwrap(),
            "http://localhost:1/"
        );
    }

    #[test]
    fn a_faulty_variable_is_named() {
        let unset = || Err(VarError::NotPresent);
        let garbled = || Err(VarError::NotUnicode(OsString::from("KEY?")));
        assert_eq!(
            from_env(unset(), unset()).unwrap_err(),
            "the environment variable TELNYX_API_KEY is not set"
        );
        assert_eq!(
            from_env(garbled(), unset()).unwrap_err(),
            "the environment variable TELNYX_API_KEY is not valid Unicode"
        );
        assert_eq!(
            from_env(Ok(""), unset()).unwrap_err(),
            "the environment variable TELNYX_API_KEY: the API key is empty"
        );
        assert_eq!(
            from_env(Ok(KEY), garbled()).unwrap_err(),
            "the environment variable TELNYX_BASE_URL is not valid Unicode"
        );
        assert_eq!(
            from_env(Ok(KEY), Ok("")).unwrap_err(),
            "the environment variable TELNYX_BASE_URL: the base URL can't be read: \
             relative URL without a base"
        );
    }

    #[test]
    fn what_cannot_be_used_is_refused_at_once() {
        let prefix = "the client can't be built: ";
        for (builder, reason) in [
            (Client::builder(), "the API key is not set"),
            (Client::builder().api_key(""), "the API key is empty"),
            (
                builder().header("Authorization", "Bearer x"),
                "the header `authorization` can't be set; give the client an `api_key` instead",
            ),
            (
                builder().default_headers(HeaderMap::from_iter([(
                    reqwest::header::AUTHORIZATION,
                    HeaderValue::from_static("Bearer x"),
                )])),
                "the header `authorization` can't be set; give the client an `api_key` instead",
            ),
            (
                builder().user_agent_suffix("a\nb"),
                "the user agent suffix has characters other than visible ASCII",
            ),
            (
                builder().base_url("https://a.example?b"),
                "the base URL has a query",
            ),
        ] {
            assert_eq!(message(builder), format!("{prefix}{reason}"));
        }
    }

    #[test]
    fn debug_hides_key_and_header_values() {
        let builder = builder().header("x-proxy-key", "hunter2");
        for debug in [
            format!("{builder:?}"),
            format!("{:?}", builder.build().unwrap()),
        ] {
            assert!(debug.contains("x-proxy-key"), "{debug}");
            assert!(!debug.contains("hunter2"), "{debug}");
            assert!(!debug.contains(KEY), "{debug}");
        }
    }
}
