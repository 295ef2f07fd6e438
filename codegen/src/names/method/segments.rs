//! The segments of paths.

use super::words::split;

/// Extensions of files, which are not part of a name: `/rooms.json`.
const EXTENSIONS: [&str; 4] = ["json", "xml", "yaml", "yml"];

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) is_placeholder: bool,
    pub(super) words: Vec<String>,
}

/// Returns the segments of a path after `api` and a version, without extensions of files.
pub(super) fn segments(path: &str) -> Vec<Segment> {
    let segments = path.split(['/', ':']).filter(|it| !it.is_empty());
    let named = segments.skip_while(|segment| is_api_or_version(segment));
    named
        .map(without_extension)
        .map(|segment| Segment {
            is_placeholder: segment.contains('{'),
            words: split(segment),
        })
        .filter(|segment| !segment.words.is_empty())
        .collect()
}

/// Whether a segment of a path is `api`, or a version such as `v2`, `2.0` or `2010-04-01`.
pub(crate) fn is_api_or_version(segment: &str) -> bool {
    let is_number = |number: &str| {
        let is_digit = |character: char| character.is_ascii_digit() || ".-".contains(character);
        number.starts_with(|first: char| first.is_ascii_digit()) && number.chars().all(is_digit)
    };
    let is_version = segment.contains(['.', '-']) && is_number(segment);
    let version = segment.strip_prefix(['v', 'V']);
    segment == "api" || is_version || version.is_some_and(is_number)
}

/// Removes the extension of a file from a segment of a path.
pub(crate) fn without_extension(segment: &str) -> &str {
    match segment.rsplit_once('.') {
        Some((name, extension)) if EXTENSIONS.contains(&extension) => name,
        _ => segment,
    }
}
