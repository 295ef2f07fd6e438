//! Two schemas that both hold, as one: keyword by keyword.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// What both schemas say; nothing where no single schema says it. Of words about a schema, those of the first count.
pub(super) fn combine(
    mut first: Map<String, Value>,
    second: Map<String, Value>,
) -> Option<Map<String, Value>> {
    for (keyword, right) in second {
        match first.get_mut(&keyword) {
            Some(left) => {
                let combined = value(&keyword, left.take(), right)?;
                *left = combined;
            }
            None => {
                first.insert(keyword, right);
            }
        }
    }
    Some(first)
}

/// What a keyword comes to that both schemas have.
fn value(keyword: &str, left: Value, right: Value) -> Option<Value> {
    if left == right {
        return Some(left);
    }
    match keyword {
        "type" => narrower_type(&left, &right),
        "properties" => properties(left, right),
        "required" => union(left, right),
        "enum" => intersection(left, &right),
        "items" => Some(json!({ "allOf": [left, right] })),
        "additionalProperties" => Some(additional_properties(left, right)),
        "minimum" | "minItems" | "minLength" | "minProperties" => extreme(left, right, f64::max),
        "maximum" | "maxItems" | "maxLength" | "maxProperties" => extreme(left, right, f64::min),
        "deprecated" | "nullable" | "readOnly" | "uniqueItems" | "writeOnly" => {
            Some(Value::Bool(true))
        }
        "default" | "description" | "example" | "externalDocs" | "title" => Some(left),
        keyword if keyword.starts_with("x-") => Some(left),
        // Exclusive bounds, patterns, formats, choices.
        _ => None,
    }
}

fn narrower_type(left: &Value, right: &Value) -> Option<Value> {
    match (left.as_str()?, right.as_str()?) {
        ("integer", "number") | ("number", "integer") => Some(Value::from("integer")),
        _ => None,
    }
}

fn properties(left: Value, right: Value) -> Option<Value> {
    let (Value::Object(mut all), Value::Object(others)) = (left, right) else {
        return None;
    };
    for (name, right) in others {
        match all.get_mut(&name) {
            Some(left) if *left != right => *left = json!({ "allOf": [left.take(), right] }),
            Some(_) => {}
            None => {
                all.insert(name, right);
            }
        }
    }
    Some(Value::Object(all))
}

fn union(left: Value, right: Value) -> Option<Value> {
    let (Value::Array(mut all), Value::Array(others)) = (left, right) else {
        return None;
    };
    let known: HashSet<Value> = all.iter().cloned().collect();
    all.extend(others.into_iter().filter(|item| !known.contains(item)));
    Some(Value::Array(all))
}

fn intersection(left: Value, right: &Value) -> Option<Value> {
    let Value::Array(mut both) = left else {
        return None;
    };
    let allowed: HashSet<&Value> = right.as_array()?.iter().collect();
    both.retain(|item| allowed.contains(item));
    // A schema that nothing meets is a contradiction, and not what anybody means.
    (!both.is_empty()).then_some(Value::Array(both))
}

fn additional_properties(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema,
        (left, right) => json!({ "allOf": [left, right] }),
    }
}

fn extreme(left: Value, right: Value, choose: fn(f64, f64) -> f64) -> Option<Value> {
    let (first, second) = (left.as_f64()?, right.as_f64()?);
    let chosen = if choose(first, second) == first {
        left
    } else {
        right
    };
    Some(chosen)
}
