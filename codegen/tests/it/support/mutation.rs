//! Changes of a document that nobody would make, but somebody may.

use codegen::diagnostics::Pointer;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// One change: what is done, and where. Which of what there is that means is found out when it is made.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    kind: Kind,
    place: Index,
    other: Index,
}

#[derive(Clone, Debug)]
enum Kind {
    Replace(Value),
    Delete,
    /// Puts a copy of another node in the place.
    Copy,
    /// Gives a member the key of another, anywhere in the document.
    Rename,
    /// Leads to another node.
    Refer,
    Insert(&'static str, Value),
}

/// The keywords that are put where they do not belong.
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

/// Any change.
pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    let kind = prop_oneof![
        value().prop_map(Kind::Replace),
        Just(Kind::Delete),
        Just(Kind::Copy),
        Just(Kind::Rename),
        Just(Kind::Refer),
        (prop::sample::select(&KEYWORDS[..]), value())
            .prop_map(|(key, value)| Kind::Insert(key, value)),
    ];
    (kind, any::<Index>(), any::<Index>()).prop_map(|(kind, place, other)| Mutation {
        kind,
        place,
        other,
    })
}

impl Mutation {
    /// Makes the change.
    pub(crate) fn apply(&self, document: &mut Value) {
        let mut places = Vec::new();
        collect(document, &Pointer::root(), &mut places);
        let (place, other) = (self.place.get(&places), self.other.get(&places));
        let node = document
            .pointer(other.as_str())
            .cloned()
            .unwrap_or_default();
        match &self.kind {
            Kind::Replace(value) => replace(document, place, value.clone()),
            Kind::Delete => drop(take(document, place)),
            Kind::Copy => replace(document, place, node),
            Kind::Rename => {
                if let (Some(node), Some(parent), Some(key)) =
                    (take(document, place), place.parent(), other.key())
                {
                    insert(document, &parent, &key, node);
                }
            }
            Kind::Refer => replace(document, place, json!({"$ref": other.to_string()})),
            Kind::Insert(key, value) => insert(document, place, key, value.clone()),
        }
    }
}

/// The places of all nodes.
fn collect(node: &Value, place: &Pointer, places: &mut Vec<Pointer>) {
    places.push(place.clone());
    match node {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, member)| collect(member, &place.child(key), places)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| collect(item, &place.child(index), places)),
        _ => {}
    }
}

fn replace(document: &mut Value, place: &Pointer, value: Value) {
    if let Some(node) = document.pointer_mut(place.as_str()) {
        *node = value;
    }
}

fn take(document: &mut Value, place: &Pointer) -> Option<Value> {
    let (parent, key) = (place.parent()?, place.key()?);
    match document.pointer_mut(parent.as_str())? {
        Value::Object(members) => members.shift_remove(&key),
        Value::Array(items) => Some(items.remove(key.parse().ok()?)),
        _ => None,
    }
}

fn insert(document: &mut Value, place: &Pointer, key: &str, value: Value) {
    match document.pointer_mut(place.as_str()) {
        Some(Value::Object(members)) => drop(members.insert(key.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}
