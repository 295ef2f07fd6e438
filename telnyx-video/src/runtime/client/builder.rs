use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT};

use super::api_key_provider::ApiKeyProvider;
use super::authentication::{CredentialId, Credentials, SecurityScheme};
use super::constructors::API_KEY_SUBJECT;
use super::http_client::{HttpClient, HttpSettings, limited};
use super::{ApiKeyCache, Client, Settings, base_url, headers};
use crate::runtime::error::{ArgumentResult, Error, FirstError, InvalidArgument};
use crate::runtime::retry::{RetryPolicy, SystemTimer, Timer};
use crate::runtime::values::Secret;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_MAX_BODY_SIZE: usize = 64 * 1024 * 1024;
const PRODUCT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Configures a [`Client`]; see the example of [`Client::builder`].
#[derive(Clone)]
#[must_use = "`build` creates the client"]
pub struct ClientBuilder {
    default_base_url: &'static str,
    api_key_scheme: &'static dyn SecurityScheme,
    credentials: Credentials,
    api_key_provider: Option<Arc<dyn ApiKeyProvider>>,
    allow_anonymous: bool,
    parameters: BTreeMap<&'static str, String>,
    base_url: Option<Url>,
    allows_plain_http: bool,
    timeout: Duration,
    http_settings: HttpSettings,
    total_timeout: Option<Duration>,
    max_body_size: usize,
    retry_policy: Option<Arc<dyn RetryPolicy>>,
    timer: Arc<dyn Timer>,
    custom_http_client: Option<reqwest::Client>,
    headers: HeaderMap,
    user_agent_suffix: String,
    pub(super) first_error: FirstError,
}

impl ClientBuilder {
    /// The defaults are parameters, because the generator's tests compile the code for many APIs with one runtime.
    pub(crate) fn new(
        default_base_url: &'static str,
        api_key_scheme: &'static dyn SecurityScheme,
    ) -> Self {
        Self {
            default_base_url,
            api_key_scheme,
            credentials: Credentials::default(),
            api_key_provider: None,
            allow_anonymous: false,
            parameters: BTreeMap::new(),
            base_url: None,
            allows_plain_http: false,
            timeout: DEFAULT_TIMEOUT,
            http_settings: HttpSettings::default(),
            total_timeout: None,
            max_body_size: DEFAULT_MAX_BODY_SIZE,
            retry_policy: None,
            timer: Arc::new(SystemTimer),
            custom_http_client: None,
            headers: HeaderMap::new(),
            user_agent_suffix: String::new(),
            first_error: FirstError::default(),
        }
    }

    /// Sets the secret for the security scheme of the API key. For HTTP basic authentication, the secret is
    /// `username:password`.
    #[doc(hidden)]
    pub fn with_api_key(mut self, api_key: Secret) -> Self {
        let scheme = self.api_key_scheme;
        let added = self.credentials.add(CredentialId::ApiKey, scheme, &api_key);
        self.first_error.keep(added);
        self
    }

    /// Sets a provider of API keys or access tokens that change, instead of a fixed API key.
    ///
    /// If the server responds with 401, the request is sent once more with a new key, whatever its method and the
    /// retry policy, because the server has not processed it. If the provider fails and no valid key is
    /// left, the error has the kind [`ApiKey`](crate::ErrorKind::ApiKey).
    pub fn api_key_provider(mut self, provider: impl ApiKeyProvider + 'static) -> Self {
        self.api_key_provider = Some(Arc::new(provider));
        self
    }

    /// Sets the base URL of the API. Default: the server URL in the API description.
    ///
    /// If the server URL is relative, the base URL is required, and the relative path is appended to it. Otherwise, the
    /// base URL also replaces the servers that the API description declares for individual operations.
    ///
    /// The base URL must be an absolute `http` or `https` URL without user name, query and fragment. Trailing slashes
    /// are ignored. Plain `http` is only for servers on this machine, unless
    /// [`allow_plain_http`](Self::allow_plain_http) is set.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        let parsed = base_url::parse(&base_url.into());
        self.base_url = self.first_error.keep(parsed);
        self
    }

    /// Allows sending credentials over plain `http` to other machines. Default: `false`.
    ///
    /// Everyone on the way to the server can read the credentials. Without this setting, requests with credentials to
    /// such a server fail before anything is sent.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allows_plain_http = allow;
        self
    }

    /// Sets the timeout of each attempt, from connecting to the last byte of the body. Default: 60 seconds.
    ///
    /// [`RequestOptions::timeout`](crate::RequestOptions::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.first_error.reject_zero("the timeout", timeout);
        self.timeout = timeout;
        self
    }

    /// Sets the timeout of connecting, including TLS. Default: 10 seconds.
    ///
    /// Has no effect on an HTTP client set by [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.first_error.reject_zero("the connect timeout", timeout);
        self.http_settings.connect_timeout = timeout;
        self
    }

    /// Sets how long the client keeps an idle connection, or `None` to keep it until the server
    /// closes it. Default: 4 seconds.
    ///
    /// The timeout should be shorter than the idle timeout of the server. If the server closes a connection just before
    /// it receives a request, the client can't tell whether the server processed the request. The client then retries a
    /// GET, but not a POST.
    ///
    /// Has no effect on an HTTP client set by [`http_client`](Self::http_client).
    pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.http_settings.pool_idle_timeout = timeout.into().map(limited);
        self
    }

    /// Sets the interval at which the client probes HTTP/2 connections, and how long it waits for
    /// the answer to a probe before it closes the connection. Default: 20 and 10 seconds.
    ///
    /// An interval of `None` disables the probes; neither duration may be zero. Has no effect on an HTTP client set by
    /// [`http_client`](Self::http_client).
    pub fn http2_keep_alive(
        mut self,
        interval: impl Into<Option<Duration>>,
        timeout: Duration,
    ) -> Self {
        let interval = interval.into();
        if let Some(interval) = interval {
            let subject = "the HTTP/2 keep-alive interval";
            self.first_error.reject_zero(subject, interval);
        }
        let subject = "the HTTP/2 keep-alive timeout";
        self.first_error.reject_zero(subject, timeout);
        self.http_settings.http2_keep_alive_interval = interval.map(limited);
        self.http_settings.http2_keep_alive_timeout = limited(timeout);
        self
    }

    /// Sets the timeout of a whole call, including all attempts and the waits between them. Default: none.
    ///
    /// Tokio's clock measures the timeout, even with a custom [timer](Self::timer). If the timeout elapses after a
    /// failed attempt, [`Error::previous`] returns the error of that attempt. If the wait before a retry would exceed
    /// the timeout, the call returns the error of the last attempt at once.
    ///
    /// [`RequestOptions::total_timeout`](crate::RequestOptions::total_timeout) sets it for one call.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Sets the maximum size of a response body in bytes. Default: 64 MiB.
    ///
    /// A longer body of a successful response is an error of the kind [`TooLong`](crate::ErrorKind::TooLong). A longer
    /// body of an error response is discarded. Downloads have no limit.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Sets the retry policy of all operations. Default: the policy that the API description declares for an operation,
    /// or else [`Retries::new`](crate::Retries::new).
    ///
    /// [`RequestOptions::retry_policy`](crate::RequestOptions::retry_policy) sets it for one call.
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry_policy = Some(Arc::new(policy));
        self
    }

    /// Sets the clock, the sleep function and the jitter that retries use. The clock also determines when a key from an
    /// [`ApiKeyProvider`] expires. Default: the system's clock, sleep function and jitter.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// Sets the HTTP client, for custom proxies, certificates or connection pools.
    ///
    /// The default HTTP client uses HTTP/2 if the server supports it. The client uses the proxies in `HTTP_PROXY`,
    /// `HTTPS_PROXY` and `ALL_PROXY`, or else, on macOS and Windows, the proxies of the system, except for hosts in
    /// `NO_PROXY`. If the base URL is on this machine, the client uses no proxy at all, not even for downloads; to use
    /// one, set `http_client`. The client accepts the certificates that the platform trusts; on Linux, instead, the
    /// certificates in `SSL_CERT_FILE` and `SSL_CERT_DIR`, if set.
    ///
    /// Each request sets its own authentication, headers and timeout. Configure two other things in
    /// a custom HTTP client:
    ///
    /// - Probes of HTTP/2 connections (`http2_keep_alive_interval`). A connection on which the server
    ///   no longer answers would delay later calls. After a timeout, the client therefore replaces
    ///   its default HTTP client, but it can't replace a custom one.
    /// - No redirects (`redirect::Policy::none()`), like the default HTTP client. On a redirect to
    ///   another host, reqwest removes the key but not the body, which may contain a token. If the
    ///   target of a redirect is unreachable, the client retries even a POST, because the failure
    ///   looks as if nothing had been sent. If the HTTP client follows some redirects and stops, the
    ///   error has the kind [`Redirect`](crate::ErrorKind::Redirect) and is not retried.
    pub fn http_client(mut self, http_client: reqwest::Client) -> Self {
        self.custom_http_client = Some(http_client);
        self
    }

    /// Adds headers to every API request. Of these headers, downloads send only `user-agent`.
    ///
    /// The headers replace `accept`, `content-type` and `user-agent`, but not `x-attempt`, the number of the attempt.
    /// [`build`](Self::build) rejects `authorization`, `content-length` and `transfer-encoding`. Errors redact the
    /// values of headers whose names suggest a secret, such as `cookie` and `x-api-key`, if they have at least 6 bytes.
    pub fn default_headers(mut self, headers: HeaderMap) -> Self {
        self.first_error
            .keep(headers.keys().try_for_each(headers::check_name));
        self.headers.extend(headers);
        self
    }

    /// Adds a header to every API request, like [`default_headers`](Self::default_headers).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let parsed = headers::parse(name.as_ref(), value.as_ref());
        if let Some((name, value)) = self.first_error.keep(parsed) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Sets a string, such as `my-service/1.2`, that `User-Agent` contains after the name and the version of this
    /// crate.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = suffix.into();
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if a required credential is missing, if the base
    /// URL is missing and the API has no default, if a credential, the base URL, a header or the user agent suffix is
    /// invalid, if `timeout`, `connect_timeout` or a duration of `http2_keep_alive` is zero, or if TLS can't be set up.
    /// The message never shows a credential.
    pub fn build(self) -> Result<Client, Error> {
        self.try_build().map_err(Error::configuration)
    }

    /// Allows the client to have no API key. Generated code calls this if some operations need none.
    #[doc(hidden)]
    pub fn allow_anonymous(mut self) -> Self {
        self.allow_anonymous = true;
        self
    }

    /// Sets the secret for the security scheme `name`, one of `schemes`. Generated code calls this.
    #[doc(hidden)]
    pub fn with_credential(
        mut self,
        schemes: &[(&'static str, &'static dyn SecurityScheme)],
        name: &str,
        secret: Secret,
    ) -> Self {
        let scheme = schemes.iter().find(|(known, _)| *known == name);
        let unknown = || {
            let known: Vec<_> = schemes
                .iter()
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            let known = known.join(", ");
            InvalidArgument::new(format!(
                "unknown security scheme `{name}`; expected one of {known}"
            ))
        };
        let added = scheme.ok_or_else(unknown).and_then(|(name, scheme)| {
            let id = CredentialId::Scheme(name);
            self.credentials.add(id, *scheme, &secret)
        });
        self.first_error.keep(added);
        self
    }

    /// Sets the value of a parameter for every operation that declares it. `name` must be in lower case. Generated code
    /// calls this.
    #[doc(hidden)]
    pub fn with_parameter(mut self, name: &'static str, value: impl Display) -> Self {
        self.parameters.insert(name, value.to_string());
        self
    }

    pub(super) fn try_build(self) -> ArgumentResult<Client> {
        self.first_error.check()?;
        let mut credentials = self.credentials;
        let has_key = self.api_key_provider.is_some()
            || credentials.parameters.contains_key(&CredentialId::ApiKey);
        if !self.allow_anonymous && !has_key {
            return Err(InvalidArgument::new(format!(
                "{API_KEY_SUBJECT} is not set"
            )));
        }
        let mut default_headers = HeaderMap::new();
        default_headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        default_headers.insert(USER_AGENT, user_agent(&self.user_agent_suffix)?);
        default_headers.extend(self.headers);
        let header_secrets = default_headers.iter_mut().flat_map(headers::mark_secrets);
        credentials.secrets.extend(header_secrets);
        let is_default_absolute = base_url::is_absolute(self.default_base_url);
        let base_url_overrides_servers = is_default_absolute && self.base_url.is_some();
        let base_url = base_url::resolve(self.base_url, self.default_base_url)?;
        let http_client = match self.custom_http_client {
            Some(http_client) => HttpClient::custom(http_client),
            None => HttpClient::new(HttpSettings {
                uses_proxies: !base_url::is_loopback(&base_url),
                ..self.http_settings
            })?,
        };
        let new_cache = |provider| Arc::new(ApiKeyCache::new(provider, self.api_key_scheme));
        let api_key_cache = self.api_key_provider.map(new_cache);
        let settings = Arc::new(Settings {
            base_url,
            base_url_overrides_servers,
            allows_plain_http: self.allows_plain_http,
            default_headers,
            credentials,
            api_key_cache,
            parameters: self.parameters,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            max_body_size: self.max_body_size,
            retry_policy: self.retry_policy,
            timer: self.timer,
            http_client,
        });
        Ok(Client { settings })
    }
}

/// Omits keys and the values of headers, which may be secrets.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials.parameters.keys())
            .field("timeout", &self.timeout)
            .field("total_timeout", &self.total_timeout)
            .field("retry_policy", &self.retry_policy)
            .field("http_settings", &self.http_settings)
            .field("headers", &headers::names(&self.headers))
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}

fn user_agent(suffix: &str) -> ArgumentResult<HeaderValue> {
    let user_agent = format!("{PRODUCT} {}", suffix.trim());
    HeaderValue::from_str(user_agent.trim_end()).map_err(|_| {
        InvalidArgument::new("the user agent suffix contains characters other than printable ASCII")
    })
}

#[cfg(test)]
impl ClientBuilder {
    /// Creates a builder that doesn't depend on the API: the tests of the runtime also run in crates for other APIs.
    pub(crate) fn for_tests() -> Self {
        Self::new("https://api.example.com", &super::authentication::Bearer)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    const KEY: &str = "KEY0123";

    fn builder() -> ClientBuilder {
        ClientBuilder::for_tests().with_api_key(KEY.into())
    }

    fn message(builder: ClientBuilder) -> String {
        builder.build().unwrap_err().to_string()
    }

    #[test]
    fn build_rejects_invalid_settings() {
        let prefix = "the client can't be built: ";
        for (builder, reason) in [
            (
                builder().header("Authorization", "Bearer x"),
                "the header `authorization` can't be set; the client derives it from its credentials",
            ),
            (
                builder().default_headers(HeaderMap::from_iter([(
                    reqwest::header::AUTHORIZATION,
                    HeaderValue::from_static("Bearer x"),
                )])),
                "the header `authorization` can't be set; the client derives it from its credentials",
            ),
            (
                builder().timeout(Duration::ZERO),
                "the timeout must be longer than zero",
            ),
            (
                builder().connect_timeout(Duration::ZERO),
                "the connect timeout must be longer than zero",
            ),
            (
                builder().http2_keep_alive(Duration::ZERO, Duration::MAX),
                "the HTTP/2 keep-alive interval must be longer than zero",
            ),
            (
                builder().http2_keep_alive(None, Duration::ZERO),
                "the HTTP/2 keep-alive timeout must be longer than zero",
            ),
            (
                builder().user_agent_suffix("a\nb"),
                "the user agent suffix contains characters other than printable ASCII",
            ),
            (
                builder().base_url("https://a.example?b"),
                "the base URL must not have a query",
            ),
        ] {
            assert_eq!(message(builder), format!("{prefix}{reason}"));
        }
    }

    #[test]
    fn endless_durations_do_not_exceed_the_clock() {
        let endless = Duration::MAX;
        let builder = builder()
            .pool_idle_timeout(endless)
            .http2_keep_alive(endless, endless);
        let settings = builder.http_settings;
        for duration in [
            settings.pool_idle_timeout.unwrap(),
            settings.http2_keep_alive_interval.unwrap(),
            settings.http2_keep_alive_timeout,
        ] {
            assert!(Instant::now().checked_add(duration).is_some());
        }
    }

    #[test]
    fn build_without_valid_key_fails() {
        let builder = ClientBuilder::for_tests;
        let prefix = format!("the client can't be built: {API_KEY_SUBJECT}");
        assert_eq!(message(builder()), format!("{prefix} is not set"));
        assert_eq!(
            message(builder().with_api_key("".into())),
            format!("{prefix} is empty")
        );
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
