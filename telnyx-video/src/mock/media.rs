//! Serves the files of recordings and compositions, including byte ranges.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, RANGE};
use reqwest::StatusCode;
use sha2::{Digest, Sha256};

use super::response::MockResponse;
use super::state::State;
use crate::Secret;
use crate::models::{RoomComposition, RoomRecording, RoomRecordingType};

/// The header in which Amazon S3 sends the SHA-256 checksum of a file.
const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-checksum-sha256");

/// The length of the file of a recording, in bytes.
const RECORDING_LENGTH: u32 = 500_000;
/// The length of the file of a composition, in bytes.
const COMPOSITION_LENGTH: u32 = 1_500_000;

/// Sets the `download_url` and size of a recording, unless it has them.
pub(super) fn attach_recording_file(recording: &mut RoomRecording, media_url: &str) {
    let id = recording.id;
    let extension = match recording.r#type {
        Some(RoomRecordingType::Audio) => "ogg",
        _ => "webm",
    };
    let url = || Secret::from(format!("{media_url}/recordings/{id}.{extension}"));
    recording.download_url.get_or_insert_with(url);
    recording.size_mb.get_or_insert(megabytes(RECORDING_LENGTH));
}

/// Sets the `download_url` and size of a composition, unless it has them.
pub(super) fn attach_composition_file(composition: &mut RoomComposition, media_url: &str) {
    let id = composition.id;
    let url = || Secret::from(format!("{media_url}/compositions/{id}.mp4"));
    composition.download_url.get_or_insert_with(url);
    composition
        .size_mb
        .get_or_insert(megabytes(COMPOSITION_LENGTH));
}

fn megabytes(length: u32) -> f64 {
    f64::from(length) / 1e6
}

/// Returns the response to a request for a file, or `None` if no resource has this file.
pub(super) fn respond(state: &State, path: &str, headers: &HeaderMap) -> Option<MockResponse> {
    let url = format!("{}{path}", state.media_url);
    let is_file = |download_url: &Option<Secret>| {
        let download_url = download_url.as_ref().map(Secret::expose);
        download_url == Some(url.as_str())
    };
    let length = if state.recordings.iter().any(|it| is_file(&it.download_url)) {
        RECORDING_LENGTH
    } else if state
        .compositions
        .iter()
        .any(|it| is_file(&it.download_url))
    {
        COMPOSITION_LENGTH
    } else {
        return None;
    };
    Some(range_response(
        media_type(path),
        content(path, length),
        headers,
    ))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("ogg") => "audio/ogg",
        Some("mp4") => "video/mp4",
        _ => "video/webm",
    }
}

/// Returns the content of a file: a line with its path, repeated.
fn content(path: &str, length: u32) -> Bytes {
    let line = format!("media of the mock server: {path}\n");
    line.bytes().cycle().zip(0..length).map(|it| it.0).collect()
}

/// Returns the requested range of a file, or the whole file if `If-Range` does not match its ETag.
fn range_response(media_type: &'static str, content: Bytes, headers: &HeaderMap) -> MockResponse {
    let checksum = STANDARD.encode(Sha256::digest(&content));
    let etag = format!("\"{checksum}\"");
    let is_unchanged = headers.get(IF_RANGE).is_none_or(|value| *value == *etag);
    let range = headers
        .get(RANGE)
        .filter(|_| is_unchanged)
        .and_then(|value| Range::parse(value.to_str().ok()?));
    let length = content.len();
    let mut response = match range.map(|range| range.bounds(length)) {
        None => MockResponse::file(media_type, content),
        Some(Some((first, last))) => {
            let mut response = MockResponse::file(media_type, content.slice(first..=last));
            response.status = StatusCode::PARTIAL_CONTENT;
            response.add_header(CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            response
        }
        Some(None) => {
            let mut response = MockResponse::file(media_type, Bytes::new());
            response.status = StatusCode::RANGE_NOT_SATISFIABLE;
            response.add_header(CONTENT_RANGE, &format!("bytes */{length}"));
            response
        }
    };
    response.add_header(ACCEPT_RANGES, "bytes");
    response.add_header(ETAG, &etag);
    if response.status == StatusCode::OK {
        response.add_header(CHECKSUM, &checksum);
    }
    response
}

/// A byte range of RFC 9110.
#[derive(Debug, PartialEq)]
enum Range {
    /// The first byte, and the last one if the range has one.
    From(usize, Option<usize>),
    /// The number of bytes at the end.
    Suffix(usize),
}

impl Range {
    /// Parses a `Range` header. Returns `None` unless it is a single byte range.
    fn parse(header: &str) -> Option<Self> {
        let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
        let last = match last.trim() {
            "" => None,
            last => Some(last.parse().ok()?),
        };
        match first.trim() {
            "" => Some(Self::Suffix(last?)),
            first => {
                let first = first.parse().ok()?;
                last.is_none_or(|last| first <= last)
                    .then_some(Self::From(first, last))
            }
        }
    }

    /// Returns the first and the last byte of the range in a file, or `None` if the file has no such bytes.
    fn bounds(&self, length: usize) -> Option<(usize, usize)> {
        let end = length.checked_sub(1)?;
        let (first, last) = match *self {
            Self::From(first, last) => (first, last.map_or(end, |last| last.min(end))),
            Self::Suffix(0) => return None,
            Self::Suffix(count) => (length.saturating_sub(count), end),
        };
        (first <= end).then_some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_parse_accepts_single_byte_range_only() {
        let bounds = |header, length| Range::parse(header).map(|range| range.bounds(length));
        for (header, expected) in [
            ("bytes=0-", (0, 9)),
            ("bytes=3-", (3, 9)),
            ("bytes=3-5", (3, 5)),
            ("bytes=3-99", (3, 9)),
            ("bytes=-4", (6, 9)),
            ("bytes=-99", (0, 9)),
        ] {
            assert_eq!(bounds(header, 10), Some(Some(expected)), "{header}");
        }
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(bounds(header, 10), Some(None), "{header}");
        }
        assert_eq!(bounds("bytes=0-", 0), Some(None));
        for header in [
            "bytes=5-3",
            "bytes=-",
            "bytes=a-",
            "lines=0-",
            "bytes=0-1,3-4",
            "",
        ] {
            assert_eq!(bounds(header, 10), None, "{header}");
        }
    }
}
