use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::redirect;

use crate::runtime::error::{ArgumentResult, InvalidArgument};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Limits a duration to a year, which is as good as endless. hyper adds durations to the current time, and panics if
/// the clock can't represent the sum.
pub(super) fn limited(duration: Duration) -> Duration {
    duration.min(YEAR)
}

#[derive(Clone, Debug)]
pub(super) struct HttpSettings {
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Option<Duration>,
    /// The interval of probes, which find HTTP/2 connections on which the server no longer answers.
    pub(super) http2_keep_alive_interval: Option<Duration>,
    /// How long to wait for the answer to a probe.
    pub(super) http2_keep_alive_timeout: Duration,
    /// Whether to use the proxies in the environment. False for a base URL on this machine, which proxies can't reach;
    /// then, downloads from other hosts use no proxy either.
    pub(super) uses_proxies: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            // Shorter than on servers, so that no server closes a connection just as it is reused: nginx waits 75
            // seconds, AWS load balancers 60, Node.js 5.
            pool_idle_timeout: Some(Duration::from_secs(4)),
            http2_keep_alive_interval: Some(Duration::from_secs(20)),
            http2_keep_alive_timeout: Duration::from_secs(10),
            uses_proxies: true,
        }
    }
}

impl HttpSettings {
    fn http_client(&self) -> ArgumentResult<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            // A redirect may turn a POST into a GET, or name another host.
            .redirect(redirect::Policy::none())
            .http2_keep_alive_interval(self.http2_keep_alive_interval)
            .http2_keep_alive_timeout(self.http2_keep_alive_timeout)
            .http2_keep_alive_while_idle(true);
        if !self.uses_proxies {
            builder = builder.no_proxy();
        }
        builder
            .build()
            .map_err(|error| InvalidArgument::caused_by("the HTTP client can't be set up", error))
    }
}

/// An HTTP client that is replaced after a timeout. All requests to a server share one HTTP/2 connection. If the server
/// stops answering on it, every later request would time out, too. Calls that still use the old client can complete.
pub(crate) struct HttpClient {
    current: RwLock<Arc<reqwest::Client>>,
    /// `None` for an HTTP client that the caller built, which can't be replaced.
    settings: Option<HttpSettings>,
}

impl HttpClient {
    pub(super) fn new(settings: HttpSettings) -> ArgumentResult<Self> {
        Ok(Self {
            current: RwLock::new(Arc::new(settings.http_client()?)),
            settings: Some(settings),
        })
    }

    pub(super) fn custom(http_client: reqwest::Client) -> Self {
        Self {
            current: RwLock::new(Arc::new(http_client)),
            settings: None,
        }
    }

    pub(crate) fn current(&self) -> Arc<reqwest::Client> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the HTTP client `used`, unless another attempt has already replaced it.
    pub(crate) fn replace(&self, used: &Arc<reqwest::Client>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = &self.settings
            && Arc::ptr_eq(&current, used)
            && let Ok(http_client) = settings.http_client()
        {
            *current = Arc::new(http_client);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replace_same_client_twice_replaces_once() {
        let client = HttpClient::new(HttpSettings::default()).unwrap();
        let first = client.current();
        client.replace(&first);
        let second = client.current();
        assert!(!Arc::ptr_eq(&first, &second));
        client.replace(&first);
        assert!(Arc::ptr_eq(&second, &client.current()));
    }

    #[test]
    fn replace_keeps_custom_http_client() {
        let client = HttpClient::custom(reqwest::Client::new());
        let first = client.current();
        client.replace(&first);
        assert!(Arc::ptr_eq(&first, &client.current()));
    }
}
