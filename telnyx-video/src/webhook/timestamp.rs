use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::WebhookError;

/// Parses a timestamp: the seconds since 1970 in decimal digits.
pub(super) fn parse(text: &[u8]) -> Result<SystemTime, WebhookError> {
    let digits = str::from_utf8(text)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits
        .and_then(|digits| digits.parse().ok())
        .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
        .ok_or(WebhookError::TimestampMalformed)
}

/// Checks that a delivery was signed at most `tolerance` before or after `now`.
pub(super) fn check(
    signed_at: SystemTime,
    now: SystemTime,
    tolerance: Duration,
) -> Result<(), WebhookError> {
    match now.duration_since(signed_at) {
        Ok(age) if age > tolerance => Err(WebhookError::TimestampTooOld { age }),
        Err(ahead) if ahead.duration() > tolerance => Err(WebhookError::TimestampTooNew {
            ahead: ahead.duration(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_accepts_digits_only() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(parse(b"0").unwrap(), at(0));
        assert_eq!(parse(b"1773480600").unwrap(), at(1_773_480_600));
        for text in [
            "",
            " 1",
            "1 ",
            "+1",
            "-1",
            "1.0",
            "1e9",
            "0x1",
            "१",
            "99999999999999999999",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse(b"\xff").is_err());
        assert!(parse(u64::MAX.to_string().as_bytes()).is_err());
    }
}
