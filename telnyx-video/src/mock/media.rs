//! The files of recordings and compositions, whole or from some byte on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, RANGE};
use reqwest::StatusCode;
use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::state::State;
use crate::models::{RoomComposition, RoomRecording, RoomRecordingType};

/// The header in which storage services say what a file is.
const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-checksum-sha256");

/// The length of a recording's file, in bytes.
const RECORDING: u32 = 500_000;
/// The same of a composition.
const COMPOSITION: u32 = 1_500_000;

/// Says of a recording that is completed where its file is.
pub(super) fn add_to_recording(recording: &mut RoomRecording, media: &str) {
    let id = recording.id;
    let extension = match recording.r#type {
        Some(RoomRecordingType::Audio) => "ogg",
        _ => "webm",
    };
    let url = || format!("{media}/recordings/{id}.{extension}");
    recording.download_url.get_or_insert_with(url);
    recording.size_mb.get_or_insert(megabytes(RECORDING));
}

/// The same of a composition.
pub(super) fn add_to_composition(composition: &mut RoomComposition, media: &str) {
    let id = composition.id;
    let url = || format!("{media}/compositions/{id}.mp4");
    composition.download_url.get_or_insert_with(url);
    composition.size_mb.get_or_insert(megabytes(COMPOSITION));
}

fn megabytes(length: u32) -> f64 {
    f64::from(length) / 1e6
}

/// What a request for a file is answered, if there is such a file.
pub(super) fn answer(state: &State, file: &str, headers: &HeaderMap) -> Option<Answer> {
    let address = format!("{}{file}", state.media);
    let is_address = |it: &Option<String>| it.as_ref() == Some(&address);
    let mut recordings = state.recordings.iter().map(|it| &it.download_url);
    let mut compositions = state.compositions.iter().map(|it| &it.download_url);
    let length = if recordings.any(is_address) {
        RECORDING
    } else if compositions.any(is_address) {
        COMPOSITION
    } else {
        return None;
    };
    Some(part(media_type(file), content(file, length), headers))
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("ogg") => "audio/ogg",
        Some("mp4") => "video/mp4",
        _ => "video/webm",
    }
}

/// A line that names the file, over and over.
fn content(file: &str, length: u32) -> Bytes {
    let line = format!("media of the mock server: {file}\n");
    line.bytes().cycle().zip(0..length).map(|it| it.0).collect()
}

/// The part of a file that was asked for: one range at most, and all of it where the file is another than the request knows.
fn part(media_type: &'static str, content: Bytes, headers: &HeaderMap) -> Answer {
    let checksum = STANDARD.encode(Sha256::digest(&content));
    let etag = format!("\"{checksum}\"");
    let is_same = headers.get(IF_RANGE).is_none_or(|it| *it == *etag);
    let range = headers.get(RANGE).filter(|_| is_same);
    let range = range.and_then(|it| Range::parse(it.to_str().ok()?));
    let length = content.len();
    let mut answer = match range.map(|range| range.within(length)) {
        None => Answer::file(media_type, content),
        Some(Some((first, last))) => {
            let mut answer = Answer::file(media_type, content.slice(first..=last));
            answer.status = StatusCode::PARTIAL_CONTENT;
            answer.set(CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            answer
        }
        Some(None) => {
            let mut answer = Answer::file(media_type, Bytes::new());
            answer.status = StatusCode::RANGE_NOT_SATISFIABLE;
            answer.set(CONTENT_RANGE, &format!("bytes */{length}"));
            answer
        }
    };
    answer.set(ACCEPT_RANGES, "bytes");
    answer.set(ETAG, &etag);
    if answer.status == StatusCode::OK {
        answer.set(CHECKSUM, &checksum);
    }
    answer
}

/// A range of bytes.
#[derive(Debug, PartialEq)]
enum Range {
    /// From this byte on, up to another where one is named.
    From(usize, Option<usize>),
    /// So many at the end.
    Last(usize),
}

impl Range {
    /// What `Range` asks for. What is not one range of bytes asks for nothing.
    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
        let last = match last.trim() {
            "" => None,
            last => Some(last.parse().ok()?),
        };
        match first.trim() {
            "" => Some(Self::Last(last?)),
            first => {
                let first = first.parse().ok()?;
                last.is_none_or(|last| first <= last)
                    .then_some(Self::From(first, last))
            }
        }
    }

    /// The first and the last byte that there are of it.
    fn within(&self, length: usize) -> Option<(usize, usize)> {
        let end = length.checked_sub(1)?;
        let (first, last) = match *self {
            Self::From(first, last) => (first, last.map_or(end, |last| last.min(end))),
            Self::Last(0) => return None,
            Self::Last(count) => (length.saturating_sub(count), end),
        };
        (first <= end).then_some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_of_bytes_is_read_and_nothing_else() {
        let within = |text, length| Range::parse(text).map(|range| range.within(length));
        for (text, expected) in [
            ("bytes=0-", (0, 9)),
            ("bytes=3-", (3, 9)),
            ("bytes=3-5", (3, 5)),
            ("bytes=3-99", (3, 9)),
            ("bytes=-4", (6, 9)),
            ("bytes=-99", (0, 9)),
        ] {
            assert_eq!(within(text, 10), Some(Some(expected)), "{text}");
        }
        for text in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(within(text, 10), Some(None), "{text}");
        }
        assert_eq!(within("bytes=0-", 0), Some(None));
        for text in [
            "bytes=5-3",
            "bytes=-",
            "bytes=a-",
            "lines=0-",
            "bytes=0-1,3-4",
            "",
        ] {
            assert_eq!(within(text, 10), None, "{text}");
        }
    }
}
