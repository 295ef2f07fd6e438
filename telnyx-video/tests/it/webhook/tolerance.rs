//! How far a timestamp may be from the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use telnyx_video::webhook::{Verifier, WebhookError};

use super::delivery::{NOW, SIGNATURE, TIMESTAMP, headers, public_key, sign, verifier_at};

const BODY: &[u8] = b"{}";

fn verify_at(seconds: u64) -> Result<(), WebhookError> {
    verifier_at(seconds).verify(headers(BODY), BODY)
}

#[test]
fn five_minutes_are_tolerated_in_both_directions() {
    for seconds in [NOW, NOW - 300, NOW + 300] {
        verify_at(seconds).unwrap();
    }
    let error = verify_at(NOW + 301).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooOld { age } if age.as_secs() == 301));
    assert_eq!(
        error.to_string(),
        "the delivery was signed 301 s ago, which is too old"
    );
    let error = verify_at(NOW - 301).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooNew { ahead } if ahead.as_secs() == 301));
    assert_eq!(
        error.to_string(),
        "the delivery was signed 301 s in the future"
    );
}

#[test]
fn a_fraction_of_a_second_counts() {
    let now = UNIX_EPOCH + Duration::from_secs(NOW) + Duration::from_millis(300_001);
    let verifier = Verifier::new(&public_key()).unwrap().clock(move || now);
    let error = verifier.verify(headers(BODY), BODY).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooOld { .. }));
}

#[test]
fn the_tolerance_can_be_another() {
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
fn without_another_clock_it_is_that_of_the_system() {
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
