//! Keywords that say something to JSON Schema tools alone.

use serde_json::{Map, Value};

const KEYWORDS: [&str; 5] = ["$anchor", "$comment", "$dynamicAnchor", "$id", "$schema"];

/// Drops them.
pub(super) fn drop(schema: &mut Map<String, Value>) {
    for keyword in KEYWORDS {
        schema.shift_remove(keyword);
    }
}
