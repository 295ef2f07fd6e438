//! What is read of YAML and JSON alike: values in which every key is text and stands once.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{DEEPEST, LIMIT, LONGEST_WAY, too_far};

/// How many times larger than its text a document may become by YAML's aliases.
const GROWTH: usize = 10;

/// Reads a text, within bounds.
pub(super) fn read<'de, D: Deserializer<'de>>(
    text: &str,
    deserializer: D,
) -> Result<Value, D::Error> {
    // More than a document without aliases takes, however short it is.
    let room = Cell::new(text.len().saturating_add(100).saturating_mul(GROWTH));
    let node = Node {
        room: &room,
        way: LONGEST_WAY,
        depth: DEEPEST,
    };
    node.deserialize(deserializer)
}

#[derive(Clone, Copy)]
struct Node<'a> {
    /// What the values may take up in all, each its length as text and one more.
    room: &'a Cell<usize>,
    /// How long the keys below may still be, taken together.
    way: usize,
    /// How many lists and objects may still stand inside of one another.
    depth: usize,
}

impl Node<'_> {
    /// What stands within a list or an object.
    fn within<E: Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(E::custom(LIMIT)),
        }
    }

    fn take<E: Error>(self, size: usize) -> Result<(), E> {
        match self.room.get().checked_sub(size + 1) {
            Some(rest) => {
                self.room.set(rest);
                Ok(())
            }
            None => Err(E::custom("its aliases make far more of it than is written")),
        }
    }

    /// What stands below a key.
    fn below<E: Error>(self, key: &str) -> Result<Self, E> {
        match self.way.checked_sub(key.len()) {
            Some(way) => Ok(Self { way, ..self }),
            None => Err(E::custom(too_far())),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.take(0)?;
        deserializer.deserialize_any(self)
    }
}

/// Reads a key as the text that is written there, whatever YAML would take it for as a value.
struct Key<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        self.0.take(0)?;
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text, not a list or a mapping")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.0.take(key.len())?;
        Ok(key.to_owned())
    }
}

/// A tag of YAML, for the error about it.
struct Tag;

impl<'de> DeserializeSeed<'de> for Tag {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Tag {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag")
    }

    fn visit_str<E>(self, tag: &str) -> Result<String, E> {
        Ok(tag.to_owned())
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain YAML or JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::from(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::from(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // `.inf` and `.nan` are YAML but not JSON; they stay readable as text.
        Ok(Number::from_f64(value).map_or_else(|| Value::from(value.to_string()), Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.take(value.len())?;
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let item = self.within()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(item)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let member = self.within()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key_seed(Key(member))? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` is given twice")));
            }
            let value = entries.next_value_seed(member.below(&key)?)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<Value, A::Error> {
        let (tag, _) = value.variant_seed(Tag)?;
        Err(A::Error::custom(format!(
            "the tag `!{tag}` says nothing in an OpenAPI document"
        )))
    }
}
