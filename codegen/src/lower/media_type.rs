//! Chooses one Media Type Object of a `content` map. The SDK uses only one per body, except that a response may have a
//! stream next to JSON.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::Lowering;
use crate::diagnostics::{Diagnostic, Pointer};
use crate::ir::StreamFormat;
use crate::openapi::errors::{enumeration, listed, quoted};
use crate::openapi::media_type::{is_event_stream, is_header_value, is_json, is_json_lines};

/// A `content` map: Media Type Objects by media type.
type Content = IndexMap<String, MediaType>;

/// A Media Type Object of a `content` map.
pub(super) struct Media<'a> {
    /// The media type.
    pub(super) name: &'a str,
    pub(super) object: &'a MediaType,
    pub(super) pointer: Pointer,
}

impl<'a> Media<'a> {
    /// Returns `application/json`, or else the first JSON media type.
    pub(super) fn json(content: &'a Content, pointer: &Pointer) -> Option<Self> {
        Self::first(content, pointer, |name| name == "application/json")
            .or_else(|| Self::first(content, pointer, is_json))
    }

    /// Returns the first stream of items and its format, if `content` also has JSON.
    pub(super) fn stream_next_to_json(
        content: &'a Content,
        pointer: &Pointer,
    ) -> Option<(Self, StreamFormat)> {
        Self::json(content, pointer)?;
        Self::stream(content, pointer)
    }

    /// Returns the first stream of items and its format.
    pub(super) fn stream(content: &'a Content, pointer: &Pointer) -> Option<(Self, StreamFormat)> {
        let media = Self::first(content, pointer, |name| stream_format(name).is_some())?;
        let format = stream_format(media.name)?;
        Some((media, format))
    }

    fn first(content: &'a Content, pointer: &Pointer, accepts: fn(&str) -> bool) -> Option<Self> {
        let (name, object) = content.iter().find(|(name, _)| accepts(name))?;
        let pointer = pointer.child(name);
        Some(Self {
            name,
            object,
            pointer,
        })
    }
}

/// Returns the media range for an `Accept` header: the media type if it is valid in a header, or else `*/*`.
pub(super) fn range(media_type: &str) -> String {
    match is_header_value(media_type) {
        true => media_type.to_owned(),
        false => "*/*".to_owned(),
    }
}

/// Returns how a body of this media type separates its items, if it is a stream of items.
pub(super) fn stream_format(media_type: &str) -> Option<StreamFormat> {
    match media_type {
        _ if is_event_stream(media_type) => Some(StreamFormat::Events),
        _ if is_json_lines(media_type) => Some(StreamFormat::JsonLines),
        _ => None,
    }
}

impl Lowering<'_> {
    /// Chooses the media type of a response: JSON, or else a stream, or else the first. A stream next to JSON isn't
    /// reported as ignored.
    pub(super) fn choose_response_media<'a>(
        &mut self,
        content: &'a Content,
        pointer: &Pointer,
    ) -> Option<Media<'a>> {
        let alternative =
            Media::stream_next_to_json(content, pointer).map(|(stream, _)| stream.name);
        let is_stream = |name: &str| stream_format(name).is_some();
        self.choose_media(content, pointer, &[is_stream], alternative)
    }

    /// Chooses a JSON media type, or else one that a predicate in `preferences` accepts, tried in order, or else the
    /// first. Reports the ignored media types, except `alternative`, which the SDK also uses.
    pub(super) fn choose_media<'a>(
        &mut self,
        content: &'a Content,
        pointer: &Pointer,
        preferences: &[fn(&str) -> bool],
        alternative: Option<&str>,
    ) -> Option<Media<'a>> {
        let first = |accepts| Media::first(content, pointer, accepts);
        let media = Media::json(content, pointer)
            .or_else(|| preferences.iter().copied().find_map(first))
            .or_else(|| first(|_| true))?;
        let chosen = media.name;
        let is_ignored = |name: &&String| *name != chosen && Some(name.as_str()) != alternative;
        let ignored = Vec::from_iter(content.keys().filter(is_ignored));
        if let Some(first) = ignored.first() {
            let used = [Some(chosen), alternative].into_iter().flatten();
            let used = enumeration(&used.map(quoted).collect::<Vec<_>>(), "and");
            let verb = if ignored.len() == 1 { "is" } else { "are" };
            let others = listed(ignored.iter().map(|it| quoted(it)));
            let warning = Diagnostic::at(
                &pointer.child(first),
                format!("`content` has several media types; the SDK uses only {used}"),
                "in an overlay, delete all media types except the one that callers need",
            );
            self.diagnostics
                .warn(warning.with_note(format!("{others} {verb} ignored")));
        }
        Some(media)
    }
}
