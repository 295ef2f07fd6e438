//! Replaces `itemSchema` (OpenAPI 3.2), which describes the items of a stream, by `schema`.

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::media_type::{is_event_stream, is_json_lines};
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_in_document, members};

/// The location of the schema of JSON data, in the schema of an event.
const JSON_DATA: &str = "/properties/data/contentSchema";

struct Stream {
    pointer: Pointer,
    is_events: bool,
    /// The reference to the schema of the JSON data, if the schema of an event is a reference.
    data: Option<String>,
}

/// Moves `itemSchema` to `schema` in Media Type Objects of streams. For events with JSON data, `schema` describes the
/// data, and may refer to a part of a component. Returns whether the document has streams.
pub(super) fn to_schema(document: &mut Value) -> bool {
    let streams = streams(document);
    for stream in &streams {
        let Some(Value::Object(media)) = document.pointer_mut(stream.pointer.as_str()) else {
            continue;
        };
        let mut item = media.shift_remove("itemSchema").unwrap_or_default();
        let data = match &stream.data {
            Some(reference) => Some(json!({"$ref": reference})),
            None if stream.is_events => item.pointer_mut(JSON_DATA).map(Value::take),
            None => None,
        };
        media.insert("schema".to_owned(), data.unwrap_or(item));
    }
    !streams.is_empty()
}

fn streams(document: &Value) -> Vec<Stream> {
    let mut streams = Vec::new();
    each_in_document(document, |object, kind, path| {
        let contents = members(object, "/content").filter(|_| kind == Kind::Object);
        for (media_type, media) in contents {
            let is_events = is_event_stream(media_type);
            let is_stream = is_events || is_json_lines(media_type);
            if let Some(item) = media.get("itemSchema").filter(|_| is_stream) {
                streams.push(Stream {
                    pointer: path.pointer().child("content").child(media_type),
                    is_events,
                    data: reference_to_data(document, item).filter(|_| is_events),
                });
            }
        }
    });
    streams
}

/// Returns a reference to the schema of the JSON data, if the schema of an event is a reference.
fn reference_to_data(document: &Value, event: &Value) -> Option<String> {
    event.get("$ref")?;
    let (pointer, event) = references::resolve_with_pointer(document, event, Pointer::root())?;
    event.pointer(JSON_DATA)?;
    Some(format!("{pointer}{JSON_DATA}"))
}
