use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::Settings;
use super::api_key_provider::ApiKeyProvider;
use super::authentication::{CredentialId, Credentials, SecurityScheme};
use crate::runtime::error::{Checked, InvalidArgument};
use crate::runtime::telemetry;
use crate::runtime::values::RecentSecrets;

/// The client requests a new key at most this long before the current key expires.
const MAX_MARGIN: Duration = Duration::from_secs(60);

/// Keeps the current key of a provider.
pub(crate) struct ApiKeyCache {
    provider: Arc<dyn ApiKeyProvider>,
    scheme: &'static dyn SecurityScheme,
    /// Locked while the provider is asked for a key. Calls wait for the lock instead of asking the provider, too.
    state: Arc<Mutex<State>>,
    /// The number of finished requests for a key, successful or failed.
    refreshes: AtomicU64,
    /// The recent keys, which errors must not show.
    pub(crate) recent_secrets: RecentSecrets,
}

#[derive(Default)]
struct State {
    current: Option<CurrentKey>,
    /// The error of the last request for a key.
    failure: Option<InvalidArgument>,
}

struct CurrentKey {
    /// The credentials of the client, including the key.
    credentials: Arc<Credentials>,
    /// `None` if the key doesn't expire.
    expiry: Option<Expiry>,
}

#[derive(Clone, Copy)]
struct Expiry {
    refresh_at: SystemTime,
    expires_at: SystemTime,
}

impl ApiKeyCache {
    pub(super) fn new(
        provider: Arc<dyn ApiKeyProvider>,
        scheme: &'static dyn SecurityScheme,
    ) -> Self {
        Self {
            provider,
            scheme,
            state: Arc::default(),
            refreshes: AtomicU64::new(0),
            recent_secrets: RecentSecrets::default(),
        }
    }

    /// Returns credentials with a key that hasn't expired. Never returns `rejected`, whose key the server has rejected.
    pub(crate) async fn credentials(
        self: &Arc<Self>,
        settings: &Arc<Settings>,
        rejected: Option<&Arc<Credentials>>,
    ) -> Checked<Arc<Credentials>> {
        let refreshes_before = self.refreshes.load(Ordering::Relaxed);
        let mut state = Arc::clone(&self.state).lock_owned().await;
        if let Some(rejected) = rejected {
            state.discard(rejected);
        }
        let now = || settings.timer.now();
        if let Some(fresh) = state.usable(|expiry| now() < expiry.refresh_at) {
            return Ok(fresh);
        }
        // If the provider failed while this call waited for the lock, this call doesn't ask the provider again.
        let has_waited_for_refresh = self.refreshes.load(Ordering::Relaxed) != refreshes_before;
        if let Some(failure) = state.failure.clone().filter(|_| has_waited_for_refresh) {
            let still_valid = state.usable(|expiry| now() < expiry.expires_at);
            return still_valid.ok_or(failure);
        }
        // In a task, so that dropping this call doesn't interrupt the provider: other calls wait for the key, too.
        let refresh = Arc::clone(self).refresh(Arc::clone(settings), state);
        let refreshed = tokio::spawn(telemetry::in_current_span(refresh)).await;
        refreshed.unwrap_or_else(|panic| {
            let reason = "the API key provider failed";
            Err(InvalidArgument::caused_by(reason, panic))
        })
    }

    /// Makes the next call ask the provider for another key than this one, which the server has rejected.
    pub(crate) async fn discard(&self, rejected: &Arc<Credentials>) {
        self.state.lock().await.discard(rejected);
    }

    /// Requests a key. Stores the key or the failure, and unlocks the state.
    async fn refresh(
        self: Arc<Self>,
        settings: Arc<Settings>,
        mut state: OwnedMutexGuard<State>,
    ) -> Checked<Arc<Credentials>> {
        let requested = self.request_key(&settings).await;
        self.refreshes.fetch_add(1, Ordering::Relaxed);
        match requested {
            Ok(key) => {
                state.failure = None;
                Ok(Arc::clone(&state.current.insert(key).credentials))
            }
            Err(failure) => {
                state.failure = Some(failure.clone());
                let is_valid = |expiry: &Expiry| settings.timer.now() < expiry.expires_at;
                state.usable(is_valid).ok_or(failure)
            }
        }
    }

    async fn request_key(&self, settings: &Settings) -> Checked<CurrentKey> {
        let provided = self.provider.api_key().await;
        let key = provided.map_err(|cause| InvalidArgument {
            reason: format!("the API key provider failed: {cause}"),
            cause: Some(Arc::from(cause)),
        })?;
        self.recent_secrets
            .add(self.scheme.forms_to_redact(&key.secret));
        let mut credentials = settings.credentials.clone();
        credentials
            .add(CredentialId::ApiKey, self.scheme, &key.secret)
            .map_err(|error| error.in_context("the API key provider returned an invalid key"))?;
        let expiry = key
            .lifetime
            .and_then(|lifetime| Expiry::after(settings.timer.now(), lifetime));
        Ok(CurrentKey {
            credentials: Arc::new(credentials),
            expiry,
        })
    }
}

impl State {
    fn discard(&mut self, rejected: &Arc<Credentials>) {
        self.current
            .take_if(|key| Arc::ptr_eq(&key.credentials, rejected));
    }

    /// Returns the current credentials, unless `accepts` returns `false` for their expiry.
    fn usable(&self, accepts: impl FnOnce(&Expiry) -> bool) -> Option<Arc<Credentials>> {
        let key = self.current.as_ref()?;
        let is_usable = key.expiry.as_ref().is_none_or(accepts);
        is_usable.then(|| Arc::clone(&key.credentials))
    }
}

impl Expiry {
    /// Returns `None` if the clock can't represent the expiry.
    fn after(now: SystemTime, lifetime: Duration) -> Option<Self> {
        let margin = MAX_MARGIN.min(lifetime / 10);
        Some(Self {
            refresh_at: now.checked_add(lifetime - margin)?,
            expires_at: now.checked_add(lifetime)?,
        })
    }
}
