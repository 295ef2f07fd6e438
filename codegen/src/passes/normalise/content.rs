//! `contentEncoding` and `contentMediaType`, which tell how bytes are written.

use serde_json::{Map, Value};

use crate::openapi::media_type::{is_json, is_text};

/// Rewrites them as a format, where there is one in 3.0.
pub(super) fn to_format(schema: &mut Map<String, Value>) {
    let text = |key| schema.get(key).and_then(Value::as_str);
    let format = match (text("contentEncoding"), text("contentMediaType")) {
        (Some("base64" | "base64url"), _) => "byte",
        (None, Some(media_type)) if !is_json(media_type) && !is_text(media_type) => "binary",
        _ => return,
    };
    schema.shift_remove("contentEncoding");
    schema.shift_remove("contentMediaType");
    schema
        .entry("format")
        .or_insert_with(|| Value::from(format));
    schema
        .entry("type")
        .or_insert_with(|| Value::from("string"));
}
