//! Deserializes YAML and JSON to a [`Value`] within limits, and rejects duplicate keys.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{MAX_NESTING, Problem, ProblemKind};

/// The greatest ratio of the size of a document, as [`size_limit`] defines it, to the length of its text. Each alias is
/// replaced by a copy, which increases the size.
pub(super) const MAX_EXPANSION: usize = 10;

/// The number of bytes that each value adds to the size of a document (see [`size_limit`]). Only aliases can exceed the
/// limit: a value has at least 2 bytes of text, which allow `2 * MAX_EXPANSION` bytes.
pub(super) const VALUE_SIZE: usize = 16;

/// The greatest number of bytes of all keys on the path to a value, because diagnostics and generated names contain
/// these keys.
const MAX_PATH_LENGTH: usize = 4_000;

/// Deserializes a text. Errors of serde have only a message, so an error has a [`Problem`], too, unless it is about the
/// syntax.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    text: &str,
    deserializer: D,
) -> Result<Value, (D::Error, Option<Problem>)> {
    let state = State {
        remaining_size: Cell::new(size_limit(text)),
        problem: RefCell::default(),
    };
    let seed = ValueSeed {
        state: &state,
        remaining_path: MAX_PATH_LENGTH,
        remaining_depth: MAX_NESTING,
    };
    seed.deserialize(deserializer)
        .map_err(|error| (error, state.problem.take()))
}

/// Returns the greatest size of a document. The sizes are: [`VALUE_SIZE`] for each value, the number of bytes plus 1
/// for a string, and the number of bytes plus 2 for a key.
pub(super) fn size_limit(text: &str) -> usize {
    // The 100 bytes are for texts of a single value, which may have one byte.
    text.len().saturating_add(100).saturating_mul(MAX_EXPANSION)
}

struct State {
    remaining_size: Cell<usize>,
    problem: RefCell<Option<Problem>>,
}

impl State {
    /// Stores the problem, and returns a serde error.
    fn reject<E: Error>(&self, problem: Problem) -> E {
        let error = E::custom(&problem.message);
        self.problem.replace(Some(problem));
        error
    }

    /// Subtracts from the remaining size. Rejects a document that is too large.
    fn use_size<E: Error>(&self, size: usize) -> Result<(), E> {
        let Some(rest) = self.remaining_size.get().checked_sub(size) else {
            return Err(self.reject(Problem {
                message: format!(
                    "the document is too large with its aliases replaced by copies: it exceeds the limit of about \
                     {MAX_EXPANSION} times the size of the file"
                ),
                help: "replace aliases with `$ref`s to components",
                kind: ProblemKind::LargeAlias,
            }));
        };
        self.remaining_size.set(rest);
        Ok(())
    }
}

/// Deserializes one value. Serde calls a deserializer with state a *seed*.
#[derive(Clone, Copy)]
struct ValueSeed<'a> {
    state: &'a State,
    /// The number of bytes that the keys on the path from this value to an inner one may have.
    remaining_path: usize,
    /// The number of nested arrays and objects that this value may have.
    remaining_depth: usize,
}

impl ValueSeed<'_> {
    /// Returns the seed for the value of `key` in an object, or for the items of an array if `key` is `""`.
    fn inner<E: Error>(self, key: &str) -> Result<Self, E> {
        let too_deep = || self.state.reject(Problem::too_deep());
        let too_long = || {
            let message =
                format!("the keys on the path to the value have more than {MAX_PATH_LENGTH} bytes");
            self.state.reject(Problem::new(message, "shorten the keys"))
        };
        let remaining_depth = self.remaining_depth.checked_sub(1);
        let remaining_path = self.remaining_path.checked_sub(key.len());
        Ok(Self {
            state: self.state,
            remaining_depth: remaining_depth.ok_or_else(too_deep)?,
            remaining_path: remaining_path.ok_or_else(too_long)?,
        })
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.state.use_size(VALUE_SIZE)?;
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

    /// Visits an empty YAML document.
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
        // JSON has no infinities and no NaN, which become strings.
        let not_finite = || match value {
            f64::INFINITY => Value::from(".inf"),
            f64::NEG_INFINITY => Value::from("-.inf"),
            _ => Value::from(".nan"),
        };
        Ok(Number::from_f64(value).map_or_else(not_finite, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.state.use_size(value.len() + 1)?;
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let seed = self.inner("")?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(seed)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        // The depth of an empty object is limited, too.
        self.inner::<A::Error>("")?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key_seed(KeySeed)? {
            self.state.use_size(key.len() + 2)?;
            if object.contains_key(&key) {
                return Err(self.state.reject(Problem {
                    message: format!("duplicate key `{key}`"),
                    help: "remove or rename one of the two keys",
                    kind: ProblemKind::DuplicateKey,
                }));
            }
            let value = entries.next_value_seed(self.inner(&key)?)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<Value, A::Error> {
        let (tag, _) = value.variant::<String>()?;
        let message = format!("unsupported YAML tag `!{tag}`");
        Err(self.state.reject(Problem::new(message, "remove the tag")))
    }
}

/// Deserializes a key exactly as written, even if YAML would read it as a number, boolean or null.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}
