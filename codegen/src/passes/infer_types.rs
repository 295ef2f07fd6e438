//! What a schema leaves unsaid, said: the type that its keywords are about.
//!
//! Strictly, `properties` without a type allows any other value as well; nobody means that.

use serde_json::{Map, Value};

use crate::openapi::walk::{self, Kind};
use crate::passes::normalise::KEYWORDS;

/// The keywords that offer several schemas.
const CHOICES: [&str; 2] = ["anyOf", "oneOf"];

/// The keywords of an integer that are whole numbers.
const WHOLE: [&str; 3] = ["maximum", "minimum", "multipleOf"];

/// A whole number that is written with a fraction is exact up to here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The end of 64 bits with a sign, as it is written by what knows numbers with a fraction alone.
const END: f64 = 9_223_372_036_854_775_808.0;

/// Says the type of every schema that implies one, and takes away what says nothing about what a value is made of.
pub fn infer(mut document: Value) -> Value {
    walk::each_mut(&mut document, Kind::Object, &mut |node, kind| {
        if let (Kind::Schema, Value::Object(schema)) = (kind, node) {
            add_type(schema);
            drop_demands(schema);
            drop_type_of_choice(schema);
            drop_idle(schema);
            write_whole(schema);
            drop_rounded_ends(schema);
        }
    });
    document
}

fn add_type(schema: &mut Map<String, Value>) {
    let has_other = ["type", "$ref", "allOf", "anyOf", "not", "oneOf"]
        .iter()
        .any(|keyword| schema.contains_key(*keyword));
    if has_other {
        return;
    }
    let is_text = |value: &Value| value.is_string() || value.is_null();
    let values = schema.get("enum").and_then(Value::as_array);
    let implied = if schema.contains_key("properties") {
        "object"
    } else if schema.contains_key("items") {
        "array"
    } else if values.is_some_and(|values| !values.is_empty() && values.iter().all(is_text)) {
        "string"
    } else {
        return;
    };
    schema.insert("type".to_owned(), Value::from(implied));
}

/// Drops choices that only demand some properties or others: no type can say that, and servers check it.
fn drop_demands(schema: &mut Map<String, Value>) {
    if !schema.contains_key("properties") {
        return;
    }
    let is_demand = |branch: &Value| {
        let keys = branch.as_object().map(Map::keys);
        keys.is_some_and(|mut keys| {
            keys.all(|key| matches!(key.as_str(), "description" | "not" | "required" | "title"))
        })
    };
    for keyword in CHOICES {
        let branches = schema.get(keyword).and_then(Value::as_array);
        if branches.is_some_and(|branches| branches.iter().all(is_demand)) {
            schema.shift_remove(keyword);
        }
    }
}

/// Drops the type of a schema that is nothing but a choice, since each branch has its own.
fn drop_type_of_choice(schema: &mut Map<String, Value>) {
    let is_choice = CHOICES.iter().any(|keyword| schema.contains_key(*keyword));
    let has_own = ["additionalProperties", "properties"]
        .iter()
        .any(|keyword| schema.contains_key(*keyword));
    if is_choice && !has_own && schema.get("type").is_some_and(|kind| kind == "object") {
        schema.shift_remove("type");
        schema.shift_remove("required");
    }
}

/// Drops keywords about another type than the schema's own: by the rules of JSON Schema, they say nothing there.
fn drop_idle(schema: &mut Map<String, Value>) {
    let Some(kind) = schema.get("type").and_then(Value::as_str) else {
        return;
    };
    let is_number = matches!(kind, "integer" | "number");
    let own = KEYWORDS.iter().find(|(owner, _)| *owner == kind);
    let own = match own {
        Some((_, keywords)) => *keywords,
        None if kind == "boolean" => &[],
        // A type that is none is a fault by itself.
        None => return,
    };
    let all = KEYWORDS.iter().flat_map(|(_, keywords)| *keywords);
    let others = all.filter(|keyword| !own.contains(keyword));
    for keyword in others.filter(|keyword| !(is_number && **keyword == "format")) {
        schema.shift_remove(*keyword);
    }
}

/// Drops bounds of an integer that are the ends of 64 bits, but for the fraction that they were rounded by.
fn drop_rounded_ends(schema: &mut Map<String, Value>) {
    if schema.get("type").is_none_or(|kind| kind != "integer") {
        return;
    }
    for (keyword, end) in [("maximum", END), ("minimum", -END)] {
        let bound = schema.get(keyword).filter(|bound| !bound.is_i64());
        if bound.and_then(Value::as_f64) == Some(end) {
            schema.shift_remove(keyword);
        }
    }
}

/// Writes `3600.0` as `3600` where it is about integers.
fn write_whole(schema: &mut Map<String, Value>) {
    if schema.get("type").is_none_or(|kind| kind != "integer") {
        return;
    }
    for keyword in WHOLE {
        if let Some(bound) = schema.get_mut(keyword)
            && let Some(number) = bound.as_f64().filter(|_| bound.is_f64())
            && number.fract() == 0.0
            && number.abs() < EXACT
        {
            *bound = Value::from(number as i64);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_say_what_they_imply() {
        for (schema, expected) in [
            (
                json!({"properties": {}}),
                json!({"properties": {}, "type": "object"}),
            ),
            (json!({"items": {}}), json!({"items": {}, "type": "array"})),
            (
                json!({"enum": ["a", null]}),
                json!({"enum": ["a", null], "type": "string"}),
            ),
            (json!({"enum": ["a", 1]}), json!({"enum": ["a", 1]})),
            (
                json!({"type": "string", "format": "uuid", "minimum": 1, "properties": {"a": {}}, "minItems": 1}),
                json!({"type": "string", "format": "uuid"}),
            ),
            (
                json!({"type": "object", "format": "map", "additionalProperties": {"type": "boolean", "format": "x"}}),
                json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
            ),
            (
                json!({"type": "number", "format": "float", "maximum": 2, "items": {}}),
                json!({"type": "number", "format": "float", "maximum": 2}),
            ),
            (
                json!({"type": "text", "minimum": 1}),
                json!({"type": "text", "minimum": 1}),
            ),
            (
                json!({"type": "integer", "minimum": -9_223_372_036_854_776_000_f64, "maximum": 9_223_372_036_854_775_808_u64}),
                json!({"type": "integer"}),
            ),
            (
                json!({"type": "integer", "minimum": i64::MIN, "maximum": u64::MAX}),
                json!({"type": "integer", "minimum": i64::MIN, "maximum": u64::MAX}),
            ),
            (json!({"enum": []}), json!({"enum": []})),
            (
                json!({"properties": {}, "oneOf": [{"type": "object"}]}),
                json!({"properties": {}, "oneOf": [{"type": "object"}]}),
            ),
            (
                json!({"type": "object", "properties": {}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                json!({"type": "object", "properties": {}}),
            ),
            (
                json!({"type": "object", "oneOf": [{"type": "string"}]}),
                json!({"oneOf": [{"type": "string"}]}),
            ),
            (
                json!({"type": "integer", "minimum": 1.0, "maximum": 3.5, "multipleOf": 2}),
                json!({"type": "integer", "minimum": 1, "maximum": 3.5, "multipleOf": 2}),
            ),
            (
                json!({"type": "number", "minimum": 1.0}),
                json!({"type": "number", "minimum": 1.0}),
            ),
        ] {
            let document = infer(json!({"components": {"schemas": {"A": schema}}}));
            assert_eq!(document["components"]["schemas"]["A"], expected);
        }
    }
}
