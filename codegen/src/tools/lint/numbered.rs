//! Schemas that refer to one another by number.

use serde_json::{Value, json};

/// What a reference to a definition begins with; its number follows.
const DEFINITIONS: &str = "#/$defs/";

/// A schema that is the definition of a number.
pub(super) fn reference(number: usize) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{number}")})
}

/// The number of the definition that a schema refers to.
pub(super) fn number(schema: &Value) -> Option<usize> {
    let reference = schema.get("$ref")?.as_str()?;
    reference.strip_prefix(DEFINITIONS)?.parse().ok()
}
