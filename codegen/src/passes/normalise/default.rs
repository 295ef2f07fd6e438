//! A default of null where null isn't a value.

use serde_json::{Map, Value};

/// Drops it: it says that there is no default.
pub(super) fn drop_null(schema: &mut Map<String, Value>) {
    let is_null = schema.get("default").is_some_and(Value::is_null);
    let takes_null = schema.get("nullable") == Some(&Value::Bool(true));
    // One without a type takes anything, or whatever it consists of.
    if is_null && !takes_null && schema.contains_key("type") {
        schema.shift_remove("default");
    }
}
