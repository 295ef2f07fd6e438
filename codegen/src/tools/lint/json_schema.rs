//! The schemas of a document as JSON Schema 2019-09, for a validator.
//!
//! Each schema becomes a definition of its own, and refers to those inside of it. So each is compiled once, however
//! many examples and other schemas lead to it. What is no schema forbids nothing: other rules speak of it.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::Node;
use super::entangled::entangled;
use super::numbered;
use crate::diagnostics::Pointer;
use crate::openapi::json_schema::{Subschemas, translate};
use crate::openapi::walk::Kind;

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
            let schema = translate(node.value, &node.place, &definitions);
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
}

impl Subschemas for Definitions<'_> {
    fn subschema(&self, _: &Value, place: &Pointer) -> Value {
        self.reference(place)
    }

    fn component(&self, reference: &str) -> Value {
        let place = reference.strip_prefix('#');
        let place = place.map(|place| Pointer::from(place.to_owned()));
        place.map_or_else(|| json!({}), |place| self.reference(&place))
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
