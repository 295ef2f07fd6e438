//! Signed deliveries with a test key.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use telnyx_video::models::WebhookEvent;
use telnyx_video::webhook::{Verifier, WebhookError};

pub(crate) const SIGNATURE: &str = "telnyx-signature-ed25519";
pub(crate) const TIMESTAMP: &str = "telnyx-timestamp";

/// The time of the signatures: 2026-03-14T09:30:00Z.
pub(crate) const NOW: u64 = 1_773_480_600;

pub(crate) fn signing_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(crate) fn public_key() -> String {
    STANDARD.encode(signing_key().verifying_key().as_bytes())
}

/// Returns a verifier whose clock shows `seconds` since 1970.
pub(crate) fn verifier_at(seconds: u64) -> Verifier {
    let now = UNIX_EPOCH + Duration::from_secs(seconds);
    Verifier::new(&public_key()).unwrap().clock(move || now)
}

/// Signs a timestamp, which need not be valid, and a body.
pub(crate) fn sign(timestamp: &str, body: &[u8]) -> String {
    let message = [timestamp.as_bytes(), b"|", body].concat();
    STANDARD.encode(signing_key().sign(&message).to_bytes())
}

/// Returns the signature headers of a body that was signed at [`NOW`].
pub(crate) fn headers(body: &[u8]) -> [(&'static str, String); 2] {
    let timestamp = NOW.to_string();
    [(SIGNATURE, sign(&timestamp, body)), (TIMESTAMP, timestamp)]
}

/// Verifies a body that was signed at [`NOW`], and decodes its event.
pub(crate) fn deliver(body: &str) -> Result<WebhookEvent, WebhookError> {
    verifier_at(NOW).event(headers(body.as_bytes()), body)
}
