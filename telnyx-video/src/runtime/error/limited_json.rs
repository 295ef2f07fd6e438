//! Parses an error response as JSON, but stores only a limited part of it. A response may be as long as the client
//! allows, and a `serde_json::Value` takes many times the memory of its text.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use super::Redaction;
use super::sanitize::prefix;

/// The maximum number of stored items of a list, and of stored members of an object.
pub(super) const MAX_ENTRIES: usize = 100;

/// The maximum size of a stored string in bytes, without the `…` of a truncated one.
pub(super) const MAX_STRING: usize = 8 * 1024;

/// The maximum size of all stored nodes in bytes.
const MAX_SIZE: usize = 256 * 1024;

/// The memory that a node takes in addition to its text, in bytes.
const NODE_SIZE: usize = size_of::<(String, Node)>();

/// The only key of the map that represents a number if the feature `arbitrary_precision` of `serde_json` is enabled.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// A JSON value, of which only a limited part is stored.
pub(super) enum Node {
    /// `null`, a boolean, a number or a string.
    Scalar(Value),
    List(Entries<Node>),
    Object(Entries<(String, Node)>),
}

/// The items of a list, or the members of an object.
pub(super) struct Entries<T> {
    pub(super) stored: Vec<T>,
    /// The number of further entries, which are not stored.
    pub(super) omitted: usize,
}

/// Parses JSON and redacts the secrets of the request. Returns `None` if the text is not JSON.
pub(super) fn parse(json: &[u8], redaction: Redaction<'_>) -> Option<Node> {
    let bytes_left = &Cell::new(MAX_SIZE);
    let seed = NodeSeed {
        redaction,
        bytes_left,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let document = seed.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(document)
}

impl Node {
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.stored.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(value) => value.is_null() || value.as_str() == Some(""),
            Self::List(items) => items.stored.is_empty(),
            Self::Object(members) => members.stored.is_empty(),
        }
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::List(items) => items.stored.iter().map(Self::to_value).collect(),
            Self::Object(members) => {
                let members = members.stored.iter();
                members
                    .map(|(name, value)| (name.clone(), value.to_value()))
                    .collect()
            }
        }
    }
}

/// Deserializes a node and subtracts its size from `bytes_left`.
#[derive(Clone, Copy)]
struct NodeSeed<'a> {
    redaction: Redaction<'a>,
    /// The number of bytes that further nodes may take.
    bytes_left: &'a Cell<usize>,
}

impl NodeSeed<'_> {
    /// Returns whether a list or object with this number of stored entries may store one more.
    fn has_room(self, stored_count: usize) -> bool {
        stored_count < MAX_ENTRIES && self.bytes_left.get() >= NODE_SIZE
    }

    fn subtract(self, size: usize) {
        self.bytes_left
            .set(self.bytes_left.get().saturating_sub(size));
    }

    /// Redacts and truncates a string, and subtracts its size. Redacts it first, so that no part of a secret remains.
    fn limit(self, text: &str) -> String {
        let redacted = self.redaction.redact(text);
        let stored = prefix(&redacted, MAX_STRING.min(self.bytes_left.get()));
        self.subtract(stored.len());
        if stored.len() < redacted.len() {
            format!("{stored}…")
        } else {
            stored.to_owned()
        }
    }

    fn scalar<E>(self, value: impl Into<Value>) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.subtract(NODE_SIZE);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.scalar(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.scalar(self.limit(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let (mut stored, mut omitted) = (Vec::new(), 0);
        while self.has_room(stored.len())
            && let Some(item) = items.next_element_seed(self)?
        {
            stored.push(item);
        }
        while items.next_element::<IgnoredAny>()?.is_some() {
            omitted += 1;
        }
        Ok(Node::List(Entries { stored, omitted }))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let (mut stored, mut omitted) = (Vec::new(), 0);
        while self.has_room(stored.len())
            && let Some(name) = members.next_key::<String>()?
        {
            if name == NUMBER_KEY {
                let number: Option<Number> = members.next_value::<String>()?.parse().ok();
                return self.scalar(number);
            }
            stored.push((self.limit(&name), members.next_value_seed(self)?));
        }
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            omitted += 1;
        }
        Ok(Node::Object(Entries { stored, omitted }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(body: &str) -> Node {
        parse(body.as_bytes(), Redaction::default()).unwrap()
    }

    #[test]
    fn parse_small_document_stores_everything() {
        let document = json!({"a": [null, true, -1, 7, 0.5, "b"], "c": {"d": {}, "e": []}});
        assert_eq!(parsed(&document.to_string()).to_value(), document);
    }

    #[test]
    fn parse_number_of_arbitrary_precision_is_scalar() {
        let document = parsed(&json!({"code": {NUMBER_KEY: "10005"}}).to_string());
        assert_eq!(document.to_value(), json!({"code": 10005}));
    }

    #[test]
    fn parse_rejects_invalid_json() {
        let too_deep = "[".repeat(100_000);
        for body in ["", "{", "{} x", "[1", "{\"a\":}", &too_deep] {
            let document = parse(body.as_bytes(), Redaction::default());
            assert!(document.is_none(), "{body:.20}");
        }
    }

    #[test]
    fn parse_long_containers_store_first_entries_and_count() {
        let members: Vec<_> = (0..250).map(|index| format!("\"{index}\":0")).collect();
        let body = format!("[{{{}}}{}]", members.join(","), ",1".repeat(1_000));
        let Node::List(items) = parsed(&body) else {
            panic!("not a list");
        };
        assert_eq!((items.stored.len(), items.omitted), (100, 901));
        let Some(Node::Object(members)) = items.stored.first() else {
            panic!("not an object");
        };
        assert_eq!((members.stored.len(), members.omitted), (100, 150));
    }

    #[test]
    fn parse_long_strings_are_truncated() {
        let value = parsed(&json!("é".repeat(5_000)).to_string()).to_value();
        assert_eq!(value, json!("é".repeat(4_096) + "…"));
    }

    #[test]
    fn parse_many_nested_lists_stores_limited_size() {
        let inner = format!("[{}]", vec!["\"0123456789\""; 100].join(","));
        let middle = format!("[{}]", vec![inner.as_str(); 100].join(","));
        let body = format!("[{}]", [middle.as_str(); 10].join(","));
        let stored = parsed(&body).to_value().to_string().len();
        assert!((10_000..MAX_SIZE).contains(&stored), "{stored}");
    }

    #[test]
    fn parse_redacts_before_truncating() {
        let secret = "KEY0123".into();
        let redaction = Redaction {
            client: &[secret],
            ..Redaction::default()
        };
        let text = "x".repeat(MAX_STRING - 3) + "KEY0123";
        let body = json!({"KEY0123": [text]}).to_string();
        let document = parse(body.as_bytes(), redaction).unwrap();
        let expected = "x".repeat(MAX_STRING - 3) + "[re…";
        assert_eq!(document.to_value(), json!({"[redacted]": [expected]}));
    }
}
