//! Deserializes YAML and JSON to a [`Value`] within limits. Every key is a string, and no key is repeated.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Cause, DEEPEST, Problem};

/// How many times larger than its text a document may become by YAML aliases.
pub(super) const GROWTH: usize = 10;

/// How many bytes the keys on the path to a value may have together: its pointer becomes part of diagnostics and names.
const LONGEST_PATH: usize = 4_000;

/// Deserializes a text. An error that isn't one of syntax sets `problem`.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    text: &str,
    deserializer: D,
    problem: &RefCell<Option<Problem>>,
) -> Result<Value, D::Error> {
    // The constant is more than a short document without aliases needs.
    let largest = text.len().saturating_add(100).saturating_mul(GROWTH);
    let limits = Limits {
        size: Cell::new(largest),
        largest,
        problem,
    };
    let seed = ValueSeed {
        limits: &limits,
        path: LONGEST_PATH,
        depth: DEEPEST,
    };
    seed.deserialize(deserializer)
}

struct Limits<'a> {
    /// How large all further values may be together: the length of each as text, plus one.
    size: Cell<usize>,
    /// How large all values may be together.
    largest: usize,
    problem: &'a RefCell<Option<Problem>>,
}

impl Limits<'_> {
    fn reject<E: Error>(&self, problem: Problem) -> E {
        let error = E::custom(&problem.message);
        self.problem.replace(Some(problem));
        error
    }

    fn take<E: Error>(&self, length: usize) -> Result<(), E> {
        let Some(rest) = self.size.get().checked_sub(length + 1) else {
            return Err(self.reject(Problem {
                message: format!(
                    "aliases make the document expand to more than {GROWTH} times its size"
                ),
                help: "replace aliases with `$ref`s to components",
                cause: Cause::TooLarge(self.largest),
            }));
        };
        self.size.set(rest);
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct ValueSeed<'a> {
    limits: &'a Limits<'a>,
    /// How many bytes the keys of inner values may have together.
    path: usize,
    /// How many levels of arrays and objects may be inside.
    depth: usize,
}

impl ValueSeed<'_> {
    /// Returns the seed of the values in an array or object.
    fn inner<E: Error>(self) -> Result<Self, E> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(self.limits.reject(Problem::too_deep()));
        };
        Ok(Self { depth, ..self })
    }

    /// Returns the seed of the value of a key.
    fn member<E: Error>(self, key: &str) -> Result<Self, E> {
        let Some(path) = self.path.checked_sub(key.len()) else {
            return Err(self.limits.reject(Problem::new(
                format!("the keys on the path to the value have more than {LONGEST_PATH} bytes"),
                "shorten the keys",
            )));
        };
        Ok(Self { path, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.limits.take(0)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML or JSON value")
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
        // JSON has no `.inf` and `.nan`.
        Ok(Number::from_f64(value).map_or_else(|| Value::from(value.to_string()), Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.limits.take(value.len())?;
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let seed = self.inner()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(seed)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let seed = self.inner()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key_seed(StringSeed("a key that is a string"))? {
            self.limits.take(key.len() + 1)?;
            if object.contains_key(&key) {
                return Err(self.limits.reject(Problem {
                    message: format!("duplicate key `{key}`"),
                    help: "remove or rename one of the two keys",
                    cause: Cause::DuplicateKey,
                }));
            }
            let value = entries.next_value_seed(seed.member(&key)?)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<Value, A::Error> {
        let (tag, _) = value.variant_seed(StringSeed("a tag"))?;
        let message = format!("unsupported YAML tag `!{tag}`");
        Err(self.limits.reject(Problem::new(message, "remove the tag")))
    }
}

/// Deserializes a key or tag as it is written, even if YAML would read it as a value of another type.
struct StringSeed(&'static str);

impl<'de> DeserializeSeed<'de> for StringSeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for StringSeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}
