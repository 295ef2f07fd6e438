use std::error::Error as StdError;
use std::fmt::Debug;
use std::pin::Pin;
use std::time::Duration;

use crate::runtime::values::Secret;

/// The future that [`ApiKeyProvider::api_key`] returns, created with `Box::pin(async { … })`.
pub type ApiKeyFuture<'a> =
    Pin<Box<dyn Future<Output = Result<ApiKey, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// Provides an API key that changes: a rotated key, or an access token of OAuth 2.0.
///
/// [`ClientBuilder::api_key_provider`](crate::ClientBuilder::api_key_provider) sets it. The client keeps each key and
/// asks for the next one shortly before the key expires, or when the server responds with 401. If several calls need
/// a new key at the same time, the client asks once.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::{Client, ApiKey, ApiKeyFuture, ApiKeyProvider};
///
/// /// Reads the key from a file that another program replaces every day.
/// #[derive(Debug)]
/// struct KeyFile(std::path::PathBuf);
///
/// impl ApiKeyProvider for KeyFile {
///     fn api_key(&self) -> ApiKeyFuture<'_> {
///         Box::pin(async {
///             let key = std::fs::read_to_string(&self.0)?;
///             Ok(ApiKey::new(key.trim()).expires_in(Duration::from_secs(600)))
///         })
///     }
/// }
///
/// let client = Client::builder()
///     .api_key_provider(KeyFile("/run/secrets/api-key".into()))
/// #   .base_url("https://api.example.com")
///     .build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
pub trait ApiKeyProvider: Debug + Send + Sync {
    /// Returns a new key.
    ///
    /// The future runs in a Tokio task, which continues if the call that needs the key is dropped or times out. The
    /// total timeout of a call includes the wait for the key, but the timeout of an attempt doesn't. All calls wait
    /// until the future is complete. A provider that sends requests must therefore set a timeout for them, and send
    /// them with another client.
    ///
    /// If this method fails, calls use the current key until the key expires. Without a valid key, all calls that wait
    /// for a key return the error, which must not contain secrets.
    fn api_key(&self) -> ApiKeyFuture<'_>;
}

/// An API key, returned by an [`ApiKeyProvider`].
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub(super) secret: Secret,
    pub(super) lifetime: Option<Duration>,
}

impl ApiKey {
    /// Creates a key that is used until the server rejects it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            lifetime: None,
        }
    }

    /// Sets how long the key is valid from now on.
    ///
    /// The client asks for the next key when a tenth of this time is left, or one minute if that is shorter.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}
