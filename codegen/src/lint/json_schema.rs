//! The schemas of a document as JSON Schema 2019-09, which validators know: OpenAPI 3.0 has a dialect of its own.
//!
//! Each schema becomes a definition of its own, and refers to those inside of it. So each is compiled once, however
//! many examples and other schemas lead to it. What is no schema forbids nothing: other rules speak of it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Node;
use super::entangled::entangled;
use super::numbered;
use crate::nodes::Kind;
use crate::pointer::Pointer;

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

/// The schemas of a document, each with the number that it has among the definitions.
pub(super) struct Definitions<'a> {
    places: Vec<&'a Pointer>,
    numbers: HashMap<&'a Pointer, usize>,
    schemas: Vec<Value>,
}

impl<'a> Definitions<'a> {
    pub(super) fn of(nodes: &'a [Node<'_>]) -> Self {
        let nodes = nodes.iter().filter(|node| node.kind == Kind::Schema);
        let places: Vec<&Pointer> = nodes.clone().map(|node| &node.place).collect();
        let numbers = places.iter().enumerate();
        let mut definitions = Self {
            numbers: numbers.map(|(number, place)| (*place, number)).collect(),
            places,
            schemas: Vec::new(),
        };
        let mut patterns = Patterns::default();
        let schemas = nodes.map(|node| {
            let schema = definitions.translate(node);
            let is_sound =
                jsonschema::draft201909::meta::is_valid(&schema) && patterns.is_sound(&schema);
            if is_sound { schema } else { json!({}) }
        });
        definitions.schemas = schemas.collect();
        definitions
    }

    /// Makes the schemas that nothing can be held against forbid nothing, and gives their places.
    pub(super) fn cut_entangled(&mut self) -> Vec<&'a Pointer> {
        let mut places = Vec::new();
        for index in entangled(&self.schemas) {
            let schema = self.schemas.get_mut(index);
            // What only refers to another is no branching of its own.
            if let Some(schema) = schema.filter(|schema| numbered::number(schema).is_none()) {
                *schema = json!({});
                places.extend(self.places.get(index));
            }
        }
        places
    }

    /// A schema that says no more than that the one at `place` holds.
    pub(super) fn reference(&self, place: &Pointer) -> Value {
        match self.numbers.get(place) {
            Some(number) => numbered::reference(*number),
            None => json!({}),
        }
    }

    /// The definitions, for the `$defs` of a schema.
    pub(super) fn into_defs(self) -> Value {
        let schemas = self.schemas.into_iter().enumerate();
        let by_number = schemas.map(|(number, schema)| (number.to_string(), schema));
        Value::Object(by_number.collect())
    }

    fn translate(&self, node: &Node<'_>) -> Value {
        let Value::Object(members) = node.value else {
            return json!({});
        };
        if let Some(reference) = members.get("$ref") {
            let place = reference
                .as_str()
                .and_then(|reference| reference.strip_prefix('#'));
            let place = place.map(|place| Pointer::from(place.to_owned()));
            return place.map_or_else(|| json!({}), |place| self.reference(&place));
        }
        let mut schema = Map::new();
        for (key, member) in members {
            if let Some((key, member)) = self.translate_member(key, member, node, members) {
                schema.insert(key.to_owned(), member);
            }
        }
        Value::Object(schema)
    }

    fn translate_member<'k>(
        &self,
        key: &'k str,
        member: &Value,
        node: &Node<'_>,
        schema: &Map<String, Value>,
    ) -> Option<(&'k str, Value)> {
        let is_set = |key| schema.get(key).and_then(Value::as_bool) == Some(true);
        let bound = |exclusive| if is_set(exclusive) { exclusive } else { key };
        let place = || node.place.child(key);
        Some(match key {
            "type" | "enum" if is_set("nullable") => (key, with_null(member)),
            "type" | "enum" => (key, member.clone()),
            "maximum" => (bound("exclusiveMaximum"), member.clone()),
            "minimum" => (bound("exclusiveMinimum"), member.clone()),
            "required" => (key, required(member, schema)),
            "additionalProperties" if member.is_boolean() => (key, member.clone()),
            "additionalProperties" | "items" | "not" => (key, self.reference(&place())),
            "properties" | "allOf" | "anyOf" | "oneOf" => (key, self.references(member, &place())),
            _ if SHARED.contains(&key) => (key, member.clone()),
            _ => return None,
        })
    }

    /// References to the schemas in a list, or by name in an object.
    fn references(&self, member: &Value, place: &Pointer) -> Value {
        match member {
            Value::Object(members) => {
                let names = members.keys();
                let references =
                    names.map(|name| (name.clone(), self.reference(&place.child(name))));
                Value::Object(references.collect())
            }
            Value::Array(items) => (0..items.len())
                .map(|index| self.reference(&place.child(index)))
                .collect(),
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

/// Tells regular expressions from what is none, each once.
#[derive(Default)]
struct Patterns {
    sound: HashSet<String>,
}

impl Patterns {
    fn is_sound(&mut self, schema: &Value) -> bool {
        let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else {
            return true;
        };
        if self.sound.contains(pattern) {
            return true;
        }
        let is_sound = jsonschema::draft201909::options()
            .build(&json!({"pattern": pattern}))
            .is_ok();
        if is_sound {
            self.sound.insert(pattern.to_owned());
        }
        is_sound
    }
}
