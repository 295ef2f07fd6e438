use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::Settings;
use super::api_key_provider::ApiKeyProvider;
use super::authentication::{CredentialId, Credentials, SecurityScheme};
use crate::runtime::error::{ArgumentResult, InvalidArgument};
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
    /// The recent keys, which errors must not show.
    pub(crate) recent_secrets: RecentSecrets,
}

#[derive(Default)]
struct State {
    current: Option<Arc<ProvidedKey>>,
    /// The error of the last request for a key, and when the request failed.
    failure: Option<(Instant, InvalidArgument)>,
}

/// A key from the provider.
pub(crate) struct ProvidedKey {
    /// The credentials of the client, including the key.
    pub(crate) credentials: Credentials,
    provided_at: SystemTime,
    /// `Duration::MAX` if the key doesn't expire.
    lifetime: Duration,
    is_rejected: AtomicBool,
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
            recent_secrets: RecentSecrets::default(),
        }
    }

    /// Returns a key that has neither expired nor been rejected.
    pub(crate) async fn key(
        self: &Arc<Self>,
        settings: &Arc<Settings>,
    ) -> ArgumentResult<Arc<ProvidedKey>> {
        let called_at = Instant::now();
        let state = Arc::clone(&self.state).lock_owned().await;
        let now = settings.timer.now();
        if let Some(fresh) = state.key_valid_beyond(MAX_MARGIN, now) {
            return Ok(fresh);
        }
        // If the provider failed while this call waited for the lock, this call doesn't ask the provider again.
        if let Some((failed_at, failure)) = &state.failure
            && *failed_at >= called_at
        {
            let valid = state.key_valid_beyond(Duration::ZERO, now);
            return valid.ok_or_else(|| failure.clone());
        }
        // In a task, so that dropping this call doesn't interrupt the provider: other calls wait for the key, too.
        let refresh = Arc::clone(self).refresh(Arc::clone(settings), state);
        let refreshed = tokio::spawn(telemetry::in_current_span(refresh)).await;
        refreshed.unwrap_or_else(|panic| {
            let reason = "the API key provider failed";
            Err(InvalidArgument::caused_by(reason, panic))
        })
    }

    /// Requests a key. Stores the key or the failure, and unlocks the state.
    async fn refresh(
        self: Arc<Self>,
        settings: Arc<Settings>,
        mut state: OwnedMutexGuard<State>,
    ) -> ArgumentResult<Arc<ProvidedKey>> {
        match self.request_key(&settings).await {
            Ok(key) => {
                state.failure = None;
                Ok(Arc::clone(state.current.insert(Arc::new(key))))
            }
            Err(failure) => {
                state.failure = Some((Instant::now(), failure.clone()));
                let now = settings.timer.now();
                state.key_valid_beyond(Duration::ZERO, now).ok_or(failure)
            }
        }
    }

    async fn request_key(&self, settings: &Settings) -> ArgumentResult<ProvidedKey> {
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
        Ok(ProvidedKey {
            credentials,
            provided_at: settings.timer.now(),
            lifetime: key.lifetime.unwrap_or(Duration::MAX),
            is_rejected: AtomicBool::new(false),
        })
    }
}

impl State {
    /// Returns the current key if it remains valid for longer than `max_margin` or, if that is shorter, a tenth of its
    /// lifetime.
    fn key_valid_beyond(&self, max_margin: Duration, now: SystemTime) -> Option<Arc<ProvidedKey>> {
        let key = self.current.as_ref()?;
        let age = now.duration_since(key.provided_at).unwrap_or_default();
        let margin = max_margin.min(key.lifetime / 10);
        let is_valid =
            !key.is_rejected.load(Ordering::Relaxed) && key.lifetime.saturating_sub(age) > margin;
        is_valid.then(|| Arc::clone(key))
    }
}

impl ProvidedKey {
    /// Makes the next call ask the provider for another key, because the server has rejected this one.
    pub(crate) fn reject(&self) {
        self.is_rejected.store(true, Ordering::Relaxed);
    }
}
