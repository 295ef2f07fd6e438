//! The client all operations start from.

pub(crate) mod authentication;
pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod headers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use crate::runtime::client::authentication::Keys;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::retry::timer::Timer;

/// The client all operations start from.
///
/// Clones are cheap and share one connection pool, so make one client and clone it. It can be used
/// from any thread, inside a Tokio runtime.
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

/// What is the same for every request.
pub(crate) struct Settings {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: Url,
    /// Whether the caller gave the base URL, which then goes before every server of the contract.
    pub(crate) is_base_url_given: bool,
    pub(crate) keys: Keys,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    /// In bytes.
    pub(crate) longest_body: usize,
    pub(crate) retry_policy: Arc<dyn RetryPolicy>,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Client {
    pub(crate) fn from_settings(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }
}

/// Shows neither the API key nor the value of any header.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url.as_str())
            .field("timeout", &self.settings.timeout)
            .field("deadline", &self.settings.deadline)
            .field("retry_policy", &self.settings.retry_policy)
            .field("headers", &headers::names(self.settings.keys.headers()))
            .finish_non_exhaustive()
    }
}
