//! The client, its builder and its settings.

pub mod authentication;
pub(crate) mod base_url;
mod builder;
pub mod headers;
pub(crate) mod http_client;
pub(crate) mod timeout;

use std::env::{self, VarError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

pub use self::builder::ClientBuilder;

use self::authentication::{CredentialId, Credentials};
use self::http_client::HttpClient;
use crate::generated;
use crate::runtime::error::Error;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::retry::timer::Timer;
use crate::runtime::values::secret::Secret;

const API_KEY_VARIABLE: &str = "TELNYX_API_KEY";
const BASE_URL_VARIABLE: &str = "TELNYX_BASE_URL";

/// The client, whose methods return the resources of the API.
///
/// Clones are cheap and share one connection pool, so create one client and clone it. It can be
/// used on any thread within a Tokio runtime.
///
/// ```no_run
/// # fn main() -> Result<(), telnyx_video::Error> {
/// use std::time::Duration;
/// use telnyx_video::Client;
///
/// let client = Client::from_env()?; // TELNYX_API_KEY, TELNYX_BASE_URL
/// let client = Client::new("KEY0123…")?;
/// let client = Client::builder()
///     .api_key("KEY0123…")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

/// The settings of a client.
pub struct Settings {
    pub(crate) http_client: HttpClient,
    pub(crate) base_url: Url,
    /// Whether the caller set the base URL. It then replaces all servers of the API description.
    pub(crate) has_custom_base_url: bool,
    /// Whether secrets may be sent over plain HTTP to other machines.
    pub(crate) allows_plain_http: bool,
    pub(crate) default_headers: HeaderMap,
    /// The headers of most requests: the default headers, the API key and `x-attempt: 1`, whose value each attempt
    /// replaces. Copying them all at once is cheaper than adding some of them to each request.
    pub(crate) api_key_headers: HeaderMap,
    pub(crate) credentials: Credentials,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    /// In bytes.
    pub(crate) max_body_size: usize,
    pub(crate) retry_policy: Arc<dyn RetryPolicy>,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Settings {
    /// Returns the default headers and those of these credentials.
    pub(crate) fn headers(&self, ids: &[CredentialId]) -> HeaderMap {
        match ids {
            [CredentialId::ApiKey] => self.api_key_headers.clone(),
            _ => self
                .credentials
                .add_headers(ids, self.default_headers.clone()),
        }
    }
}

impl Client {
    /// Creates a client with this API key and default settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the key is empty, starts or
    /// ends with white space, or contains characters other than printable ASCII.
    pub fn new(api_key: impl Into<Secret>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// Creates a client from the environment variables `TELNYX_API_KEY` and, optionally,
    /// `TELNYX_BASE_URL`. An empty variable is treated as not set.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if `TELNYX_API_KEY` is not
    /// set, or if one of the variables is invalid. The message names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var(name)).map_err(Error::configuration)
    }

    /// Creates a builder, which configures a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(generated::BASE_URL, generated::API_KEY_SCHEME)
    }

    /// Creates a client from the variables that `variable` reads, so that tests don't need to change the environment.
    fn from_variables(
        variable: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Self, InvalidArgument> {
        let read = |name: &str| match variable(name) {
            Ok(value) if !value.is_empty() => Ok(Some(value)),
            Ok(_) | Err(VarError::NotPresent) => Ok(None),
            // The error of the standard library quotes the value.
            Err(VarError::NotUnicode(_)) => Err(InvalidArgument::new(format!(
                "the environment variable {name} is not valid Unicode"
            ))),
        };
        let in_variable = |name| {
            move |error: InvalidArgument| {
                error.in_context(format_args!("the environment variable {name}"))
            }
        };
        let api_key = read(API_KEY_VARIABLE)?.map(Secret::from).ok_or_else(|| {
            InvalidArgument::new(format!(
                "the environment variable {API_KEY_VARIABLE} is not set"
            ))
        })?;
        // The builder checks both values again, but its errors can't name the variable.
        Credentials::default()
            .add(CredentialId::ApiKey, generated::API_KEY_SCHEME, &api_key)
            .map_err(in_variable(API_KEY_VARIABLE))?;
        let mut builder = Self::builder().api_key(api_key);
        if let Some(url) = read(BASE_URL_VARIABLE)? {
            base_url::parse(&url).map_err(in_variable(BASE_URL_VARIABLE))?;
            builder = builder.base_url(url);
        }
        builder.settings().map(Self::from_settings)
    }

    fn from_settings(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }
}

/// Omits the API key and the values of headers, which may be secrets.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url.as_str())
            .field("timeout", &self.settings.timeout)
            .field("total_timeout", &self.settings.total_timeout)
            .field("retry_policy", &self.settings.retry_policy)
            .field("headers", &headers::names(&self.settings.default_headers))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    const KEY: &str = "KEY0123";

    fn from_env(
        api_key: Result<&str, VarError>,
        base_url: Result<&str, VarError>,
    ) -> Result<String, String> {
        Client::from_variables(|name| match name {
            "TELNYX_API_KEY" => api_key.clone().map(str::to_owned),
            "TELNYX_BASE_URL" => base_url.clone().map(str::to_owned),
            other => panic!("unexpected variable {other}"),
        })
        .map(|client| client.settings().base_url.to_string())
        .map_err(|error| error.reason)
    }

    #[test]
    fn from_env_reads_key_and_base_url() {
        for unset in [Err(VarError::NotPresent), Ok("")] {
            assert_eq!(
                from_env(Ok(KEY), unset).unwrap(),
                base_url::parse(generated::BASE_URL).unwrap().as_str()
            );
        }
        assert_eq!(
            from_env(Ok(KEY), Ok("http://localhost:1/")).unwrap(),
            "http://localhost:1/"
        );
    }

    #[test]
    fn from_env_error_names_variable() {
        let unset = || Err(VarError::NotPresent);
        let garbled = || Err(VarError::NotUnicode(OsString::from("KEY?")));
        for api_key in [unset(), Ok("")] {
            assert_eq!(
                from_env(api_key, unset()).unwrap_err(),
                "the environment variable TELNYX_API_KEY is not set"
            );
        }
        assert_eq!(
            from_env(garbled(), unset()).unwrap_err(),
            "the environment variable TELNYX_API_KEY is not valid Unicode"
        );
        assert_eq!(
            from_env(Ok(" "), unset()).unwrap_err(),
            "the environment variable TELNYX_API_KEY: the API key starts or ends with white space"
        );
        assert_eq!(
            from_env(Ok(KEY), garbled()).unwrap_err(),
            "the environment variable TELNYX_BASE_URL is not valid Unicode"
        );
        assert_eq!(
            from_env(Ok(KEY), Ok("/v2")).unwrap_err(),
            "the environment variable TELNYX_BASE_URL: the base URL is not valid: \
             relative URL without a base"
        );
    }
}
