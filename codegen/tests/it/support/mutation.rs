//! Random mutations of a document.

use codegen::diagnostics::Pointer;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A mutation. Each index selects one of the nodes of the document to which the mutation is applied, whatever their
/// number.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    kind: Kind,
    target: Index,
    other: Index,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Replaces the target with a value.
    Replace(Value),
    /// Removes the target.
    Remove,
    /// Replaces the target with a copy of another node.
    Copy,
    /// Moves the target to the end of its object, under the key of another node.
    Rename,
    /// Replaces the target with a reference to another node.
    Refer,
    /// Adds a member to the target, or an item if it is an array.
    Insert(&'static str, Value),
}

/// The keys that mutations insert.
const KEYWORDS: [&str; 30] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "content",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "explode",
    "format",
    "in",
    "items",
    "maximum",
    "minimum",
    "name",
    "not",
    "nullable",
    "oneOf",
    "parameters",
    "properties",
    "required",
    "schema",
    "security",
    "servers",
    "style",
    "type",
    "x-sdk-name",
];

fn value() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("a"),
        json!("object"),
        json!("array"),
        json!("string"),
        json!("*/ \"#\n"),
        json!([]),
        json!({}),
        json!([{}]),
        json!(["a"]),
        json!({"a": {}}),
        json!({"type": "string"}),
        json!({"type": "object", "properties": {"a": {"type": "integer"}}}),
        json!([{"type": "string"}, {"type": "object"}]),
    ])
}

pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    let kind = prop_oneof![
        value().prop_map(Kind::Replace),
        Just(Kind::Remove),
        Just(Kind::Copy),
        Just(Kind::Rename),
        Just(Kind::Refer),
        (prop::sample::select(&KEYWORDS[..]), value())
            .prop_map(|(key, value)| Kind::Insert(key, value)),
    ];
    (kind, any::<Index>(), any::<Index>()).prop_map(|(kind, target, other)| Mutation {
        kind,
        target,
        other,
    })
}

impl Mutation {
    pub(crate) fn apply(&self, document: &mut Value) {
        let mut pointers = Vec::new();
        collect_pointers(document, &Pointer::root(), &mut pointers);
        let (target, other) = (self.target.get(&pointers), self.other.get(&pointers));
        match &self.kind {
            Kind::Replace(value) => replace(document, target, value.clone()),
            Kind::Remove => drop(remove(document, target)),
            Kind::Copy => {
                let node = document.pointer(other.as_str()).cloned();
                replace(document, target, node.unwrap_or_default());
            }
            Kind::Rename => {
                if let (Some(node), Some(parent), Some(key)) =
                    (remove(document, target), target.parent(), other.key())
                {
                    insert(document, &parent, &key, node);
                }
            }
            Kind::Refer => replace(document, target, json!({"$ref": other.to_string()})),
            Kind::Insert(key, value) => insert(document, target, key, value.clone()),
        }
    }
}

fn collect_pointers(node: &Value, pointer: &Pointer, pointers: &mut Vec<Pointer>) {
    pointers.push(pointer.clone());
    match node {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, member)| collect_pointers(member, &pointer.child(key), pointers)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| collect_pointers(item, &pointer.child(index), pointers)),
        _ => {}
    }
}

fn replace(document: &mut Value, pointer: &Pointer, value: Value) {
    if let Some(node) = document.pointer_mut(pointer.as_str()) {
        *node = value;
    }
}

fn remove(document: &mut Value, pointer: &Pointer) -> Option<Value> {
    let (parent, key) = (pointer.parent()?, pointer.key()?);
    match document.pointer_mut(parent.as_str())? {
        Value::Object(members) => members.shift_remove(&key),
        Value::Array(items) => Some(items.remove(key.parse().ok()?)),
        _ => None,
    }
}

fn insert(document: &mut Value, pointer: &Pointer, key: &str, value: Value) {
    match document.pointer_mut(pointer.as_str()) {
        Some(Value::Object(members)) => drop(members.insert(key.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}
