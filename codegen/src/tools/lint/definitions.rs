//! Converts the schemas of a document to JSON Schema 2019-09, for a validator of examples.
//!
//! Each schema becomes a *definition*, an entry of `$defs` with a number as its name. Subschemas are references to
//! their own definitions, so the validator compiles each schema once, even if many examples and schemas refer to it. An
//! invalid schema is replaced by one that accepts every value, since other rules report it.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::json_schema::{Subschemas, translate};
use crate::openapi::walk::{Kind, Node, string};

/// The part of a reference before the index of its definition.
const DEFINITIONS: &str = "#/$defs/";

/// Returns a schema that refers to a definition.
pub(super) fn reference(index: usize) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{index}")})
}

/// Returns the index of the definition that a schema refers to.
pub(super) fn referenced_index(schema: &Value) -> Option<usize> {
    definition_index(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}

/// Returns the index of the definition that contains the value at `pointer`.
pub(super) fn definition_index(pointer: &str) -> Option<usize> {
    let rest = pointer.strip_prefix("/$defs/")?;
    rest.split('/').next()?.parse().ok()
}

/// The definitions for the schemas of a document.
pub(super) struct Definitions<'a> {
    /// The locations of the schemas in the document, by index.
    pub(super) pointers: Vec<&'a Pointer>,
    indices: HashMap<&'a Pointer, usize>,
    pub(super) schemas: Vec<Value>,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(nodes: &'a [Node<'_>]) -> Self {
        let nodes = nodes.iter().filter(|node| node.kind == Kind::Schema);
        let pointers: Vec<&Pointer> = nodes.clone().map(|node| &node.pointer).collect();
        let mut definitions = Self {
            indices: pointers.iter().copied().zip(0..).collect(),
            pointers,
            schemas: Vec::new(),
        };
        let mut patterns = HashMap::new();
        definitions.schemas = nodes
            .map(|node| translate(node.value, &node.pointer, &definitions))
            .map(|schema| {
                let is_valid = jsonschema::draft201909::meta::is_valid(&schema)
                    && has_valid_pattern(&schema, &mut patterns);
                if is_valid { schema } else { json!({}) }
            })
            .collect();
        definitions
    }

    /// Replaces the schemas with these indices with one that accepts every value. Returns their pointers.
    pub(super) fn remove(&mut self, indices: Vec<usize>) -> Vec<&'a Pointer> {
        let mut pointers = Vec::new();
        for index in indices {
            let schema = self.schemas.get_mut(index);
            // A schema that is only a reference needs no replacement: the schema that it refers to is replaced.
            if let Some(schema) = schema.filter(|schema| referenced_index(schema).is_none()) {
                *schema = json!({});
                pointers.extend(self.pointers.get(index));
            }
        }
        pointers
    }

    /// Returns a schema that refers to the definition of the schema at `pointer`.
    pub(super) fn reference(&self, pointer: &Pointer) -> Value {
        self.indices
            .get(pointer)
            .map_or_else(|| json!({}), |index| reference(*index))
    }

    /// Returns the value of `$defs`.
    pub(super) fn into_defs(self) -> Value {
        let schemas = self.schemas.into_iter().enumerate();
        schemas
            .map(|(index, schema)| (index.to_string(), schema))
            .collect()
    }
}

impl Subschemas for Definitions<'_> {
    fn subschema(&self, _: &Value, pointer: &Pointer) -> Value {
        self.reference(pointer)
    }

    fn component(&self, reference: &str) -> Value {
        let pointer = reference.strip_prefix('#').unwrap_or(reference);
        self.reference(&Pointer::from(pointer.to_owned()))
    }
}

/// Whether the `pattern` of a schema can be compiled. `known` caches the results by pattern.
fn has_valid_pattern(schema: &Value, known: &mut HashMap<String, bool>) -> bool {
    string(schema, "pattern").is_none_or(|pattern| {
        *known.entry(pattern.to_owned()).or_insert_with(|| {
            jsonschema::draft201909::options()
                .build(&json!({"pattern": pattern}))
                .is_ok()
        })
    })
}
