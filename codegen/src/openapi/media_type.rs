//! Classifies media types, such as `application/json`, by how the SDK handles their bodies.

use serde_json::Value;

use super::walk::members;

/// Returns the media type in lower case and without parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a body of this media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json" | "*/*")
        || essence.ends_with("+json")
}

/// Returns the Media Type Object of the JSON body of a Request Body or Response Object: that of `application/json`, or
/// else of the first JSON media type.
pub(crate) fn json_media(body: &Value) -> Option<&Value> {
    let content = members(body, "/content").filter(|(name, _)| is_json(name));
    // `min_by_key` returns the first of several equal ones.
    let media = content.min_by_key(|(name, _)| *name != "application/json");
    media.map(|(_, media)| media)
}

/// Whether a body of this media type is text other than JSON.
pub(crate) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    let subtype = essence.rsplit(['/', '+']).next().unwrap_or_default();
    !is_json(media_type)
        && (essence.starts_with("text/")
            || is_json_lines(media_type)
            || matches!(subtype, "xml" | "yaml" | "x-yaml" | "csv"))
}

/// Whether a body of this media type is a stream of server-sent events.
pub(crate) fn is_event_stream(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream"
}

/// Whether a body of this media type has a JSON value in each line.
pub(crate) fn is_json_lines(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        "application/jsonl"
            | "application/jsonlines"
            | "application/ndjson"
            | "application/x-jsonl"
            | "application/x-jsonlines"
            | "application/x-ndjson"
    )
}

/// Whether a body of this media type is a URL-encoded form.
pub(crate) fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Whether a body of this media type is a multipart form.
pub(crate) fn is_multipart_form(media_type: &str) -> bool {
    essence(media_type) == "multipart/form-data"
}

/// Whether a body of this media type is multipart of any kind.
pub(crate) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether a text may be the value of a header: a media type, or a list or range of them.
pub(crate) fn is_header_value(media_type: &str) -> bool {
    media_type.contains('/')
        && media_type
            .chars()
            .all(|character| character.is_ascii_graphic() || character == ' ')
}

/// Whether a text is one media type, not a range or a list.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    is_header_value(media_type) && !media_type.contains(['*', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classification_ignores_parameters_and_case() {
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
            "application/ndjson; charset=utf-8",
        ];
        assert!(text.into_iter().all(is_text));
        assert!(!is_text("text/json") && !is_text("audio/wav") && !is_text("*"));
        assert!(
            is_event_stream("Text/Event-Stream; charset=utf-8") && !is_event_stream("text/plain")
        );
        assert!(is_json_lines("application/x-ndjson; charset=utf-8"));
        assert!(!is_json_lines("application/json"));
        assert!(is_form("application/x-www-form-urlencoded; charset=UTF-8"));
        assert!(is_multipart_form("Multipart/Form-Data") && is_multipart("multipart/mixed"));
        assert!(is_concrete("image/png"));
        assert!(
            !["image/*", "image/png, image/gif", "png", "a/b\n"]
                .into_iter()
                .any(is_concrete)
        );
    }
}
