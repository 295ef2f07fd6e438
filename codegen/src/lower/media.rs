//! The media types of a body: which of several is taken.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lowering, unsupported};
use crate::diagnostics::{Pointer, Result};
use crate::openapi::media_type::{is_json, is_plain};

/// What a body may be, by media type.
type Content = IndexMap<String, MediaType>;

/// The first that is JSON, whatever its parameters and suffixes; plain `application/json` goes before others.
pub(super) fn json(content: &Content) -> Option<(&str, &MediaType)> {
    let plain = content.get_key_value("application/json");
    let found = plain.or_else(|| content.iter().find(|(name, _)| is_json(name)));
    found.map(|(name, media)| (name.as_str(), media))
}

/// What asks for a media type, where a document may say it less well.
pub(super) fn range(media_type: &str) -> String {
    let range = if is_plain(media_type) {
        media_type
    } else {
        "*/*"
    };
    range.to_owned()
}

impl Lowering<'_> {
    /// Notes the media types beside the one that was chosen.
    pub(super) fn ignore_others(
        &mut self,
        content: &Content,
        chosen: &str,
        place: &Pointer,
    ) -> Result<()> {
        let mut others = content.keys().filter(|name| *name != chosen);
        match others.next() {
            Some(other) => {
                let fault = unsupported(&place.child(other), "a choice of media types");
                self.diagnostics.ignore(fault)
            }
            None => Ok(()),
        }
    }
}
