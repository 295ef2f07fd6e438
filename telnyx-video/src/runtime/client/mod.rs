//! The client, its builder and its settings.

mod api_key_cache;
mod api_key_provider;
pub mod authentication;
pub(crate) mod base_url;
mod builder;
pub(crate) mod constructors;
pub mod headers;
pub(crate) mod http_client;
mod variables;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

pub(crate) use self::api_key_cache::{ApiKeyCache, ProvidedKey};
pub use self::api_key_provider::{ApiKey, ApiKeyFuture, ApiKeyProvider};
pub use self::builder::ClientBuilder;

use self::authentication::Credentials;
use self::http_client::HttpClient;
use crate::runtime::error::Redaction;
use crate::runtime::retry::{Retries, RetryPolicy, Timer};

/// The client, whose methods return the resources of the API.
///
/// Clones are cheap and share one connection pool, so create one client and clone it. A client works on any thread
/// within a Tokio runtime. Create a client with [`Client::new`], [`Client::from_env`] or [`Client::builder`].
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

/// The settings of a client.
pub struct Settings {
    pub(crate) http_client: HttpClient,
    pub(crate) base_url: Url,
    /// Whether the base URL replaces the servers that the API description declares for single operations. True if the
    /// caller has set the base URL, and the default base URL is absolute. If the default is only a path, every caller
    /// must set the base URL, so setting it doesn't override these servers.
    pub(crate) base_url_overrides_servers: bool,
    /// Whether secrets may be sent over plain HTTP to other machines.
    pub(crate) allows_plain_http: bool,
    pub(crate) default_headers: HeaderMap,
    /// The credentials, without keys from a provider.
    pub(crate) credentials: Credentials,
    /// The cache of API keys, if a provider supplies the API key.
    pub(crate) api_key_cache: Option<Arc<ApiKeyCache>>,
    /// Parameters for every operation that declares them, by name in lower case.
    pub(crate) parameters: BTreeMap<&'static str, String>,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    /// In bytes.
    pub(crate) max_body_size: usize,
    /// `None` if each operation uses its default policy.
    pub(crate) retry_policy: Option<Arc<dyn RetryPolicy>>,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Settings {
    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction {
            client: &self.credentials.secrets,
            recent_api_keys: self.api_key_cache.as_ref().map(|it| &it.recent_secrets),
            ..Redaction::default()
        }
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
