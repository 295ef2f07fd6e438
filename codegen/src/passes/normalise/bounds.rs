//! `exclusiveMinimum` and `exclusiveMaximum` as numbers.

use serde_json::{Map, Value};

/// Rewrites them as flags beside `minimum` and `maximum`; of two bounds, the tighter one stays.
pub(super) fn to_flags(schema: &mut Map<String, Value>) {
    to_flag(
        schema,
        "exclusiveMinimum",
        "minimum",
        |exclusive, inclusive| exclusive >= inclusive,
    );
    to_flag(
        schema,
        "exclusiveMaximum",
        "maximum",
        |exclusive, inclusive| exclusive <= inclusive,
    );
}

fn to_flag(
    schema: &mut Map<String, Value>,
    exclusive: &str,
    inclusive: &str,
    is_tighter: fn(f64, f64) -> bool,
) {
    let Some(Value::Number(bound)) = schema.get(exclusive).cloned() else {
        return;
    };
    let other = schema.get(inclusive).and_then(Value::as_f64);
    let wins = match (bound.as_f64(), other) {
        (Some(bound), Some(other)) => is_tighter(bound, other),
        _ => true,
    };
    if wins {
        schema.insert(inclusive.to_owned(), Value::Number(bound));
        schema.insert(exclusive.to_owned(), Value::Bool(true));
    } else {
        schema.shift_remove(exclusive);
    }
}
