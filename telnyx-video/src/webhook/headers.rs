use super::WebhookError;

const SIGNATURE: &str = "telnyx-signature-ed25519";

const TIMESTAMP: &str = "telnyx-timestamp";

/// Returns the signature and the timestamp. Each header must occur exactly once. Ignores the case of header names.
pub(super) fn signature_and_timestamp(
    headers: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
) -> Result<[Vec<u8>; 2], WebhookError> {
    let mut expected = [(SIGNATURE, None), (TIMESTAMP, None)];
    for (name, value) in headers {
        let is_name = |expected: &str| name.as_ref().eq_ignore_ascii_case(expected);
        if let Some((name, slot)) = expected.iter_mut().find(|(it, _)| is_name(it))
            && slot.replace(value.as_ref().to_vec()).is_some()
        {
            return Err(WebhookError::RepeatedHeader { name });
        }
    }
    let [signature, timestamp] =
        expected.map(|(name, value)| value.ok_or(WebhookError::MissingHeader { name }));
    Ok([signature?, timestamp?])
}
