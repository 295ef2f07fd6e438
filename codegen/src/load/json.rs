//! JSON to a [`Value`].

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{DEEPEST, LONGEST_WAY, MEND_SYNTAX, MOVE_OUT, SHORTEN, too_far};
use crate::error::{Error, Result};

pub(super) fn load(text: &str) -> Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node { room: LONGEST_WAY }.deserialize(&mut deserializer);
    let whole = value.and_then(|value| deserializer.end().map(|()| value));
    whole.map_err(|error| {
        let message = error.to_string();
        // The reader says where at the end, and the error does so already.
        let message = message.split(" at line ").next().unwrap_or(&message);
        let (cause, help) = if message == "recursion limit exceeded" {
            (format!("this is nested more than {DEEPEST} deep"), MOVE_OUT)
        } else if message == too_far() {
            (too_far(), SHORTEN)
        } else {
            (format!("this is not JSON: {message}"), MEND_SYNTAX)
        };
        Error::in_text(error.line(), error.column(), cause, help)
    })
}

/// Reads a [`Value`] in which no key is given twice.
#[derive(Clone, Copy)]
struct Node {
    /// How long the keys below may still be.
    room: usize,
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> std::result::Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` is given twice")));
            }
            let Some(room) = self.room.checked_sub(key.len()) else {
                return Err(A::Error::custom(too_far()));
            };
            let value = entries.next_value_seed(Self { room })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
