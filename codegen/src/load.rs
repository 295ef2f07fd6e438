//! Text to a [`Value`]: YAML or JSON, with every key a string and no key given twice.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::{Error, Result};

/// A document to read: its text, and the name by which errors speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// How errors name the document, usually its path as the user gave it.
    pub name: &'a str,
    /// The text, YAML or JSON.
    pub text: &'a str,
}

/// Reads YAML or JSON.
///
/// Keys that YAML would take for something else, such as an unquoted `200` or `Null`, are the text that is written.
///
/// # Errors
///
/// On a syntax error and on a key given twice, both with line and column.
pub fn load(source: Source<'_>) -> Result<Value> {
    let value = if source.text.trim_start().starts_with(['{', '[']) {
        load_json(source.text)
    } else {
        load_yaml(source.text)
    };
    value.map_err(|error| error.in_document(source.name))
}

fn load_json(text: &str) -> Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let room = room_for(text);
    let value = Node { room: &room }.deserialize(&mut deserializer);
    let whole = value.and_then(|value| deserializer.end().map(|()| value));
    whole.map_err(|error| {
        Error::in_text(
            error.line(),
            error.column(),
            format!("this is not JSON: {}", without_location(&error.to_string())),
            "mend the syntax at that line and column",
        )
    })
}

fn load_yaml(text: &str) -> Result<Value> {
    let room = room_for(text);
    let value = Node { room: &room }.deserialize(serde_yaml::Deserializer::from_str(text));
    value.map_err(|error| {
        let cause = format!("this is not YAML: {}", without_location(&error.to_string()));
        let help = "mend the syntax at that line and column";
        match error.location() {
            Some(at) => Error::in_text(at.line(), at.column(), cause, help),
            None => Error::general(cause, "give a YAML or JSON document"),
        }
    })
}

/// Drops the ` at line 3 column 4` that the parsers append: the error says it already.
fn without_location(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// How many times larger than its text a document may become by YAML's aliases.
const GROWTH: usize = 10;

/// More than a document without aliases takes, however short it is.
fn room_for(text: &str) -> Cell<usize> {
    Cell::new(text.len().saturating_add(100).saturating_mul(GROWTH))
}

/// Reads a [`Value`] with the rules of this module.
#[derive(Clone, Copy)]
struct Node<'a> {
    /// What the values may take up in all, each its length as text and one more.
    room: &'a Cell<usize>,
}

impl Node<'_> {
    fn take<E: serde::de::Error>(self, size: usize) -> std::result::Result<(), E> {
        match self.room.get().checked_sub(size + 1) {
            Some(rest) => {
                self.room.set(rest);
                Ok(())
            }
            None => Err(E::custom("its aliases make far more of it than is written")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Value, D::Error> {
        self.take(0)?;
        deserializer.deserialize_any(self)
    }
}

/// Reads a key as the text that is written there, whatever YAML would take it for as a value.
struct Key<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<String, D::Error> {
        self.0.take(0)?;
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text, not a list or a mapping")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> std::result::Result<String, E> {
        self.0.take(key.len())?;
        Ok(key.to_owned())
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain YAML or JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> std::result::Result<Value, E> {
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

    fn visit_i128<E>(self, value: i128) -> std::result::Result<Value, E> {
        Ok(Value::from(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> std::result::Result<Value, E> {
        Ok(Value::from(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        // `.inf` and `.nan` are YAML but not JSON; they stay readable as text.
        Ok(Number::from_f64(value).map_or_else(|| Value::from(value.to_string()), Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> std::result::Result<Value, E> {
        self.take(value.len())?;
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
        while let Some(key) = entries.next_key_seed(Key(self))? {
            let value = entries.next_value_seed(self)?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` is given twice")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Value> {
        load(Source {
            name: "spec.yaml",
            text,
        })
    }

    #[test]
    fn yaml_and_json_read_alike() {
        let expected = json!({"paths": {"/rooms": {"get": {"deprecated": true, "x": [1, -2, 1.5, null, "a"]}}}});
        assert_eq!(read(&expected.to_string()).unwrap(), expected);
        let yaml =
            "paths:\n  /rooms:\n    get:\n      deprecated: true\n      x: [1, -2, 1.5, ~, a]\n";
        assert_eq!(read(yaml).unwrap(), expected);
    }

    #[test]
    fn keys_are_the_text_that_is_written() {
        let value =
            read("200: a\nTrue: b\ny: c\nno: d\n4.50: e\nNull: f\n~: g\n0x10: h\n").unwrap();
        assert_eq!(
            value,
            json!({"200": "a", "True": "b", "y": "c", "no": "d", "4.50": "e", "Null": "f", "~": "g", "0x10": "h"})
        );
        let error = read("? [1]\n: a").unwrap_err().to_string();
        assert!(error.contains("a key that is text"), "{error}");
        assert_eq!(
            read("day: 2021-04-25").unwrap(),
            json!({"day": "2021-04-25"})
        );
    }

    #[test]
    fn broken_yaml_names_line_and_column() {
        let error = read("paths:\n  /rooms: [1, 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:3:1: this is not YAML: "),
            "{error}"
        );
    }

    #[test]
    fn broken_json_names_line_and_column() {
        let error = read("{\n  \"paths\": }\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("spec.yaml:2:12: this is not JSON: "),
            "{error}"
        );
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        let error = read("paths:\n  /rooms: 1\n  /rooms: 2\n").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the key `/rooms` is given twice"),
            "{error}"
        );
        assert!(
            read("{\"a\": 1, \"a\": 2}")
                .unwrap_err()
                .to_string()
                .contains("`a` is given twice")
        );
    }

    #[test]
    fn aliases_are_read_but_not_without_end() {
        let value = read("a: &a [1, 2]\nb: *a\n").unwrap();
        assert_eq!(value, json!({"a": [1, 2], "b": [1, 2]}));
        for (anchor, aliases) in [
            ("[x]".replace('x', &"1,".repeat(5000)), 5000),
            ("x".repeat(5000), 5000),
        ] {
            let text = format!("a: &a {anchor}\nb: [{}]\n", "*a,".repeat(aliases));
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains("its aliases make far more of it"), "{error}");
        }
    }

    #[test]
    fn an_empty_text_is_null() {
        assert_eq!(read("").unwrap(), json!(null));
        assert_eq!(read("# nothing").unwrap(), json!(null));
    }
}
