//! Ranges of a file.

use reqwest::header::{CONTENT_RANGE, HeaderMap, HeaderValue};

use crate::runtime::error::invalid_argument::InvalidArgument;

/// Returns the value of `Range` for all bytes from an offset.
pub(super) fn starting_at(offset: u64) -> HeaderValue {
    let text = format!("bytes={offset}-");
    // Digits are always valid. The offset of the response is checked in any case.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("bytes=0-"))
}

/// Returns the value of `If-Range`, which must be a strong validator.
pub(super) fn strong_etag(text: &str) -> Result<HeaderValue, InvalidArgument> {
    let inside = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let is_strong = inside.is_some_and(|inside| !inside.contains('"'));
    HeaderValue::from_str(text)
        .ok()
        .filter(|_| is_strong)
        .ok_or_else(|| {
            InvalidArgument::new(
                "the ETag must be strong: a string in double quotes, without the prefix W/",
            )
        })
}

/// The bytes of a file that a response contains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ByteRange {
    /// The first byte.
    pub(super) offset: u64,
    /// The length of the whole file, if known.
    pub(super) file_length: Option<u64>,
    /// The byte after the last one, if known.
    pub(super) end: Option<u64>,
}

impl ByteRange {
    /// Returns the range of a whole file.
    pub(super) fn of_whole(length: Option<u64>) -> Self {
        Self {
            offset: 0,
            file_length: length,
            end: length,
        }
    }

    /// Parses `Content-Range` and checks that it starts at the requested offset.
    pub(super) fn of_part(headers: &HeaderMap, requested: u64) -> Result<Self, String> {
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

    /// Returns the empty range at the end of a file, or `None` if its length is not the requested
    /// offset.
    pub(super) fn of_empty_rest(headers: &HeaderMap, requested: u64) -> Option<Self> {
        let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let length = in_bytes(text)?.strip_prefix("*/")?.parse().ok()?;
        (length == requested).then_some(Self {
            offset: length,
            file_length: Some(length),
            end: Some(length),
        })
    }
}

/// Parses `bytes FIRST-LAST/LENGTH`, in which the length may be `*`.
fn parse(text: &str) -> Option<ByteRange> {
    let (bytes, length) = in_bytes(text)?.split_once('/')?;
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
        // The request asks for the rest of the file, even if the server returns less.
        end: file_length.or(Some(part_end)),
    })
}

fn in_bytes(text: &str) -> Option<&str> {
    let (unit, rest) = text.trim().split_once(' ')?;
    unit.eq_ignore_ascii_case("bytes").then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content_range(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::from_str(text).unwrap())])
    }

    fn part(text: &str, asked: u64) -> Result<ByteRange, String> {
        ByteRange::of_part(&content_range(text), asked)
    }

    #[test]
    fn starting_at_formats_offset() {
        assert_eq!(starting_at(7), "bytes=7-");
        assert_eq!(starting_at(u64::MAX), "bytes=18446744073709551615-");
    }

    #[test]
    fn of_part_checks_offset() {
        let range = |file_length| ByteRange {
            offset: 5,
            file_length,
            end: Some(10),
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
    fn of_part_rejects_invalid_content_range() {
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
        assert!(ByteRange::of_part(&HeaderMap::new(), 5).is_err());
    }

    #[test]
    fn of_empty_rest_requires_length_equal_to_offset() {
        let rest = |text| ByteRange::of_empty_rest(&content_range(text), 10);
        assert_eq!(
            rest("bytes */10").unwrap(),
            ByteRange {
                offset: 10,
                file_length: Some(10),
                end: Some(10)
            }
        );
        for text in ["bytes */9", "bytes */*", "bytes 0-9/10", "*/10"] {
            assert_eq!(rest(text), None, "{text}");
        }
    }

    #[test]
    fn strong_etag_rejects_weak_and_invalid() {
        assert_eq!(strong_etag("\"a-1\"").unwrap(), "\"a-1\"");
        for text in ["", "a", "\"", "W/\"a\"", "\"a\"b\"", "\"a\nb\""] {
            assert!(strong_etag(text).is_err(), "{text}");
        }
    }
}
