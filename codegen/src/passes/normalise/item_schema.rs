//! Replaces `itemSchema` (OpenAPI 3.2), which describes the items of a stream, by `schema`.

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::media_type::{is_event_stream, is_json_lines};
use crate::openapi::references;
use crate::openapi::walk::{Kind, each_in_document, members};

/// The location of the schema of JSON data, in the schema of an event.
const JSON_DATA: &str = "/properties/data/contentSchema";

/// Moves `itemSchema` to `schema` in Media Type Objects of streams. For events with JSON data, `schema` describes the
/// data, and may refer to a part of a component. Returns whether the document has streams.
pub(super) fn to_schema(document: &mut Value) -> bool {
    let schemas = stream_schemas(document);
    let has_streams = !schemas.is_empty();
    for (pointer, schema) in schemas {
        if let Some(Value::Object(media)) = document.pointer_mut(pointer.as_str()) {
            media.shift_remove("itemSchema");
            media.insert("schema".to_owned(), schema);
        }
    }
    has_streams
}

/// Returns the location of the Media Type Object of each stream, and the new `schema`.
fn stream_schemas(document: &Value) -> Vec<(Pointer, Value)> {
    let mut schemas = Vec::new();
    each_in_document(document, |object, kind, path| {
        let contents = members(object, "/content").filter(|_| kind == Kind::Object);
        for (media_type, media) in contents {
            let is_events = is_event_stream(media_type);
            if let Some(item) = media.get("itemSchema")
                && (is_events || is_json_lines(media_type))
            {
                let data = data_schema(document, item).filter(|_| is_events);
                let pointer = path.pointer().child("content").child(media_type);
                schemas.push((pointer, data.unwrap_or_else(|| item.clone())));
            }
        }
    });
    schemas
}

/// Returns the schema that the schema `event` declares for JSON data. If `event` is a reference, returns a reference to
/// that part of the component.
fn data_schema(document: &Value, event: &Value) -> Option<Value> {
    if event.get("$ref").is_none() {
        return event.pointer(JSON_DATA).cloned();
    }
    let (pointer, event) = references::resolve_with_pointer(document, event, Pointer::root())?;
    event.pointer(JSON_DATA)?;
    Some(json!({"$ref": format!("{pointer}{JSON_DATA}")}))
}
