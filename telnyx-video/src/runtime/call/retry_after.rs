use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

const RETRY_AFTER_MS: &str = "retry-after-ms";

/// Returns whether the response has the header `Retry-After` or `Retry-After-Ms`, valid or not.
pub(crate) fn has_retry_after(headers: &HeaderMap) -> bool {
    headers.contains_key(RETRY_AFTER) || headers.contains_key(RETRY_AFTER_MS)
}

/// Returns how long the server asks to wait: `Retry-After-Ms` in milliseconds, or else `Retry-After` in seconds or as
/// an HTTP date. Returns `None` if the value is invalid or in the past.
///
/// A date in `Retry-After` is compared with the `Date` of the response, because the clocks of the server and the client
/// may differ. Without `Date`, it is compared with `now`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = text(headers, RETRY_AFTER_MS).and_then(|text| duration(text, 1_000.0));
    if milliseconds.is_some() {
        return milliseconds;
    }
    let value = text(headers, RETRY_AFTER.as_str())?;
    duration(value, 1.0).or_else(|| {
        let sent_at = text(headers, DATE.as_str()).and_then(parse_date);
        parse_date(value)?
            .duration_since(sent_at.unwrap_or(now))
            .ok()
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Parses a decimal number of seconds or other units. A number that is too large becomes `Duration::MAX`.
fn duration(text: &str, units_per_second: f64) -> Option<Duration> {
    // `f64` also parses `-1`, `1e3` and `inf`.
    let is_decimal = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| is_decimal)?;
    Some(Duration::try_from_secs_f64(number / units_per_second).unwrap_or(Duration::MAX))
}

fn parse_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    /// Sunday, 14 March 2027, 09:30:00 UTC.
    const NOW: u64 = 1_805_016_600;

    fn wait(name: &'static str, value: &'static str) -> Option<Duration> {
        let headers =
            HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static(value))]);
        retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
    }

    #[test]
    fn retry_after_parses_seconds_milliseconds_and_dates() {
        for (name, value, milliseconds) in [
            ("retry-after", "0", 0),
            ("retry-after", "7", 7_000),
            ("retry-after", " 1.5 ", 1_500),
            ("retry-after-ms", "250", 250),
            ("retry-after-ms", "0.5", 0),
            ("retry-after", "Sun, 14 Mar 2027 09:30:20 GMT", 20_000),
            ("retry-after", "Sun, 14 Mar 2027 09:30:00 GMT", 0),
            ("retry-after", "Sunday, 14-Mar-27 09:30:20 GMT", 20_000),
            ("retry-after", "Sun Mar 14 09:30:20 2027", 20_000),
        ] {
            let wait = wait(name, value).map(|wait| wait.as_millis());
            assert_eq!(wait, Some(milliseconds), "{name}: {value}");
        }
    }

    #[test]
    fn retry_after_ignores_past_dates_and_invalid_values() {
        for value in [
            "",
            "-1",
            "-0.5",
            "soon",
            "NaN",
            "inf",
            "1e3",
            "1,5",
            "1 2",
            "Sun, 14 Mar 2027 09:29:59 GMT",
            "14 Mar 2027",
        ] {
            assert_eq!(wait("retry-after", value), None, "{value}");
        }
        assert_eq!(wait("retry-after-ms", "-5"), None);
        let endless = "999999999999999999999999";
        assert_eq!(wait("retry-after", endless), Some(Duration::MAX));
    }

    #[test]
    fn retry_after_date_is_compared_with_date_of_response() {
        for (date, wait) in [
            ("Sun, 14 Mar 2027 08:30:00 GMT", Some(3_620)),
            ("Sun, 14 Mar 2027 09:30:19 GMT", Some(1)),
            ("Sun, 14 Mar 2027 10:30:00 GMT", None),
            ("today", Some(20)),
        ] {
            let headers = HeaderMap::from_iter([
                (DATE, HeaderValue::from_static(date)),
                (
                    RETRY_AFTER,
                    HeaderValue::from_static("Sun, 14 Mar 2027 09:30:20 GMT"),
                ),
            ]);
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
            let expected = wait.map(Duration::from_secs);
            assert_eq!(retry_after(&headers, now), expected, "{date}");
        }
    }

    #[test]
    fn retry_after_prefers_valid_milliseconds() {
        let both = |ms: &'static str| {
            let headers = HeaderMap::from_iter([
                (RETRY_AFTER, HeaderValue::from_static("7")),
                (
                    RETRY_AFTER_MS.parse().unwrap(),
                    HeaderValue::from_static(ms),
                ),
            ]);
            retry_after(&headers, SystemTime::UNIX_EPOCH)
        };
        assert_eq!(both("20"), Some(Duration::from_millis(20)));
        assert_eq!(both("soon"), Some(Duration::from_secs(7)));
    }
}
