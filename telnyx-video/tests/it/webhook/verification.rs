//! What makes a signature fit, and what does not.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use telnyx_video::webhook::{Verifier, WebhookError};

use super::delivery::{NOW, SIGNATURE, TIMESTAMP, headers, public_key, sign, verifier_at};

const BODY: &[u8] = br#"{"data":{"event_type":"x"}}"#;

fn assert_mismatch(headers: [(&str, String); 2], body: &[u8]) {
    let error = verifier_at(NOW).verify(headers, body).unwrap_err();
    assert!(matches!(error, WebhookError::SignatureMismatch), "{error}");
}

#[test]
fn a_delivery_that_was_signed_is_accepted() {
    verifier_at(NOW).verify(headers(BODY), BODY).unwrap();
    verifier_at(NOW).verify(headers(b""), b"").unwrap();
    let not_text = [0, 0xff, b'|', b'\n'];
    verifier_at(NOW)
        .verify(headers(&not_text), not_text)
        .unwrap();
}

#[test]
fn a_body_that_differs_in_one_byte_is_refused() {
    for place in 0..BODY.len() {
        let mut body = BODY.to_vec();
        body[place] ^= 1;
        assert_mismatch(headers(BODY), &body);
    }
    assert_mismatch(headers(BODY), &[BODY, b"\n"].concat());
    assert_mismatch(headers(BODY), &BODY[..BODY.len() - 1]);
    assert_mismatch(headers(BODY), b"");
}

/// Also one that is the same instant written in another way.
#[test]
fn a_timestamp_that_was_not_signed_is_refused() {
    let signature = sign(&NOW.to_string(), BODY);
    for timestamp in [(NOW + 1).to_string(), format!("0{NOW}")] {
        assert_mismatch(
            [(SIGNATURE, signature.clone()), (TIMESTAMP, timestamp)],
            BODY,
        );
    }
}

/// The bar between the two is not where one of them could move it.
#[test]
fn what_was_signed_cannot_be_cut_in_another_place() {
    let signature = sign(&NOW.to_string(), b"1|{}");
    let headers = [(SIGNATURE, signature), (TIMESTAMP, format!("{NOW}|1"))];
    let error = verifier_at(NOW).verify(headers, "{}").unwrap_err();
    assert!(matches!(error, WebhookError::TimestampMalformed), "{error}");
}

#[test]
fn the_signature_of_another_key_is_refused() {
    let message = [NOW.to_string().as_bytes(), b"|", BODY].concat();
    let signature = SigningKey::from_bytes(&[8; 32]).sign(&message);
    let headers = [
        (SIGNATURE, STANDARD.encode(signature.to_bytes())),
        (TIMESTAMP, NOW.to_string()),
    ];
    assert_mismatch(headers, BODY);
}

#[test]
fn a_signature_that_differs_in_one_bit_is_refused() {
    let signature = STANDARD.decode(sign(&NOW.to_string(), BODY)).unwrap();
    for byte in 0..64 {
        let mut signature = signature.clone();
        signature[byte] ^= 1 << (byte % 8);
        let headers = [
            (SIGNATURE, STANDARD.encode(signature)),
            (TIMESTAMP, NOW.to_string()),
        ];
        assert_mismatch(headers, BODY);
    }
}

#[test]
fn nothing_is_read_of_a_delivery_that_was_refused() {
    let error = verifier_at(NOW)
        .event(headers(BODY), "no JSON")
        .unwrap_err();
    assert!(matches!(error, WebhookError::SignatureMismatch));
}

#[test]
fn a_public_key_that_cannot_be_used_is_refused() {
    let error = |key: &str| Verifier::new(key).unwrap_err();
    assert!(matches!(error("?"), WebhookError::PublicKeyNotBase64));
    assert!(matches!(
        error("AAAA"),
        WebhookError::PublicKeyLength { bytes: 3 }
    ));
    assert!(matches!(
        error(&STANDARD.encode([2; 32])),
        WebhookError::PublicKeyInvalid
    ));
    assert!(matches!(
        error(&STANDARD.encode([0; 32])),
        WebhookError::PublicKeyWeak
    ));
}

#[test]
fn a_verifier_can_be_shared_and_shown() {
    fn shared<T: Clone + Send + Sync + 'static>(value: T) -> T {
        value
    }
    let verifier = shared(Verifier::new(&public_key()).unwrap());
    assert_eq!(format!("{verifier:?}"), "Verifier { tolerance: 300s, .. }");
}
