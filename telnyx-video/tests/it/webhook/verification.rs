//! Verification of signatures.

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
fn signed_delivery_is_accepted() {
    verifier_at(NOW).verify(headers(BODY), BODY).unwrap();
    verifier_at(NOW).verify(headers(b""), b"").unwrap();
    let not_text = [0, 0xff, b'|', b'\n'];
    verifier_at(NOW)
        .verify(headers(&not_text), not_text)
        .unwrap();
}

#[test]
fn changed_body_is_rejected() {
    for index in 0..BODY.len() {
        let mut body = BODY.to_vec();
        body[index] ^= 1;
        assert_mismatch(headers(BODY), &body);
    }
    assert_mismatch(headers(BODY), &[BODY, b"\n"].concat());
    assert_mismatch(headers(BODY), &BODY[..BODY.len() - 1]);
    assert_mismatch(headers(BODY), b"");
}

/// The second timestamp is the same time with a leading zero.
#[test]
fn changed_timestamp_is_rejected() {
    let signature = sign(&NOW.to_string(), BODY);
    for timestamp in [(NOW + 1).to_string(), format!("0{NOW}")] {
        assert_mismatch(
            [(SIGNATURE, signature.clone()), (TIMESTAMP, timestamp)],
            BODY,
        );
    }
}

/// A `|` in the timestamp must not move the boundary between timestamp and body.
#[test]
fn moved_boundary_of_timestamp_is_rejected() {
    let signature = sign(&NOW.to_string(), b"1|{}");
    let headers = [(SIGNATURE, signature), (TIMESTAMP, format!("{NOW}|1"))];
    let error = verifier_at(NOW).verify(headers, "{}").unwrap_err();
    assert!(matches!(error, WebhookError::TimestampMalformed), "{error}");
}

#[test]
fn signature_of_other_key_is_rejected() {
    let message = [NOW.to_string().as_bytes(), b"|", BODY].concat();
    let signature = SigningKey::from_bytes(&[8; 32]).sign(&message);
    let headers = [
        (SIGNATURE, STANDARD.encode(signature.to_bytes())),
        (TIMESTAMP, NOW.to_string()),
    ];
    assert_mismatch(headers, BODY);
}

#[test]
fn changed_signature_is_rejected() {
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
fn invalid_body_with_wrong_signature_is_signature_mismatch() {
    let error = verifier_at(NOW)
        .event(headers(BODY), "no JSON")
        .unwrap_err();
    assert!(matches!(error, WebhookError::SignatureMismatch));
}

#[test]
fn verifier_implements_common_traits() {
    fn assert_traits<T: Clone + Send + Sync + 'static>(value: T) -> T {
        value
    }
    let verifier = assert_traits(Verifier::new(&public_key()).unwrap());
    assert_eq!(format!("{verifier:?}"), "Verifier { tolerance: 300s, .. }");
}
