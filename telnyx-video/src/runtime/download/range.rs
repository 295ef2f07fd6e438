//! Range requests. A *validator* is an ETag or a modification time, which identifies a version of the file.

use std::time::Duration;

use reqwest::header::{
    CONTENT_RANGE, DATE, ETAG, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED,
};

use crate::runtime::error::{ArgumentResult, InvalidArgument};

pub(super) fn parse_validator(text: &str) -> ArgumentResult<HeaderValue> {
    HeaderValue::from_str(text)
        .ok()
        .filter(|_| is_strong_etag(text) || httpdate::parse_http_date(text).is_ok())
        .ok_or_else(|| {
            InvalidArgument::new(format!(
                "the validator {text:?} is neither an HTTP date nor a strong ETag, \
                 which is a string in double quotes, without the prefix W/"
            ))
        })
}

pub(super) fn is_strong_etag(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inside.is_some_and(|inside| !inside.contains('"'))
}

/// Returns `Last-Modified` if it is a strong validator (RFC 9110, section 8.8.2.2): at least one second older than the
/// response. A more recent file may have changed again in the same second.
pub(super) fn strong_last_modified(headers: &HeaderMap) -> Option<&str> {
    let date = |name: HeaderName| {
        let text = headers.get(name)?.to_str().ok()?;
        Some((text, httpdate::parse_http_date(text).ok()?))
    };
    let ((text, modified_at), (_, sent_at)) = (date(LAST_MODIFIED)?, date(DATE)?);
    let age = sent_at.duration_since(modified_at).ok()?;
    (age >= Duration::from_secs(1)).then_some(text)
}

/// Rejects a response whose validator differs from `expected`. Accepts a response without validator.
pub(super) fn check_validator(headers: &HeaderMap, expected: &HeaderValue) -> Result<(), String> {
    let name = match expected.as_bytes() {
        [b'"', ..] => ETAG,
        _ => LAST_MODIFIED,
    };
    match headers.get(&name) {
        Some(actual) if actual != expected => {
            let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let (actual, expected) = (text(actual), text(expected));
            Err(format!(
                "the file has changed: `{name}` is {actual} instead of {expected}"
            ))
        }
        _ => Ok(()),
    }
}

/// The bytes of a file that a download must receive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ByteRange {
    /// The offset of the first byte in the file.
    pub(super) offset: u64,
    /// The length of the whole file, if known.
    pub(super) file_length: Option<u64>,
    /// The offset at which the download is complete, if known: the end of the file, or else of the announced part.
    pub(super) expected_end: Option<u64>,
}

impl ByteRange {
    pub(super) fn whole_file(length: Option<u64>) -> Self {
        Self {
            offset: 0,
            file_length: length,
            expected_end: length,
        }
    }

    pub(super) fn from_headers(headers: &HeaderMap, requested: u64) -> Result<Self, String> {
        let range = headers
            .get(CONTENT_RANGE)
            .and_then(|it| it.to_str().ok())
            .and_then(parse)
            .ok_or("the response has no valid `content-range`")?;
        if range.offset == requested {
            Ok(range)
        } else {
            Err(format!(
                "the response starts at byte {} instead of {requested}",
                range.offset
            ))
        }
    }

    /// Returns the empty range at the end of the file, if `requested` is the length of the file. A server responds to
    /// such a request with 416 and `Content-Range: bytes */LENGTH`.
    pub(super) fn at_end_of_file(headers: &HeaderMap, requested: u64) -> Option<Self> {
        let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let length = without_unit(text)?.strip_prefix("*/")?.parse().ok()?;
        (length == requested).then_some(Self {
            offset: length,
            ..Self::whole_file(Some(length))
        })
    }
}

/// Parses `bytes FIRST-LAST/LENGTH`. The length may be `*`.
fn parse(text: &str) -> Option<ByteRange> {
    let (bytes, length) = without_unit(text)?.split_once('/')?;
    let (first, last) = bytes.split_once('-')?;
    let (offset, last): (u64, u64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let part_end = last.checked_add(1)?;
    let file_length = match length.trim() {
        "*" => None,
        digits => Some(digits.parse().ok()?),
    };
    let is_possible = offset < part_end && file_length.is_none_or(|length| part_end <= length);
    is_possible.then_some(ByteRange {
        offset,
        file_length,
        // A part that ends before the file ends makes the download incomplete.
        expected_end: file_length.or(Some(part_end)),
    })
}

fn without_unit(text: &str) -> Option<&str> {
    let (unit, range) = text.trim().split_once(' ')?;
    unit.eq_ignore_ascii_case("bytes").then(|| range.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content_range(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::from_str(text).unwrap())])
    }

    fn part(text: &str, asked: u64) -> Result<ByteRange, String> {
        ByteRange::from_headers(&content_range(text), asked)
    }

    #[test]
    fn from_headers_checks_offset() {
        let range = |file_length| ByteRange {
            offset: 5,
            file_length,
            expected_end: Some(10),
        };
        assert_eq!(part("bytes 5-9/10", 5).unwrap(), range(Some(10)));
        assert_eq!(part("bytes 5-7/10", 5).unwrap(), range(Some(10)));
        assert_eq!(part("Bytes 5-9/*", 5).unwrap(), range(None));
        assert_eq!(
            part("bytes 4-9/10", 5).unwrap_err(),
            "the response starts at byte 4 instead of 5"
        );
    }

    #[test]
    fn from_headers_rejects_invalid_content_range() {
        for text in [
            "",
            "bytes",
            "bytes 5",
            "bytes 5-9",
            "bytes */10",
            "bytes 9-5/10",
            "bytes 5-10/10",
            "bytes 5-18446744073709551615/*",
            "bytes 5-9/-1",
            "lines 5-9/10",
        ] {
            let reason = part(text, 5).unwrap_err();
            assert_eq!(reason, "the response has no valid `content-range`");
        }
        assert!(ByteRange::from_headers(&HeaderMap::new(), 5).is_err());
    }

    #[test]
    fn at_end_of_file_requires_length_equal_to_offset() {
        let rest = |text| ByteRange::at_end_of_file(&content_range(text), 10);
        assert_eq!(
            rest("bytes */10").unwrap(),
            ByteRange {
                offset: 10,
                file_length: Some(10),
                expected_end: Some(10)
            }
        );
        for text in ["bytes */9", "bytes */*", "bytes 0-9/10", "*/10"] {
            assert_eq!(rest(text), None, "{text}");
        }
    }

    #[test]
    fn parse_validator_rejects_weak_and_invalid() {
        for text in ["\"a-1\"", "Sat, 14 Mar 2026 09:30:00 GMT"] {
            assert_eq!(parse_validator(text).unwrap(), text);
        }
        for text in ["", "a", "\"", "W/\"a\"", "\"a\"b\"", "\"a\nb\""] {
            assert!(parse_validator(text).is_err(), "{text}");
        }
    }

    #[test]
    fn strong_last_modified_is_older_than_response() {
        let modified_at = "Sat, 14 Mar 2026 09:30:00 GMT";
        for (sent_at, expected) in [
            ("Sat, 14 Mar 2026 09:30:01 GMT", Some(modified_at)),
            ("Sat, 14 Mar 2026 09:30:00 GMT", None),
            ("Sat, 14 Mar 2026 09:29:59 GMT", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([
                (LAST_MODIFIED, HeaderValue::from_static(modified_at)),
                (DATE, HeaderValue::from_static(sent_at)),
            ]);
            assert_eq!(strong_last_modified(&headers), expected);
        }
    }
}
