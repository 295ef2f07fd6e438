//! Types of the headers argument, and validation of the signature headers.

use std::collections::HashMap;

use telnyx_video::reqwest::header::{HeaderMap, HeaderValue};
use telnyx_video::webhook::WebhookError;

use super::delivery::{NOW, SIGNATURE, TIMESTAMP, headers, sign, verifier_at};

const BODY: &str = r#"{"event_type":"x"}"#;

fn header_map() -> HeaderMap {
    let mut map = HeaderMap::new();
    map.insert("content-type", HeaderValue::from_static("application/json"));
    for (name, value) in headers(BODY.as_bytes()) {
        map.insert(name, HeaderValue::from_str(&value).unwrap());
    }
    map
}

#[test]
fn header_map_is_accepted() {
    verifier_at(NOW).verify(&header_map(), BODY).unwrap();
}

#[test]
fn pairs_of_name_and_value_are_accepted() {
    let verifier = verifier_at(NOW);
    let pairs = headers(BODY.as_bytes());
    let owned = pairs.clone().map(|(name, value)| (name.to_owned(), value));
    verifier.verify(owned.to_vec(), BODY).unwrap();
    verifier.verify(HashMap::from(owned.clone()), BODY).unwrap();
    verifier.verify(&HashMap::from(owned), BODY).unwrap();
    let bytes = pairs.iter().map(|(name, value)| (name, value.as_bytes()));
    verifier.verify(bytes, BODY.as_bytes()).unwrap();
}

#[test]
fn header_names_are_case_insensitive() {
    let [(_, signature), (_, timestamp)] = headers(BODY.as_bytes());
    for (signature_name, timestamp_name) in [
        ("Telnyx-Signature-Ed25519", "Telnyx-Timestamp"),
        ("TELNYX-SIGNATURE-ED25519", "TELNYX-TIMESTAMP"),
        ("telnyx-sIgNaTuRe-ed25519", "tELNYX-tIMESTAMP"),
    ] {
        let headers = [(signature_name, &signature), (timestamp_name, &timestamp)];
        verifier_at(NOW).verify(headers, BODY).unwrap();
    }
}

#[test]
fn missing_header_is_named() {
    for (kept, missing) in [(SIGNATURE, TIMESTAMP), (TIMESTAMP, SIGNATURE)] {
        let headers = headers(BODY.as_bytes());
        let headers = headers.into_iter().filter(|(name, _)| *name == kept);
        let error = verifier_at(NOW).verify(headers, BODY).unwrap_err();
        assert!(matches!(error, WebhookError::MissingHeader { name } if name == missing));
        assert_eq!(
            error.to_string(),
            format!("the header `{missing}` is missing")
        );
    }
    let none: [(&str, &str); 0] = [];
    assert!(verifier_at(NOW).verify(none, BODY).is_err());
}

/// Both headers have the same value, or only the second one is wrong.
#[test]
fn repeated_header_is_named() {
    for repeated in [SIGNATURE, TIMESTAMP] {
        let mut map = header_map();
        let value = map.get(repeated).unwrap().clone();
        map.append(repeated, value);
        let error = verifier_at(NOW).verify(&map, BODY).unwrap_err();
        assert!(matches!(error, WebhookError::RepeatedHeader { name } if name == repeated));
    }
    let mut pairs = headers(BODY.as_bytes()).to_vec();
    pairs.push(("Telnyx-Timestamp", "0".to_owned()));
    let error = verifier_at(NOW).verify(pairs, BODY).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the header `telnyx-timestamp` is repeated"
    );
}

#[test]
fn timestamp_with_other_characters_than_digits_is_rejected() {
    for timestamp in [
        "",
        " ",
        "now",
        "-1",
        "+1773480600",
        "1773480600 ",
        "1773480600.0",
    ] {
        let headers = [
            (SIGNATURE, sign(timestamp, BODY.as_bytes())),
            (TIMESTAMP, timestamp.to_owned()),
        ];
        let error = verifier_at(NOW).verify(headers, BODY).unwrap_err();
        assert!(
            matches!(error, WebhookError::TimestampMalformed),
            "{timestamp:?}: {error}"
        );
    }
}

#[test]
fn signature_that_is_not_base64_of_64_bytes_is_rejected() {
    let [(_, signature), (_, timestamp)] = headers(BODY.as_bytes());
    let error = |signature: &str| {
        let headers = [(SIGNATURE, signature), (TIMESTAMP, timestamp.as_str())];
        verifier_at(NOW).verify(headers, BODY).unwrap_err()
    };
    let without_padding = signature.trim_end_matches('=');
    for text in [
        "?",
        without_padding,
        &format!(" {signature}"),
        &"00".repeat(63)[..125],
    ] {
        let error = error(text);
        assert!(
            matches!(error, WebhookError::SignatureNotBase64),
            "{text}: {error}"
        );
    }
    for (text, length) in [("", 0), ("AAAA", 3), (&*"AAAA".repeat(22), 66)] {
        let error = error(text);
        assert!(
            matches!(error, WebhookError::SignatureLength { bytes } if bytes == length),
            "{text}: {error}"
        );
    }
}
