//! A schema as JSON Schema 2019-09, which validators know: OpenAPI 3.0 has a dialect of its own.

use serde_json::{Map, Value, json};

use crate::diagnostics::Pointer;

/// Keywords that mean the same in both.
const SHARED: [&str; 11] = [
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
    "multipleOf",
    "pattern",
    "required",
    "uniqueItems",
];

/// How a translated schema speaks of others.
pub(crate) trait Others {
    /// What stands for the schema inside of it at `place`.
    fn inner(&self, schema: &Value, place: &Pointer) -> Value;

    /// What stands for the component that a `$ref` leads to.
    fn component(&self, reference: &str) -> Value;
}

/// Translates the schema at `place`. What is no schema forbids nothing.
pub(crate) fn translate(schema: &Value, place: &Pointer, others: &impl Others) -> Value {
    let Value::Object(members) = schema else {
        return json!({});
    };
    if let Some(reference) = members.get("$ref") {
        return others.component(reference.as_str().unwrap_or_default());
    }
    let translation = Translation {
        members,
        place,
        others,
    };
    let members = members.iter();
    Value::Object(
        members
            .filter_map(|(key, member)| translation.member(key, member))
            .map(|(key, member)| (key.to_owned(), member))
            .collect(),
    )
}

/// A schema on the way from one dialect to the other.
struct Translation<'a, O> {
    members: &'a Map<String, Value>,
    place: &'a Pointer,
    others: &'a O,
}

impl<O: Others> Translation<'_, O> {
    fn member<'k>(&self, key: &'k str, member: &Value) -> Option<(&'k str, Value)> {
        let is_set = |key| self.members.get(key).and_then(Value::as_bool) == Some(true);
        let bound = |exclusive| if is_set(exclusive) { exclusive } else { key };
        let place = || self.place.child(key);
        Some(match key {
            "type" | "enum" if is_set("nullable") => (key, with_null(member)),
            "type" | "enum" => (key, member.clone()),
            "maximum" => (bound("exclusiveMaximum"), member.clone()),
            "minimum" => (bound("exclusiveMinimum"), member.clone()),
            "required" => (key, required(member, self.members)),
            "additionalProperties" if member.is_boolean() => (key, member.clone()),
            "additionalProperties" | "items" | "not" => (key, self.others.inner(member, &place())),
            "properties" | "allOf" | "anyOf" | "oneOf" => (key, self.inner(member, &place())),
            _ if SHARED.contains(&key) => (key, member.clone()),
            _ => return None,
        })
    }

    /// The schemas in a list, or by name in an object.
    fn inner(&self, member: &Value, place: &Pointer) -> Value {
        match member {
            Value::Object(members) => {
                let members = members.iter().map(|(name, schema)| {
                    let schema = self.others.inner(schema, &place.child(name));
                    (name.clone(), schema)
                });
                Value::Object(members.collect())
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, schema)| self.others.inner(schema, &place.child(index)))
                    .collect()
            }
            other => other.clone(),
        }
    }
}

/// A type, or a list of values, and null beside it.
fn with_null(member: &Value) -> Value {
    match member {
        Value::String(name) => json!([name, "null"]),
        Value::Array(values) if !values.contains(&Value::Null) => {
            values.iter().cloned().chain([Value::Null]).collect()
        }
        other => other.clone(),
    }
}

/// What is required both of what is sent and of what is received.
fn required(names: &Value, schema: &Map<String, Value>) -> Value {
    let goes_both_ways = |name: &&Value| {
        let property = name
            .as_str()
            .and_then(|name| schema.get("properties")?.get(name));
        let is_set = |key| property.and_then(|property| property.get(key)) == Some(&json!(true));
        !is_set("readOnly") && !is_set("writeOnly")
    };
    match names {
        Value::Array(names) => names.iter().filter(goes_both_ways).cloned().collect(),
        other => other.clone(),
    }
}
