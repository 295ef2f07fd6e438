//! The HTTP client and its pool of connections.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::redirect;

use crate::runtime::error::invalid_argument::InvalidArgument;

/// The settings of the default HTTP client.
#[derive(Clone, Debug)]
pub(super) struct HttpSettings {
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Option<Duration>,
    pub(super) http2_keep_alive: Option<KeepAlive>,
    /// Whether to use the proxies in the environment, which can't reach servers on this machine.
    pub(super) uses_proxies: bool,
}

/// The probes of HTTP/2 connections.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeepAlive {
    pub(super) interval: Duration,
    pub(super) timeout: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            // Servers close idle connections after 75 seconds (nginx), 60 seconds (AWS load
            // balancers) or 5 seconds (Node.js).
            pool_idle_timeout: Some(Duration::from_secs(4)),
            http2_keep_alive: Some(KeepAlive {
                interval: Duration::from_secs(20),
                timeout: Duration::from_secs(10),
            }),
            uses_proxies: true,
        }
    }
}

impl HttpSettings {
    fn http_client(&self) -> Result<reqwest::Client, InvalidArgument> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            // A redirect may turn a POST into a GET or name another host. The API sends none.
            .redirect(redirect::Policy::none());
        if let Some(keep_alive) = self.http2_keep_alive {
            builder = builder
                .http2_keep_alive_interval(keep_alive.interval)
                .http2_keep_alive_timeout(keep_alive.timeout)
                .http2_keep_alive_while_idle(true);
        }
        if !self.uses_proxies {
            builder = builder.no_proxy();
        }
        builder
            .build()
            .map_err(|error| InvalidArgument::caused_by("the HTTP client can't be set up", error))
    }
}

/// An HTTP client that is replaced after a timeout.
///
/// All requests to a server share one HTTP/2 connection. If it stops answering, every later request
/// would be sent into it. A new HTTP client has new connections; the calls that still use the old
/// one can complete.
pub(crate) struct HttpClient {
    current: RwLock<Arc<reqwest::Client>>,
    /// `None` for an HTTP client of the caller, which can't be replaced.
    settings: Option<HttpSettings>,
}

impl HttpClient {
    pub(super) fn new(settings: HttpSettings) -> Result<Self, InvalidArgument> {
        Ok(Self {
            current: RwLock::new(Arc::new(settings.http_client()?)),
            settings: Some(settings),
        })
    }

    pub(super) fn of_caller(http_client: reqwest::Client) -> Self {
        Self {
            current: RwLock::new(Arc::new(http_client)),
            settings: None,
        }
    }

    /// Returns the HTTP client for the next attempt.
    pub(crate) fn current(&self) -> Arc<reqwest::Client> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the HTTP client if this error of an attempt is a timeout.
    pub(crate) fn retire_after(&self, error: &reqwest::Error, used: &Arc<reqwest::Client>) {
        // A connection that was never established isn't in the pool.
        if error.is_timeout() && !error.is_connect() {
            self.retire(used);
        }
    }

    /// Replaces the HTTP client that an attempt used, unless another attempt has replaced it.
    pub(crate) fn retire(&self, used: &Arc<reqwest::Client>) {
        let Some(settings) = &self.settings else {
            return;
        };
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&current, used)
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
    fn retire_same_client_twice_replaces_once() {
        let client = HttpClient::new(HttpSettings::default()).unwrap();
        let first = client.current();
        client.retire(&first);
        let second = client.current();
        assert!(!Arc::ptr_eq(&first, &second));
        client.retire(&first);
        assert!(Arc::ptr_eq(&second, &client.current()));
    }

    #[test]
    fn retire_keeps_http_client_of_caller() {
        let client = HttpClient::of_caller(reqwest::Client::new());
        let first = client.current();
        client.retire(&first);
        assert!(Arc::ptr_eq(&first, &client.current()));
    }
}
