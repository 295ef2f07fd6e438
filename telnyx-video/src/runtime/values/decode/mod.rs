//! Decodes JSON values, also if they are spelt in another way than the API description says.
//!
//! | value | also accepted |
//! |---|---|
//! | date-time | no offset, which means UTC; a space instead of `T` |
//! | date | a date-time, of which the day is kept |
//! | integer | an integral number such as `10.0` or `1e1` |
//! | optional field that is neither a string, an array nor an object | `""`, which means absent |
//!
//! If an object contains a key twice, the last value wins.

mod containers;
pub mod scalar;
mod time;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// A value that can be decoded from JSON with the spellings listed in the [module](self).
///
/// It isn't `Deserialize`, because types of other crates, such as `chrono`, implement that without these spellings.
pub trait Decode: Sized {
    /// Decodes a value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Decodes a value that may be null or `""`.
    fn decode_content<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Content<Self>, D::Error> {
        deserializer.deserialize_option(ContentVisitor(PhantomData))
    }

    /// Returns the value of a missing field, or `None` if the field is required.
    fn missing() -> Option<Self> {
        None
    }
}

/// The content of a field that may have no value.
#[derive(Debug, PartialEq)]
pub enum Content<T> {
    /// `""` where it isn't a value of the type. In an optional field, it means that the field is absent.
    Empty,
    /// Null.
    Null,
    /// A value.
    Value(T),
}

/// Implements [`Decode`] for types whose `Deserialize` accepts the spellings.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_decode {
    ($($name:ty),+) => {$(
        impl $crate::runtime::values::decode::Decode for $name {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )+};
}

pub use __impl_decode as impl_decode;

impl_decode!(serde_json::Value, crate::runtime::values::secret::Secret);

/// Decodes a value in an array or object.
pub(crate) struct Seed<T>(pub(crate) PhantomData<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::decode(deserializer)
    }
}

struct ContentVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ContentVisitor<T> {
    type Value = Content<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Content::Null)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::decode(deserializer).map(Content::Value)
    }
}

#[cfg(test)]
mod tests;
