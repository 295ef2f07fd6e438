//! Media types: which of them are JSON.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lowering, unsupported};
use crate::error::Result;
use crate::pointer::Pointer;

/// What a body may be, by media type.
type Content = IndexMap<String, MediaType>;

/// The first that is JSON, whatever its parameters and suffixes; plain `application/json` goes before others.
pub(super) fn json(content: &Content) -> Option<(&str, &MediaType)> {
    let plain = content.get_key_value("application/json");
    let found = plain.or_else(|| content.iter().find(|(name, _)| is_json(name)));
    found.map(|(name, media)| (name.as_str(), media))
}

/// The media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// What asks for a media type, where a document may say it less well.
pub(super) fn range(media_type: &str) -> String {
    let is_plain = |character: char| character.is_ascii_graphic() || character == ' ';
    let is_range = media_type.contains('/') && media_type.chars().all(is_plain);
    let range = if is_range { media_type } else { "*/*" };
    range.to_owned()
}

/// Whether it is JSON, whatever its parameters and suffixes.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json" | "*/*")
        || essence.ends_with("+json")
}

/// Whether it is the media type of a form, in the way of a query.
pub(super) fn is_form(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Whether it is a media type whose bodies are made of parts.
pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
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
                self.collected.ignore(fault)
            }
            None => Ok(()),
        }
    }
}
