//! Merges `allOf` into one schema.
//!
//! An `allOf` that can't be merged is kept, and lowering rejects it. An `allOf` of a single `$ref` with only
//! annotations next to it is also kept, because it is an alias of the schema it refers to.

mod combine;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::keywords::is_annotation;
use crate::openapi::references;
use crate::openapi::walk::Kind;

const ALL_OF: &str = "allOf";
const NULLABLE: &str = "nullable";

/// How many references and branches may be nested; more would need a large stack.
const DEEPEST: usize = 64;

/// How large all merged schemas may be together, relative to the document.
const GROWTH: usize = 4;

/// Added to the limit, so that a small document can merge at all.
const ALLOWANCE: usize = 10_000;

/// Merges every `allOf` of a document into the schema that contains it.
pub fn merge(mut document: Value) -> Value {
    // References are resolved in the original document.
    let original = document.clone();
    let mut merger = Merger {
        original: &original,
        ref_stack: Vec::new(),
        depth: 0,
        capacity: ALLOWANCE + size(&original) * GROWTH,
    };
    merger.merge_all(&mut document, Kind::Object);
    document
}

/// Returns the reason why the `allOf` of a schema can't be merged.
pub(crate) fn conflict(document: &Value, schema: &Map<String, Value>) -> Option<String> {
    let mut merger = Merger {
        original: document,
        ref_stack: Vec::new(),
        depth: 0,
        capacity: ALLOWANCE,
    };
    merger.merge(schema).err()
}

/// Returns the number of values in a value, plus the length of their keys and strings.
fn size(value: &Value) -> usize {
    let contents = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => size_of_members(members),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    contents + 1
}

fn size_of_members(members: &Map<String, Value>) -> usize {
    members
        .iter()
        .map(|(key, member)| key.len() + size(member))
        .sum()
}

struct Merger<'a> {
    original: &'a Value,
    /// The components that contain the current schema. A reference to one of them is recursive.
    ref_stack: Vec<Pointer>,
    /// The number of nested branches.
    depth: usize,
    /// How large all further merged schemas may be.
    capacity: usize,
}

impl Merger<'_> {
    fn merge_all(&mut self, value: &mut Value, kind: Kind) {
        if kind == Kind::Data {
            return;
        }
        let length = self.ref_stack.len();
        if let (Kind::Schema, Value::Object(schema)) = (kind, &mut *value)
            && let Ok(Some(merged)) = self.merge(schema)
        {
            *schema = merged;
        }
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    self.merge_all(member, kind.of_member(key));
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.merge_all(item, kind.of_member(""));
                }
            }
            _ => {}
        }
        self.ref_stack.truncate(length);
    }

    /// Returns the schema without `allOf`, `None` if it has none or is an alias, or the reason if it can't be merged.
    fn merge(&mut self, schema: &Map<String, Value>) -> Result<Option<Map<String, Value>>, String> {
        let Some(Value::Array(branches)) = schema.get(ALL_OF) else {
            return Ok(None);
        };
        if is_alias(schema, branches) {
            return Ok(None);
        }
        let mut merged = schema.clone();
        merged.shift_remove(ALL_OF);
        let mut all_nullable = true;
        let mut followed = Vec::new();
        for branch in branches {
            let length = self.ref_stack.len();
            let resolved = self.resolve_nested(branch);
            // Each branch starts from the same stack. Inside the merged schema, a reference to any of these components
            // is a cycle.
            followed.extend(self.ref_stack.drain(length..));
            let branch = resolved?;
            let capacity = self.capacity.checked_sub(size_of_members(&branch) + 1);
            self.capacity = capacity.ok_or_else(|| {
                format!(
                    "the merged schemas are larger than {GROWTH} times the document plus {ALLOWANCE} values and characters"
                )
            })?;
            all_nullable &= is_nullable(&branch);
            merged = combine::combine(merged, branch)?;
        }
        self.ref_stack.extend(followed);
        merged.shift_remove(NULLABLE);
        if all_nullable || is_nullable(schema) {
            merged.insert(NULLABLE.to_owned(), Value::Bool(true));
        }
        Ok(Some(merged))
    }

    /// Does the same as [`resolve`](Self::resolve), unless the branch is nested too deep.
    fn resolve_nested(&mut self, branch: &Value) -> Result<Map<String, Value>, String> {
        if self.depth >= DEEPEST {
            return Err(format!("`allOf` is nested more than {DEEPEST} deep"));
        }
        self.depth += 1;
        let resolved = self.resolve(branch);
        self.depth -= 1;
        resolved
    }

    /// Follows the references of a branch, merges its own `allOf`, and removes keywords that are only about a
    /// referenced schema.
    fn resolve(&mut self, branch: &Value) -> Result<Map<String, Value>, String> {
        let mut value = branch;
        let start = self.ref_stack.len();
        while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let (pointer, target) = references::target(self.original, reference, &Pointer::root())
                .map_err(|error| error.message().to_owned())?;
            let is_circular = self.ref_stack.contains(&pointer);
            if is_circular || self.ref_stack.len() - start >= DEEPEST {
                let error = references::endless(reference, is_circular, &pointer);
                return Err(error.message().to_owned());
            }
            self.ref_stack.push(pointer);
            value = target;
        }
        let schema = value.as_object().ok_or("one of them is not an object")?;
        let mut schema = match self.merge(schema)? {
            Some(merged) => merged,
            None => self.resolve_alias(schema.clone())?,
        };
        if branch.get("$ref").is_some() {
            schema.retain(|key, _| !is_about_referenced_schema(key));
            // A discriminator without a union lists the schemas derived from this one.
            if !schema.contains_key("oneOf") && !schema.contains_key("anyOf") {
                schema.shift_remove("discriminator");
            }
        }
        Ok(schema)
    }

    /// Returns the schema that an alias refers to, with the annotations of the alias. Another schema is unchanged.
    fn resolve_alias(
        &mut self,
        mut alias: Map<String, Value>,
    ) -> Result<Map<String, Value>, String> {
        let Some(branches) = alias.shift_remove(ALL_OF) else {
            return Ok(alias);
        };
        let branch = branches.get(0).ok_or("`allOf` is not an array")?;
        let schema = self.resolve_nested(branch)?;
        combine::combine(alias, schema)
    }
}

fn is_nullable(schema: &Map<String, Value>) -> bool {
    schema.get(NULLABLE) == Some(&Value::Bool(true))
}

/// Whether a schema has only annotations next to an `allOf` of a single `$ref`.
fn is_alias(schema: &Map<String, Value>, branches: &[Value]) -> bool {
    let is_reference = matches!(branches, [only] if only.get("$ref").is_some());
    is_reference
        && schema
            .keys()
            .all(|key| key == ALL_OF || key == NULLABLE || is_annotation(key))
}

/// Whether a keyword describes a referenced schema and doesn't apply to schemas that are derived from it.
fn is_about_referenced_schema(key: &str) -> bool {
    is_annotation(key) && !matches!(key, "deprecated" | "readOnly" | "writeOnly")
}
