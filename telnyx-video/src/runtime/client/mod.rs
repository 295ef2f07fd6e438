//! The client, its builder and its settings.

pub mod authentication;
pub(crate) mod base_url;
mod builder;
pub(crate) mod constructors;
pub mod headers;
pub(crate) mod http_client;
pub(crate) mod timeout;
mod variables;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

pub use self::builder::ClientBuilder;

use self::authentication::{CredentialId, Credentials};
use self::http_client::HttpClient;
use crate::runtime::retry::timer::Timer;
use crate::runtime::retry::{Retries, RetryPolicy};

/// The client, whose methods return the resources of the API.
///
/// Clones are cheap and share one connection pool, so create one client and clone it. It can be
/// used on any thread within a Tokio runtime.
///
/// Create it by [`Client::new`], [`Client::from_env`] or [`Client::builder`].
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

/// The settings of a client.
pub struct Settings {
    pub(crate) http_client: HttpClient,
    pub(crate) base_url: Url,
    /// Whether the base URL replaces all servers of the API description: the caller set it although the description has
    /// an absolute server URL.
    pub(crate) replaces_servers: bool,
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
    /// `None` if each operation has its default policy.
    pub(crate) retry_policy: Option<Arc<dyn RetryPolicy>>,
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
        let retry_policy = self.settings.retry_policy.as_deref();
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url.as_str())
            .field("timeout", &self.settings.timeout)
            .field("total_timeout", &self.settings.total_timeout)
            .field("retry_policy", &retry_policy.unwrap_or(&Retries::DEFAULT))
            .field("headers", &headers::names(&self.settings.default_headers))
            .finish_non_exhaustive()
    }
}
