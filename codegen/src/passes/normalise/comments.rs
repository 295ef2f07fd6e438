//! Keywords that say nothing about a value: what is for JSON Schema tools alone, and what is only there to be referred to.

use serde_json::{Map, Value};

const KEYWORDS: [&str; 7] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "definitions",
];

/// Drops them.
pub(super) fn drop(schema: &mut Map<String, Value>) {
    for keyword in KEYWORDS {
        schema.shift_remove(keyword);
    }
}
