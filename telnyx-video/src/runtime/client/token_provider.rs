//! Providers of tokens that change.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::pin::Pin;
use std::time::Duration;

use crate::runtime::values::secret::Secret;

/// The future that [`TokenProvider::token`] returns, created with `Box::pin(async { … })`.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Token, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// Provides an API key or access token that changes: a rotated key, or an access token of OAuth 2.0.
///
/// [`ClientBuilder::token_provider`](crate::ClientBuilder::token_provider) sets it. The client keeps each token and
/// asks for the next one shortly before the token expires, or when the server responds with 401. If several calls need
/// a new token at the same time, the client asks once.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::{Client, Token, TokenFuture, TokenProvider};
///
/// /// Reads the key from a file that another program replaces every day.
/// #[derive(Debug)]
/// struct KeyFile(std::path::PathBuf);
///
/// impl TokenProvider for KeyFile {
///     fn token(&self) -> TokenFuture<'_> {
///         Box::pin(async {
///             let key = std::fs::read_to_string(&self.0)?;
///             Ok(Token::new(key.trim()).expires_in(Duration::from_secs(600)))
///         })
///     }
/// }
///
/// let client = Client::builder()
///     .token_provider(KeyFile("/run/secrets/api-key".into()))
/// #   .base_url("https://api.example.com")
///     .build()?;
/// # Ok::<(), telnyx_video::Error>(())
/// ```
pub trait TokenProvider: Debug + Send + Sync {
    /// Returns a new token.
    ///
    /// The total timeout of a call includes this time, but the timeout of an attempt does not, so a provider that
    /// sends requests should limit their time. An error is returned to all calls that wait for the token; it must not
    /// contain secrets.
    fn token(&self) -> TokenFuture<'_>;
}

/// A token, returned by a [`TokenProvider`].
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) lifetime: Option<Duration>,
}

impl Token {
    /// Creates a token that is used until the server rejects it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            lifetime: None,
        }
    }

    /// Sets how long the token is valid from now on.
    ///
    /// The client asks for the next token when a tenth of this time is left, or one minute if that is shorter.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}
