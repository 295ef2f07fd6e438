//! The signature headers of a delivery.

use super::WebhookError;

const SIGNATURE: &str = "telnyx-signature-ed25519";

const TIMESTAMP: &str = "telnyx-timestamp";

/// The values of the signature headers.
#[derive(Debug)]
pub(super) struct SignatureHeaders {
    pub(super) signature: Vec<u8>,
    pub(super) timestamp: Vec<u8>,
}

impl SignatureHeaders {
    /// Finds the signature headers, ignoring the case of header names.
    pub(super) fn find(
        headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
    ) -> Result<Self, WebhookError> {
        let (mut signature, mut timestamp) = (None, None);
        for (name, value) in headers {
            let (name, found) = match name.as_ref() {
                name if name.eq_ignore_ascii_case(SIGNATURE) => (SIGNATURE, &mut signature),
                name if name.eq_ignore_ascii_case(TIMESTAMP) => (TIMESTAMP, &mut timestamp),
                _ => continue,
            };
            if found.replace(value.as_ref().to_vec()).is_some() {
                return Err(WebhookError::RepeatedHeader { name });
            }
        }
        Ok(Self {
            signature: signature.ok_or(WebhookError::MissingHeader { name: SIGNATURE })?,
            timestamp: timestamp.ok_or(WebhookError::MissingHeader { name: TIMESTAMP })?,
        })
    }
}
