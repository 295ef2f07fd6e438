//! The schemas of a document as JSON Schema 2019-09, for a validator.
//!
//! Each schema becomes a definition that refers to its subschemas by index, so that each is compiled once, however many
//! examples and other schemas refer to it. Invalid schemas accept everything: other rules report them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::expansion;
use crate::diagnostics::Pointer;
use crate::openapi::json_schema::{Subschemas, translate};
use crate::openapi::walk::{Kind, Node, string};

/// Precedes the index of a definition in a reference.
const DEFINITIONS: &str = "#/$defs/";

/// Returns a schema that refers to a definition.
pub(super) fn reference(index: usize) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{index}")})
}

/// Returns the index of the definition that a schema refers to.
pub(super) fn referenced_index(schema: &Value) -> Option<usize> {
    let reference = schema.get("$ref")?.as_str()?;
    reference.strip_prefix(DEFINITIONS)?.parse().ok()
}

/// The schemas of a document, by index and by pointer.
pub(super) struct Definitions<'a> {
    pointers: Vec<&'a Pointer>,
    indices: HashMap<&'a Pointer, usize>,
    schemas: Vec<Value>,
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

    /// Replaces schemas that expand to too many others with ones that accept everything, and returns their pointers.
    pub(super) fn remove_too_large(&mut self) -> Vec<&'a Pointer> {
        let mut pointers = Vec::new();
        for index in expansion::too_large(&self.schemas) {
            let schema = self.schemas.get_mut(index);
            // A schema that only refers to another one has no branches to correct.
            if let Some(schema) = schema.filter(|schema| referenced_index(schema).is_none()) {
                *schema = json!({});
                pointers.extend(self.pointers.get(index));
            }
        }
        pointers
    }

    /// Returns a schema that refers to the one at `pointer`.
    pub(super) fn reference(&self, pointer: &Pointer) -> Value {
        self.indices
            .get(pointer)
            .map_or_else(|| json!({}), |index| reference(*index))
    }

    /// Returns the definitions for the `$defs` of a schema.
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

/// Whether the `pattern` of a schema can be compiled. `known` has the patterns of earlier schemas.
fn has_valid_pattern(schema: &Value, known: &mut HashMap<String, bool>) -> bool {
    string(schema, "pattern").is_none_or(|pattern| {
        *known.entry(pattern.to_owned()).or_insert_with(|| {
            jsonschema::draft201909::options()
                .build(&json!({"pattern": pattern}))
                .is_ok()
        })
    })
}
