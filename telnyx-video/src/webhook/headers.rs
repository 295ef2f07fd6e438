use super::WebhookError;

const SIGNATURE: &str = "telnyx-signature-ed25519";

const TIMESTAMP: &str = "telnyx-timestamp";

/// The values of the headers `telnyx-signature-ed25519` and `telnyx-timestamp`.
#[derive(Debug)]
pub(super) struct SignatureHeaders {
    pub(super) signature: Vec<u8>,
    pub(super) timestamp: Vec<u8>,
}

impl SignatureHeaders {
    /// Finds both headers, each exactly once. Ignores the case of header names.
    pub(super) fn find(
        headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
    ) -> Result<Self, WebhookError> {
        let mut expected = [(SIGNATURE, None), (TIMESTAMP, None)];
        for (name, value) in headers {
            let is_name = |expected: &str| name.as_ref().eq_ignore_ascii_case(expected);
            if let Some((name, slot)) = expected.iter_mut().find(|(it, _)| is_name(it))
                && slot.replace(value.as_ref().to_vec()).is_some()
            {
                return Err(WebhookError::RepeatedHeader { name });
            }
        }
        let values =
            expected.map(|(name, value)| value.ok_or(WebhookError::MissingHeader { name }));
        let [signature, timestamp] = values;
        Ok(Self {
            signature: signature?,
            timestamp: timestamp?,
        })
    }
}
