//! Merges the branches of each `allOf` into the schema that contains it, and the properties next to a `oneOf` or
//! `anyOf` into its branches.
//!
//! An `allOf` that can't be merged stays, and lowering makes it any JSON value. An *alias* also stays: an `allOf` of a
//! single `$ref` with only annotations next to it, which has the type of the referenced schema.

pub(super) mod alias;
mod combine;
mod shared_properties;

use indexmap::IndexSet;
use serde_json::Value;

use self::alias::is_alias;
use self::combine::{combine, remove_repeated_names};
pub(crate) use self::shared_properties::MERGED_COMPONENT;
use super::{
    ALL_OF, DISCRIMINATOR, NULLABLE, Schema, UNIONS, contains_any, growth, is_nullable,
    make_nullable, unions,
};
use crate::diagnostics::Pointer;
use crate::openapi::keywords::is_annotation;
use crate::openapi::references;
use crate::openapi::size::size_of_members;
use crate::openapi::walk::{Kind, Path, children_mut};

/// The maximum depth of nested references and branches, because each level takes stack.
const MAX_DEPTH: usize = 64;

/// Merges every `allOf` of a document.
pub fn merge(mut document: Value) -> Value {
    // References are followed in this copy of the components, which merging doesn't change.
    let components = document.get("components").cloned();
    let original = Value::from_iter(components.map(|it| ("components", it)));
    let capacity = growth::capacity(&document);
    Merger::new(&original, capacity).merge_all(&mut document, Kind::Object);
    document
}

/// Why the branches of an `allOf` can't be merged.
#[derive(Default)]
pub(crate) struct Conflict {
    pub(crate) reason: String,
    /// The keyword that has different values.
    pub(crate) keyword: Option<String>,
}

impl<S: Into<String>> From<S> for Conflict {
    fn from(reason: S) -> Self {
        Self {
            reason: reason.into(),
            keyword: None,
        }
    }
}

pub(crate) fn conflict(document: &Value, schema: &Schema) -> Option<Conflict> {
    Merger::new(document, growth::MIN_CAPACITY)
        .merge(schema, 0)
        .err()
}

struct Merger<'a> {
    /// The document before merging, or its components.
    original: &'a Value,
    /// The components on the chain of references to the current schema. Another reference to them is recursive.
    ref_stack: IndexSet<Pointer>,
    /// The total size that schemas merged from now on may have. Each merged schema reduces it.
    capacity: usize,
}

impl<'a> Merger<'a> {
    fn new(original: &'a Value, capacity: usize) -> Self {
        Self {
            original,
            ref_stack: IndexSet::new(),
            capacity,
        }
    }

    /// Merges every `allOf` in a value, the outermost first.
    fn merge_all(&mut self, value: &mut Value, kind: Kind) {
        if kind == Kind::Data {
            return;
        }
        let length = self.ref_stack.len();
        if let (Kind::Schema, Value::Object(schema)) = (kind, &mut *value) {
            alias::simplify(schema);
            if schema.contains_key(ALL_OF)
                && !is_alias(schema)
                && let Ok(merged) = self.merge(schema, 0)
            {
                *schema = merged;
                unions::simplify_schema(schema);
            }
            self.move_properties_into_branches(schema);
        }
        for (key, _, child) in children_mut(value, &Path::Start(&Pointer::root())) {
            self.merge_all(child, kind.of_member(key));
        }
        self.ref_stack.truncate(length);
    }

    /// Merges the `allOf` of a schema. Returns the schema unchanged if it has no `allOf`, and the reason if the
    /// branches can't be merged. `depth` is the number of branches around the schema.
    fn merge(&mut self, schema: &Schema, depth: usize) -> Result<Schema, Conflict> {
        let mut merged = schema.clone();
        let Some(branches) = merged.shift_remove(ALL_OF) else {
            return Ok(merged);
        };
        let branches = branches.as_array().ok_or("`allOf` is not an array")?;
        let mut all_nullable = true;
        // The components that branches refer to. `ref_stack` contains a component only during its branch, because two
        // branches may refer to the same component. After the last branch, `ref_stack` contains all of these components
        // again, because the merged schema is recursive if it refers to one of these.
        let mut entered = Vec::new();
        for branch in branches {
            let length = self.ref_stack.len();
            let resolved = self.resolve(branch, depth);
            entered.extend(self.ref_stack.drain(length..));
            let branch = resolved?;
            let size = size_of_members(&branch) + 1;
            let capacity = self.capacity.checked_sub(size);
            self.capacity = capacity.ok_or_else(|| growth::too_large("the merged schemas"))?;
            all_nullable &= is_nullable(&branch);
            combine(&mut merged, branch)?;
        }
        self.ref_stack.extend(entered);
        remove_repeated_names(&mut merged);
        merged.shift_remove(NULLABLE);
        if all_nullable || is_nullable(schema) {
            make_nullable(&mut merged);
        }
        Ok(merged)
    }

    /// Follows the references of a branch and merges its `allOf`. If the branch is a reference, removes a discriminator
    /// without a union, and removes annotations, which are about the referenced schema. Keeps `deprecated`, `readOnly`
    /// and `writeOnly`.
    fn resolve(&mut self, branch: &Value, depth: usize) -> Result<Schema, Conflict> {
        if depth >= MAX_DEPTH {
            return Err(format!("`allOf` is nested more than {MAX_DEPTH} deep").into());
        }
        let mut value = branch;
        let start = self.ref_stack.len();
        while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let (pointer, target) = references::target(self.original, reference, &Pointer::root())
                .map_err(|error| error.message().to_owned())?;
            if let Some(start) = self.ref_stack.get_index_of(&pointer) {
                let cycle = self.ref_stack.iter().skip(start).chain([&pointer]);
                let cycle: Vec<String> = cycle.map(Pointer::to_string).collect();
                return Err(references::circular(&cycle, &pointer).message().into());
            }
            if self.ref_stack.len() - start >= MAX_DEPTH {
                return Err(references::long_chain(reference, &pointer).message().into());
            }
            self.ref_stack.insert(pointer);
            value = target;
        }
        let schema = value.as_object().ok_or("one of them is not an object")?;
        let mut schema = self.merge(schema, depth + 1)?;
        if branch.get("$ref").is_some() {
            schema.retain(|key, _| {
                !is_annotation(key) || matches!(&**key, "deprecated" | "readOnly" | "writeOnly")
            });
            // A discriminator without a union selects among the schemas derived from the referenced schema.
            if !contains_any(&schema, &UNIONS) {
                schema.shift_remove(DISCRIMINATOR);
            }
        }
        Ok(schema)
    }
}
