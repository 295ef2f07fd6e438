//! Media types: what kind of body each is.

/// The media type without its parameters, in small letters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether it is JSON, whatever its parameters and suffixes.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json" | "*/*")
        || essence.ends_with("+json")
}

/// Whether it is text, in the form of which a person could read it, and no JSON.
pub(crate) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    let subtype = essence.rsplit(['/', '+']).next().unwrap_or_default();
    !is_json(media_type)
        && (essence.starts_with("text/")
            || matches!(
                subtype,
                "xml" | "yaml" | "x-yaml" | "x-ndjson" | "jsonl" | "csv"
            ))
}

/// Whether it is the media type of a form, in the way of a query.
pub(crate) fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Whether it is the media type of a form that is made of parts.
pub(crate) fn is_form_of_parts(media_type: &str) -> bool {
    essence(media_type) == "multipart/form-data"
}

/// Whether it is a media type whose bodies are made of parts.
pub(crate) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether a header can hold it, be it one or several.
pub(crate) fn is_plain(media_type: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_graphic() || character == ' ';
    media_type.contains('/') && media_type.chars().all(is_plain)
}

/// Whether it stands for one kind of body, and not for several.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    is_plain(media_type) && !media_type.contains(['*', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_suffixes_and_case_do_not_matter() {
        let json = [
            "application/json; charset=utf-8",
            "application/problem+json",
            "Text/JSON",
            "*/*",
        ];
        assert!(json.into_iter().all(is_json));
        assert!(!is_json("application/x-ndjson") && !is_json("text/plain"));
        let text = [
            "text/csv",
            "application/xml",
            "application/atom+xml;v=1",
            "application/x-ndjson",
        ];
        assert!(text.into_iter().all(is_text));
        assert!(!is_text("text/json") && !is_text("audio/wav") && !is_text("*"));
        assert!(is_form("application/x-www-form-urlencoded; charset=UTF-8"));
        assert!(is_form_of_parts("Multipart/Form-Data") && is_multipart("multipart/mixed"));
        assert!(is_concrete("image/png"));
        assert!(
            !["image/*", "image/png, image/gif", "png", "a/b\n"]
                .into_iter()
                .any(is_concrete)
        );
    }
}
