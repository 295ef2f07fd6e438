//! `allOf`: what several schemas say together, said by one.
//!
//! What cannot be said by one stays as it is, and is refused when it is lowered. So does `allOf` around a single
//! reference that nothing but words stands beside: it means the schema that it refers to, with other words about it.

mod combine;

use serde_json::{Map, Value};

use crate::diagnostics::Pointer;
use crate::openapi::references;
use crate::openapi::walk::Kind;

const ALL_OF: &str = "allOf";
const NULLABLE: &str = "nullable";

/// What a schema says about itself alone, and not about a schema that builds on it.
const OWN: [&str; 5] = ["default", "description", "example", "externalDocs", "title"];

/// Merges every `allOf` of a document into the schema that it stands in.
pub fn merge(mut document: Value) -> Value {
    // References lead to what was written.
    let written = document.clone();
    let mut merging = Merging {
        written: &written,
        way: Vec::new(),
        depth: 0,
        room: room_for(&written),
    };
    merging.walk(&mut document, Kind::Object);
    document
}

/// How many references or branches may lead from one to the next; more would need a deep stack.
const LONGEST_WAY: usize = 64;

/// How many times of what a document has may be merged: far more than one asks for that doesn't multiply itself.
const GROWTH: usize = 4;

/// How much may be merged.
fn room_for(document: &Value) -> usize {
    const LEAST: usize = 10_000;
    LEAST + size(document) * GROWTH
}

/// What a node takes up: its nodes, and the text in them.
fn size(node: &Value) -> usize {
    let below = match node {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => size_of_members(members),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    below + 1
}

fn size_of_members(members: &Map<String, Value>) -> usize {
    let members = members.iter();
    members.map(|(key, member)| key.len() + size(member)).sum()
}

struct Merging<'a> {
    written: &'a Value,
    /// The references that led to the schema at hand: none of them is followed again within it.
    way: Vec<Pointer>,
    /// How many branches have been entered and not left.
    depth: usize,
    room: usize,
}

impl Merging<'_> {
    fn walk(&mut self, node: &mut Value, kind: Kind) {
        if kind == Kind::Data {
            return;
        }
        let length = self.way.len();
        if let (Kind::Schema, Value::Object(schema)) = (kind, &mut *node)
            && let Some(merged) = self.merged(schema)
        {
            *schema = merged;
        }
        match node {
            Value::Object(members) => {
                for (key, member) in members {
                    self.walk(member, kind.of_member(key));
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.walk(item, kind.of_member(""));
                }
            }
            _ => {}
        }
        self.way.truncate(length);
    }

    /// The schema without its `allOf`, if it has one that can be merged.
    fn merged(&mut self, schema: &Map<String, Value>) -> Option<Map<String, Value>> {
        let Some(Value::Array(branches)) = schema.get(ALL_OF) else {
            return None;
        };
        if is_another_word_for_a_reference(schema, branches) {
            return None;
        }
        let mut merged = schema.clone();
        merged.shift_remove(ALL_OF);
        let mut all_nullable = true;
        let mut followed = Vec::new();
        for branch in branches {
            let length = self.way.len();
            let resolved = self.enter(branch);
            // Another branch may lead to the same schema, but nothing within what they come to.
            followed.extend(self.way.drain(length..));
            let branch = resolved?;
            let size = size_of_members(&branch) + 1;
            self.room = self.room.checked_sub(size)?;
            all_nullable &= is_nullable(&branch);
            merged = combine::combine(merged, branch)?;
        }
        self.way.extend(followed);
        let is_nullable = is_nullable(schema) || all_nullable;
        merged.shift_remove(NULLABLE);
        if is_nullable {
            merged.insert(NULLABLE.to_owned(), Value::Bool(true));
        }
        Some(merged)
    }

    /// Does what [`resolved`](Self::resolved) does, unless that leads on and on.
    fn enter(&mut self, branch: &Value) -> Option<Map<String, Value>> {
        if self.depth >= LONGEST_WAY {
            return None;
        }
        self.depth += 1;
        let resolved = self.resolved(branch);
        self.depth -= 1;
        resolved
    }

    /// A branch as it is to be merged: over references, without words that are not about the whole, and itself merged.
    fn resolved(&mut self, branch: &Value) -> Option<Map<String, Value>> {
        let mut node = branch;
        let start = self.way.len();
        while let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            let (place, target) =
                references::target(self.written, reference, &Pointer::root()).ok()?;
            if self.way.contains(&place) || self.way.len() - start >= LONGEST_WAY {
                return None;
            }
            self.way.push(place);
            node = target;
        }
        let mut schema = node.as_object()?.clone();
        if schema.contains_key(ALL_OF) {
            schema = match self.merged(&schema) {
                Some(merged) => merged,
                None => self.unwrapped(schema)?,
            };
        }
        if branch.get("$ref").is_some() {
            schema.retain(|key, _| !OWN.contains(&key.as_str()) && !key.starts_with("x-"));
            // Which forms there are of it is nothing that one of the forms says.
            if !schema.contains_key("oneOf") && !schema.contains_key("anyOf") {
                schema.shift_remove("discriminator");
            }
        }
        Some(schema)
    }

    /// A schema that is another word for a reference, as what it refers to.
    fn unwrapped(&mut self, mut schema: Map<String, Value>) -> Option<Map<String, Value>> {
        match schema.shift_remove(ALL_OF) {
            Some(Value::Array(branches)) if branches.len() == 1 => {
                let inner = self.enter(branches.first()?)?;
                combine::combine(schema, inner)
            }
            _ => None,
        }
    }
}

fn is_nullable(schema: &Map<String, Value>) -> bool {
    schema.get(NULLABLE) == Some(&Value::Bool(true))
}

fn is_another_word_for_a_reference(schema: &Map<String, Value>, branches: &[Value]) -> bool {
    let says_nothing_else = |key: &String| {
        let words = [ALL_OF, NULLABLE, "deprecated", "readOnly", "writeOnly"];
        words.contains(&key.as_str()) || OWN.contains(&key.as_str()) || key.starts_with("x-")
    };
    matches!(branches, [only] if only.get("$ref").is_some()) && schema.keys().all(says_nothing_else)
}
