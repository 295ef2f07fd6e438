//! Tells deliveries of Telnyx from those of anybody else.

use std::env::{self, VarError};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::headers::SignedHeaders;
use super::public_key::PublicKey;
use super::{WebhookError, event, timestamp};
use crate::models::WebhookEvent;

const PUBLIC_KEY_VARIABLE: &str = "TELNYX_PUBLIC_KEY";

const TOLERANCE: Duration = Duration::from_secs(300);

/// Tells deliveries of Telnyx from those of anybody else, and reads the events in them.
///
/// Clones are cheap. See the [module](super) for what is checked.
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
pub struct Verifier {
    public_key: PublicKey,
    tolerance: Duration,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// A verifier with the public key of the account, in base64 as the portal shows it.
    ///
    /// # Errors
    ///
    /// One of those of [`WebhookError`] that begin with `PublicKey`.
    pub fn new(public_key: &str) -> Result<Self, WebhookError> {
        Ok(Self {
            public_key: PublicKey::parse(public_key)?,
            tolerance: TOLERANCE,
            clock: Arc::new(SystemTime::now),
        })
    }

    /// A verifier with the public key in the environment variable `TELNYX_PUBLIC_KEY`.
    ///
    /// # Errors
    ///
    /// One of those of [`WebhookError`] that begin with `PublicKey`.
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

    /// How far the timestamp of a delivery may be from the clock, in both directions. The default
    /// is five minutes.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// What tells the time, instead of the system's clock: for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Checks that a delivery comes from Telnyx, and comes now.
    ///
    /// The headers are a `&HeaderMap` of the crate `http`, or any pairs of name and value; the case
    /// of the names doesn't matter. The body is what came in, byte by byte.
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
    /// See [`WebhookError`]. A delivery that failed must not be acted upon.
    pub fn verify(
        &self,
        headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
        body: impl AsRef<[u8]>,
    ) -> Result<(), WebhookError> {
        let headers = SignedHeaders::find(headers)?;
        let signed = timestamp::parse(&headers.timestamp)?;
        timestamp::check(signed, (self.clock)(), self.tolerance)?;
        let message = [headers.timestamp.as_slice(), body.as_ref()].join(&b'|');
        self.public_key.check(&message, &headers.signature)
    }

    /// Checks a delivery as [`verify`](Self::verify) does, and reads the event in it.
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
        event::read(body)
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
    fn the_environment_has_the_key() {
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
            WebhookError::PublicKeyLength { bytes: 0 }
        ));
    }
}
