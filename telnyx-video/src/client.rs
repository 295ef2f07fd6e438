//! The client all operations start from.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap};

use crate::retry::RetryPolicy;
use crate::timer::Timer;
use crate::{authorization, headers};

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
    /// What every request carries. The key among them is marked sensitive, so that nothing shows it.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    /// In bytes.
    pub(crate) longest_body: usize,
    pub(crate) retry_policy: Arc<dyn RetryPolicy>,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Settings {
    /// The key, as the header carries it.
    pub(crate) fn api_key(&self) -> &str {
        let header = self.headers.get(AUTHORIZATION);
        let text = header.and_then(|header| header.to_str().ok());
        text.and_then(|text| text.strip_prefix(authorization::SCHEME))
            .unwrap_or_default()
    }
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
            .field("headers", &headers::names(&self.settings.headers))
            .finish_non_exhaustive()
    }
}
