//! Chooses one of several media types.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::Lowering;
use crate::diagnostics::{Diagnostic, Pointer, Result};
use crate::openapi::media_type::{is_header_value, is_json};

/// The Media Type Objects of a body, by media type.
type Content = IndexMap<String, MediaType>;

/// Returns `application/json`, or else the first JSON media type.
pub(super) fn json(content: &Content) -> Option<(&str, &MediaType)> {
    content
        .get_key_value("application/json")
        .or_else(|| content.iter().find(|(name, _)| is_json(name)))
        .map(|(name, media)| (name.as_str(), media))
}

/// Returns the media range for an `Accept` header: the media type if it is valid in a header, or else `*/*`.
pub(super) fn range(media_type: &str) -> String {
    match is_header_value(media_type) {
        true => media_type.to_owned(),
        false => "*/*".to_owned(),
    }
}

impl Lowering<'_> {
    /// Reports that media types other than the chosen one are ignored.
    pub(super) fn ignore_other_media_types(
        &mut self,
        content: &Content,
        chosen: &str,
        pointer: &Pointer,
    ) -> Result<()> {
        let Some(other) = content.keys().find(|name| *name != chosen) else {
            return Ok(());
        };
        self.diagnostics.ignore(Diagnostic::at(
            &pointer.child(other),
            format!("`content` has several media types; the SDK uses one of them, here `{chosen}`"),
            "in an overlay, delete all media types except the one that callers need",
        ))
    }
}
