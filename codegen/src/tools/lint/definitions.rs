//! Converts the schemas of a document to JSON Schema 2019-09, to validate examples.
//!
//! Each schema becomes a *definition*, an entry of `$defs` with a number as its name. Subschemas become references to
//! their definitions, so the validator compiles each schema once. An invalid schema becomes `{}`, because other rules
//! report it.

use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::{Value, json};

use crate::diagnostics::Pointer;
use crate::openapi::json_schema::{Subschemas, translate};
use crate::openapi::walk::{Kind, Node, string};

/// The start of a reference to a definition, before the index.
const DEFINITIONS: &str = "#/$defs/";

pub(super) fn reference(index: usize) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{index}")})
}

pub(super) fn referenced_index(schema: &Value) -> Option<usize> {
    definition_index(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}

/// Returns the index of the definition that contains the value at `pointer`.
pub(super) fn definition_index(pointer: &str) -> Option<usize> {
    let rest = pointer.strip_prefix("/$defs/")?;
    rest.split('/').next()?.parse().ok()
}

pub(super) struct Definitions<'a> {
    /// The locations of the schemas in the document, by index.
    pub(super) pointers: IndexSet<&'a Pointer>,
    pub(super) schemas: Vec<Value>,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(nodes: &'a [Node<'_>]) -> Self {
        let nodes = nodes.iter().filter(|node| node.kind == Kind::Schema);
        let mut definitions = Self {
            pointers: nodes.clone().map(|node| &node.pointer).collect(),
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

    /// Replaces the schemas with these indices by `{}`. Returns their pointers.
    pub(super) fn clear(&mut self, indices: Vec<usize>) -> Vec<&'a Pointer> {
        let mut pointers = Vec::new();
        for index in indices {
            let schema = self.schemas.get_mut(index);
            // A reference needs no replacement, because the referenced schema is replaced.
            if let Some(schema) = schema.filter(|schema| referenced_index(schema).is_none()) {
                *schema = json!({});
                pointers.extend(self.pointers.get_index(index));
            }
        }
        pointers
    }

    pub(super) fn reference(&self, pointer: &Pointer) -> Value {
        let index = self.pointers.get_index_of(pointer);
        index.map_or_else(|| json!({}), reference)
    }

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

/// Whether the `pattern` of a schema can be compiled. `known` caches results.
fn has_valid_pattern(schema: &Value, known: &mut HashMap<String, bool>) -> bool {
    string(schema, "pattern").is_none_or(|pattern| {
        *known.entry(pattern.to_owned()).or_insert_with(|| {
            jsonschema::draft201909::options()
                .build(&json!({"pattern": pattern}))
                .is_ok()
        })
    })
}
