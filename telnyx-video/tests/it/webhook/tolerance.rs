//! The tolerance of timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use telnyx_video::webhook::{Verifier, WebhookError};

use super::delivery::{NOW, SIGNATURE, TIMESTAMP, headers, public_key, sign, verifier_at};

const BODY: &[u8] = b"{}";

fn verify_at(seconds: u64) -> Result<(), WebhookError> {
    verifier_at(seconds).verify(headers(BODY), BODY)
}

#[test]
fn default_tolerance_is_five_minutes_in_both_directions() {
    for seconds in [NOW, NOW - 300, NOW + 300] {
        verify_at(seconds).unwrap();
    }
    let error = verify_at(NOW + 301).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooOld { age } if age.as_secs() == 301));
    assert_eq!(error.to_string(), "the timestamp is too old: 301 s ago");
    let error = verify_at(NOW - 301).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooNew { ahead } if ahead.as_secs() == 301));
    assert_eq!(
        error.to_string(),
        "the timestamp is too far in the future: 301 s"
    );
}

#[test]
fn fraction_of_second_exceeds_tolerance() {
    let now = UNIX_EPOCH + Duration::from_secs(NOW) + Duration::from_millis(300_001);
    let verifier = Verifier::new(&public_key()).unwrap().clock(move || now);
    let error = verifier.verify(headers(BODY), BODY).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooOld { .. }));
}

#[test]
fn custom_tolerance_is_applied() {
    let verify = |seconds, tolerance| {
        let verifier = verifier_at(seconds).tolerance(Duration::from_secs(tolerance));
        verifier.verify(headers(BODY), BODY)
    };
    verify(NOW, 0).unwrap();
    verify(NOW + 1, 0).unwrap_err();
    verify(NOW - 1, 0).unwrap_err();
    verify(NOW + 3600, 3600).unwrap();
    verify(NOW + 3601, 3600).unwrap_err();
    verify(0, u64::MAX).unwrap();
}

#[test]
fn default_clock_is_system_clock() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let verify = |timestamp: u64| {
        let timestamp = timestamp.to_string();
        let headers = [
            (SIGNATURE, sign(&timestamp, BODY)),
            (TIMESTAMP, timestamp.clone()),
        ];
        Verifier::new(&public_key()).unwrap().verify(headers, BODY)
    };
    verify(now.as_secs()).unwrap();
    verify(now.as_secs() - 330).unwrap_err();
    verify(now.as_secs() + 330).unwrap_err();
}
