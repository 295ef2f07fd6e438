use std::env::{self, VarError};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::public_key::PublicKey;
use super::{WebhookError, event, headers, timestamp};
use crate::models::WebhookEvent;

const PUBLIC_KEY_VARIABLE: &str = "TELNYX_PUBLIC_KEY";

const DEFAULT_TOLERANCE: Duration = Duration::from_secs(300);

/// Verifies that deliveries come from Telnyx, and decodes their events.
///
/// Clones are cheap. See the [module](super) for the rules.
///
/// ```
/// use std::time::Duration;
/// use telnyx_video::webhook::Verifier;
///
/// let verifier = Verifier::new("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")?
///     .tolerance(Duration::from_secs(60));
/// # Ok::<(), telnyx_video::webhook::WebhookError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    public_key: PublicKey,
    tolerance: Duration,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// Creates a verifier with the public key of the account, in base64 as the Telnyx portal shows it. White space
    /// around it is ignored.
    ///
    /// # Errors
    ///
    /// Returns one of the variants `PublicKey…` of [`WebhookError`] if the key is not valid.
    pub fn new(public_key: &str) -> Result<Self, WebhookError> {
        Ok(Self {
            public_key: PublicKey::parse(public_key)?,
            tolerance: DEFAULT_TOLERANCE,
            clock: Arc::new(SystemTime::now),
        })
    }

    /// Creates a verifier with the public key in the environment variable `TELNYX_PUBLIC_KEY`.
    ///
    /// # Errors
    ///
    /// Returns one of the variants `PublicKey…` of [`WebhookError`] if the key is not set or not valid.
    pub fn from_env() -> Result<Self, WebhookError> {
        Self::from_variable(env::var(PUBLIC_KEY_VARIABLE))
    }

    fn from_variable(value: Result<String, VarError>) -> Result<Self, WebhookError> {
        match value {
            Ok(public_key) => Self::new(&public_key),
            Err(VarError::NotPresent) => Err(WebhookError::PublicKeyNotSet),
            Err(VarError::NotUnicode(_)) => Err(WebhookError::PublicKeyNotBase64),
        }
    }

    /// Sets the maximum difference between the timestamp of a delivery and the clock, in either direction. Default:
    /// five minutes.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Replaces the system's clock, for tests.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Verifies the signature of a delivery, and that it was signed recently.
    ///
    /// `headers` is a `&HeaderMap` of the `http` crate, or any other iterator of names and values. The case of names is
    /// ignored. `body` is the body exactly as received.
    ///
    /// ```
    /// # use telnyx_video::webhook::Verifier;
    /// # let verifier = Verifier::new("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")?;
    /// let headers = [
    ///     ("Telnyx-Signature-Ed25519", "bm90IGEgc2lnbmF0dXJl"),
    ///     ("Telnyx-Timestamp", "1773480600"),
    /// ];
    /// assert!(verifier.verify(headers, "{}").is_err());
    /// # Ok::<(), telnyx_video::webhook::WebhookError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`WebhookError`]. Do not process a rejected delivery.
    pub fn verify(
        &self,
        headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
        body: impl AsRef<[u8]>,
    ) -> Result<(), WebhookError> {
        let [signature, timestamp] = headers::signature_and_timestamp(headers)?;
        let signed_at = timestamp::parse(&timestamp)?;
        timestamp::check(signed_at, (self.clock)(), self.tolerance)?;
        let message = [timestamp.as_slice(), body.as_ref()].join(&b'|');
        self.public_key.verify(&message, &signature)
    }

    /// [Verifies](Self::verify) a delivery and decodes its event.
    ///
    /// # Errors
    ///
    /// See [`WebhookError`].
    pub fn event(
        &self,
        headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
        body: impl AsRef<[u8]>,
    ) -> Result<WebhookEvent, WebhookError> {
        let body = body.as_ref();
        self.verify(headers, body)?;
        event::decode(body)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    #[test]
    fn from_variable_returns_verifier_or_public_key_error() {
        let key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        assert!(Verifier::from_variable(Ok(key.to_owned())).is_ok());
        let error = |value| Verifier::from_variable(value).unwrap_err();
        assert!(matches!(
            error(Err(VarError::NotPresent)),
            WebhookError::PublicKeyNotSet
        ));
        assert!(matches!(
            error(Err(VarError::NotUnicode(OsString::new()))),
            WebhookError::PublicKeyNotBase64
        ));
        assert!(matches!(
            error(Ok(String::new())),
            WebhookError::PublicKeyEmpty
        ));
    }
}
