//! Replaces `itemSchema` of OpenAPI 3.2, the schema of an item of a stream, by `schema`.

use serde_json::Value;

use crate::openapi::media_type::{is_event_stream, is_json_lines};
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_in_document, members};

/// Moves `itemSchema` to `schema` in each Media Type Object of a stream. If an event has JSON as its data, `schema`
/// describes the data instead of the event.
pub(super) fn to_schema(document: &mut Value) {
    let mut moved = Vec::new();
    let document_before: &Value = document;
    each_in_document(document_before, &mut |object, kind, path| {
        if kind != Kind::Object || object.get("content").is_none() {
            return;
        }
        for (media_type, media) in members(object, "/content") {
            let is_events = is_event_stream(media_type);
            let is_stream = is_events || is_json_lines(media_type);
            if let Some(item) = media.get("itemSchema").filter(|_| is_stream) {
                let data = is_events
                    .then(|| json_data(document_before, item))
                    .flatten();
                let pointer = path.pointer().child("content").child(media_type);
                moved.push((pointer, data.unwrap_or(item).clone()));
            }
        }
    });
    for (pointer, schema) in moved {
        if let Some(Value::Object(media)) = document.pointer_mut(pointer.as_str()) {
            media.shift_remove("itemSchema");
            media.insert("schema".to_owned(), schema);
        }
    }
}

/// Returns the schema of the JSON in the data of an event.
fn json_data<'a>(document: &'a Value, event: &'a Value) -> Option<&'a Value> {
    references::resolve(document, event)?.pointer("/properties/data/contentSchema")
}
