//! Serves the files of recordings and compositions, including byte ranges.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, RANGE};
use reqwest::StatusCode;
use sha2::{Digest, Sha256};

use super::{MockResponse, State};
use crate::Secret;
use crate::models::{RoomComposition, RoomCompositionStatus, RoomRecording, RoomRecordingStatus};

/// The header in which Amazon S3 sends the SHA-256 checksum of a file.
const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-checksum-sha256");

const RECORDING_LENGTH: u32 = 500_000;
const COMPOSITION_LENGTH: u32 = 1_500_000;

pub(super) fn attach_recording_file(recording: &mut RoomRecording, media_url: &str) {
    if recording.status == Some(RoomRecordingStatus::Completed) {
        let url = format!("{media_url}/recordings/{}.webm", recording.id);
        recording.download_url.get_or_insert_with(|| url.into());
        recording.size_mb.get_or_insert(megabytes(RECORDING_LENGTH));
    }
}

pub(super) fn attach_composition_file(composition: &mut RoomComposition, media_url: &str) {
    if composition.status == Some(RoomCompositionStatus::Completed) {
        let url = format!("{media_url}/compositions/{}.mp4", composition.id);
        composition.download_url.get_or_insert_with(|| url.into());
        let size = megabytes(COMPOSITION_LENGTH);
        composition.size_mb.get_or_insert(size);
    }
}

fn megabytes(length: u32) -> f64 {
    f64::from(length) / 1e6
}

/// Returns a response with the file at `path`, relative to `State::media_url`, or `None` if no resource has this file.
pub(super) fn respond(state: &State, path: &str, headers: &HeaderMap) -> Option<MockResponse> {
    let url = format!("{}{path}", state.media_url);
    let recordings = state.recordings.iter();
    let recordings = recordings.map(|it| (&it.download_url, RECORDING_LENGTH, "video/webm"));
    let compositions = state.compositions.iter();
    let compositions = compositions.map(|it| (&it.download_url, COMPOSITION_LENGTH, "video/mp4"));
    let mut files = recordings.chain(compositions);
    let is_requested = |it: &Option<Secret>| it.as_ref().is_some_and(|it| it.expose() == url);
    let (_, length, media_type) = files.find(|(download_url, ..)| is_requested(download_url))?;
    Some(range_response(media_type, content(path, length), headers))
}

/// Returns the content of a file, which repeats a line with its path.
fn content(path: &str, length: u32) -> Bytes {
    let line = format!("media of the mock server: {path}\n");
    line.bytes().cycle().zip(0..length).map(|it| it.0).collect()
}

/// Responds with the range of a file in the header `Range`, or with 416 if the file has no byte of the range. Responds
/// with the whole file if there is no valid range, or if `If-Range` is not the ETag of the file.
fn range_response(media_type: &'static str, content: Bytes, headers: &HeaderMap) -> MockResponse {
    let checksum = STANDARD.encode(Sha256::digest(&content));
    let etag = format!("\"{checksum}\"");
    let is_unchanged = headers.get(IF_RANGE).is_none_or(|value| *value == *etag);
    let length = content.len();
    let range = headers
        .get(RANGE)
        .filter(|_| is_unchanged)
        .and_then(|value| parse_range(value.to_str().ok()?, length));
    let (status, content, (name, value)) = match range {
        None => (StatusCode::OK, content, (CHECKSUM, checksum)),
        Some(range) if range.is_empty() => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            Bytes::new(),
            (CONTENT_RANGE, format!("bytes */{length}")),
        ),
        Some(range) => {
            let content_range = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            let header = (CONTENT_RANGE, content_range);
            (StatusCode::PARTIAL_CONTENT, content.slice(range), header)
        }
    };
    let mut response = MockResponse::new(status, media_type, content);
    response.set_header(name, &value);
    response.set_header(ACCEPT_RANGES, "bytes");
    response.set_header(ETAG, &etag);
    response
}

/// Returns the bytes that a `Range` header requests from a file of this length: an empty range if the file has no such
/// bytes, or `None` if the header isn't a single byte range.
fn parse_range(header: &str, length: usize) -> Option<Range<usize>> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        digits => digits.parse::<usize>().ok().map(Some),
    };
    match (number(first)?, number(last)?) {
        (Some(first), None) => Some(first..length),
        (Some(first), Some(last)) if first <= last => {
            Some(first..length.min(last.saturating_add(1)))
        }
        // `bytes=-4` requests the last four bytes.
        (None, Some(count)) => Some(length.saturating_sub(count)..length),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_range_accepts_single_byte_range_only() {
        for (header, expected) in [
            ("bytes=0-", 0..10),
            ("bytes=3-", 3..10),
            ("bytes=3-5", 3..6),
            ("bytes=3-99", 3..10),
            ("bytes=-4", 6..10),
            ("bytes=-99", 0..10),
        ] {
            assert_eq!(parse_range(header, 10), Some(expected), "{header}");
        }
        for header in ["bytes=10-", "bytes=11-12", "bytes=-0"] {
            let range = parse_range(header, 10).unwrap();
            assert!(range.is_empty(), "{header}");
        }
        assert_eq!(parse_range("bytes=0-", 0), Some(0..0));
        for header in [
            "bytes=5-3",
            "bytes=-",
            "bytes=a-",
            "lines=0-",
            "bytes=0-1,3-4",
            "",
        ] {
            assert_eq!(parse_range(header, 10), None, "{header}");
        }
    }
}
