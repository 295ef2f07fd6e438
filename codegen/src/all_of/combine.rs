//! Two schemas that both hold, as one: keyword by keyword.

use serde_json::{Map, Value, json};

/// What both schemas say; nothing where no single schema says it. Of words about a schema, those of the first count.
pub(super) fn combine(
    mut first: Map<String, Value>,
    second: Map<String, Value>,
) -> Option<Map<String, Value>> {
    for (keyword, right) in second {
        let combined = match first.get(&keyword) {
            Some(left) => value(&keyword, left, &right)?,
            None => right,
        };
        first.insert(keyword, combined);
    }
    Some(first)
}

/// What a keyword comes to that both schemas have.
fn value(keyword: &str, left: &Value, right: &Value) -> Option<Value> {
    if left == right {
        return Some(left.clone());
    }
    match keyword {
        "type" => narrower_type(left, right),
        "properties" => properties(left, right),
        "required" => union(left, right),
        "enum" => intersection(left, right),
        "items" => Some(json!({ "allOf": [left, right] })),
        "additionalProperties" => Some(additional_properties(left, right)),
        "minimum" | "minItems" | "minLength" | "minProperties" => extreme(left, right, f64::max),
        "maximum" | "maxItems" | "maxLength" | "maxProperties" => extreme(left, right, f64::min),
        "deprecated" | "nullable" | "readOnly" | "uniqueItems" | "writeOnly" => {
            Some(Value::Bool(true))
        }
        "default" | "description" | "example" | "externalDocs" | "title" => Some(left.clone()),
        keyword if keyword.starts_with("x-") => Some(left.clone()),
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

fn properties(left: &Value, right: &Value) -> Option<Value> {
    let mut all = left.as_object()?.clone();
    for (name, right) in right.as_object()? {
        let both = match all.get(name) {
            Some(left) if left != right => json!({ "allOf": [left, right] }),
            _ => right.clone(),
        };
        all.insert(name.clone(), both);
    }
    Some(Value::Object(all))
}

fn union(left: &Value, right: &Value) -> Option<Value> {
    let mut all = left.as_array()?.clone();
    let new = right.as_array()?.iter().filter(|item| !all.contains(item));
    let new: Vec<Value> = new.cloned().collect();
    all.extend(new);
    Some(Value::Array(all))
}

fn intersection(left: &Value, right: &Value) -> Option<Value> {
    let right = right.as_array()?;
    let both: Vec<Value> = left
        .as_array()?
        .iter()
        .filter(|item| right.contains(item))
        .cloned()
        .collect();
    // A schema that nothing meets is a contradiction, and not what anybody means.
    (!both.is_empty()).then_some(Value::Array(both))
}

fn additional_properties(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema.clone(),
        (left, right) => json!({ "allOf": [left, right] }),
    }
}

fn extreme(left: &Value, right: &Value, choose: fn(f64, f64) -> f64) -> Option<Value> {
    let (first, second) = (left.as_f64()?, right.as_f64()?);
    let chosen = if choose(first, second) == first {
        left
    } else {
        right
    };
    Some(chosen.clone())
}
