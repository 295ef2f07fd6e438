//! Decodes examples and encodes them again. Prints the examples whose JSON changes.

use chrono::DateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

fn check<T: DeserializeOwned + Serialize>(location: &str, json: &str) {
    let expected: Value = serde_json::from_str(json).unwrap();
    match serde_json::from_str::<T>(json) {
        Err(error) => println!("{location}: {error}"),
        Ok(value) => {
            let encoded = serde_json::to_value(value).unwrap();
            if !is_same(&expected, &encoded) {
                println!("{location}: {expected} became {encoded}");
            }
        }
    }
}

/// Whether two values are equal except for the spelling of numbers, dates and UUIDs, and members that are null.
fn is_same(expected: &Value, encoded: &Value) -> bool {
    match (expected, encoded) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => {
            let instant = |text| DateTime::parse_from_rfc3339(text).ok();
            let uuid = |text| Uuid::parse_str(text).ok();
            a == b
                || instant(a).is_some() && instant(a) == instant(b)
                || uuid(a).is_some() && uuid(a) == uuid(b)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let null = Value::Null;
            let keys = a.keys().chain(b.keys());
            keys.into_iter()
                .all(|key| is_same(a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null)))
        }
        (a, b) => a == b,
    }
}
