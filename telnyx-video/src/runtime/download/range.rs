//! Which part of a file was asked for, and which one comes.

use reqwest::header::{CONTENT_RANGE, HeaderMap, HeaderValue};

use crate::runtime::error::invalid_argument::InvalidArgument;

/// The value of `Range` for all but the first so many bytes.
pub(super) fn from(offset: u64) -> HeaderValue {
    let text = format!("bytes={offset}-");
    // Digits always fit; a part that was not asked for would be noticed.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("bytes=0-"))
}

/// The value of `If-Range`, which only a strong validator may be.
pub(super) fn strong_etag(text: &str) -> Result<HeaderValue, InvalidArgument> {
    let inside = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let is_strong = inside.is_some_and(|inside| !inside.contains('"'));
    let value = HeaderValue::from_str(text).ok();
    value.filter(|_| is_strong).ok_or_else(|| {
        InvalidArgument::new("the etag is not a strong one, which is text in double quotes")
    })
}

/// Which bytes of a file an answer has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ByteRange {
    /// The first byte that comes.
    pub(super) offset: u64,
    /// How long the whole file is, if the server says so.
    pub(super) length: Option<u64>,
    /// After which byte the pieces end, if the server says so.
    pub(super) end: Option<u64>,
}

impl ByteRange {
    pub(super) fn of_whole(length: Option<u64>) -> Self {
        Self {
            offset: 0,
            length,
            end: length,
        }
    }

    /// What `Content-Range` says, if it is what was asked for.
    pub(super) fn of_part(headers: &HeaderMap, asked: u64) -> Result<Self, InvalidArgument> {
        let text = headers.get(CONTENT_RANGE).and_then(|it| it.to_str().ok());
        let range = text
            .and_then(parse)
            .ok_or_else(|| InvalidArgument::new("it does not say which part of the file it is"))?;
        if range.offset == asked {
            Ok(range)
        } else {
            Err(InvalidArgument::new(format!(
                "the part begins at byte {}, not at {asked}",
                range.offset
            )))
        }
    }

    /// Of a file that was there already: nothing is left of it. `None` if it was not.
    pub(super) fn of_nothing(headers: &HeaderMap, asked: u64) -> Option<Self> {
        let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let length = unit(text)?.strip_prefix("*/")?.parse().ok()?;
        (length == asked).then_some(Self {
            offset: length,
            length: Some(length),
            end: Some(length),
        })
    }
}

/// `bytes FIRST-LAST/LENGTH`, where the length may be `*`.
fn parse(text: &str) -> Option<ByteRange> {
    let (bytes, length) = unit(text)?.split_once('/')?;
    let (first, last) = bytes.split_once('-')?;
    let (offset, last): (u64, u64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let part_end = last.checked_add(1)?;
    let length = match length.trim() {
        "*" => None,
        digits => Some(digits.parse().ok()?),
    };
    let is_possible = offset < part_end && length.is_none_or(|length| part_end <= length);
    is_possible.then_some(ByteRange {
        offset,
        length,
        // A server may send less than it was asked for. What was asked for is the rest.
        end: length.or(Some(part_end)),
    })
}

fn unit(text: &str) -> Option<&str> {
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
        ByteRange::of_part(&content_range(text), asked).map_err(|error| error.reason)
    }

    #[test]
    fn all_but_the_first_bytes() {
        assert_eq!(from(7), "bytes=7-");
        assert_eq!(from(u64::MAX), "bytes=18446744073709551615-");
    }

    #[test]
    fn a_part_is_the_one_that_was_asked_for() {
        let range = |length| ByteRange {
            offset: 5,
            length,
            end: Some(10),
        };
        assert_eq!(part("bytes 5-9/10", 5).unwrap(), range(Some(10)));
        assert_eq!(part("bytes 5-7/10", 5).unwrap(), range(Some(10)));
        assert_eq!(part("Bytes 5-9/*", 5).unwrap(), range(None));
        assert_eq!(
            part("bytes 4-9/10", 5).unwrap_err(),
            "the part begins at byte 4, not at 5"
        );
    }

    #[test]
    fn a_part_that_is_not_named_is_refused() {
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
            assert_eq!(reason, "it does not say which part of the file it is");
        }
        assert!(ByteRange::of_part(&HeaderMap::new(), 5).is_err());
    }

    #[test]
    fn nothing_is_left_of_a_file_that_is_there() {
        let nothing = |text| ByteRange::of_nothing(&content_range(text), 10);
        assert_eq!(
            nothing("bytes */10").unwrap(),
            ByteRange {
                offset: 10,
                length: Some(10),
                end: Some(10)
            }
        );
        for text in ["bytes */9", "bytes */*", "bytes 0-9/10", "*/10"] {
            assert_eq!(nothing(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_strong_etag_tells_files_apart() {
        assert_eq!(strong_etag("\"a-1\"").unwrap(), "\"a-1\"");
        for text in ["", "a", "\"", "W/\"a\"", "\"a\"b\"", "\"a\nb\""] {
            assert!(strong_etag(text).is_err(), "{text}");
        }
    }
}
