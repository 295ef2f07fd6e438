//! Decodes JSON values, including spellings that differ from the API description:
//!
//! | value | also accepted |
//! |---|---|
//! | date-time | no offset, which means UTC; a space instead of `T`; other forms that `chrono` parses |
//! | date | a date-time, truncated to the day |
//! | integer | an integral number such as `10.0` or `1e1` |
//! | open enum | a boolean or number, which is kept as text |
//! | integer enum | a string that contains an integer |
//! | optional boolean, number, UUID, date, date-time, enum or secret | `""`, which means absent |
//!
//! If an object contains a key twice, the last value wins.

mod containers;
pub mod scalar;
pub mod shape;
mod time;

use serde::{Deserialize, Deserializer};

use self::shape::{Shape, rank};
use super::{Nullable, Secret};

/// A type that can be decoded from JSON, with the spellings that the [module](self) lists. The `Deserialize` of types
/// of other crates, such as `chrono`, rejects these spellings.
pub trait Decode: Sized {
    /// The JSON values that the type accepts. A union selects its variant by them.
    const SHAPE: Shape;

    /// Decodes a value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Decodes a value that may be null. Returns `None` for a `""` that means that the field is absent. The default
    /// implementation never returns `None`.
    fn decode_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Nullable<Self>>, D::Error> {
        let value = Option::<ViaDecode<Self>>::deserialize(deserializer)?;
        Ok(Some(value.map(|ViaDecode(value)| value).into()))
    }

    /// Returns the value of a missing field, or `None` if the field is required.
    fn missing() -> Option<Self> {
        None
    }
}

/// Implements [`Decode`] for a type whose `Deserialize` accepts the spellings. Takes the name and the [`Shape`]. With a
/// function as third argument, implements `Deserialize` with this function, too.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_decode {
    ($name:ty, $shape:expr, $deserialize:path) => {
        $crate::__impl_deserialize!($name, $deserialize);
        $crate::__impl_decode!($name, $shape);
    };
    ($name:ty, $shape:expr) => {
        impl $crate::runtime::values::Decode for $name {
            const SHAPE: $crate::runtime::values::Shape = $shape;

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    };
}

/// Implements `Deserialize` with a function.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_deserialize {
    ($name:ty, $deserialize:path) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $deserialize(deserializer)
            }
        }
    };
}

/// Expands to its first argument. The macros of the modules `model` and `union` pass an optional argument, if there is
/// one, and then its default value.
#[doc(hidden)]
#[macro_export]
macro_rules! __first {
    ($first:expr $(, $default:expr)?) => {
        $first
    };
}

pub use __impl_decode as impl_decode;

impl_decode!(serde_json::Value, Shape::Any);

impl Decode for Secret {
    const SHAPE: Shape = Shape::Scalar(rank::<String>);

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn decode_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Nullable<Self>>, D::Error> {
        let secret = Option::<Self>::deserialize(deserializer)?;
        // No token or URL is empty: `""` means that there is none.
        let is_absent = secret.as_ref().is_some_and(|it| it.expose().is_empty());
        Ok((!is_absent).then(|| secret.into()))
    }
}

/// A value whose `Deserialize` is [`Decode`], to decode it where serde requires `Deserialize`.
pub(crate) struct ViaDecode<T>(pub(crate) T);

impl<'de, T: Decode> Deserialize<'de> for ViaDecode<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests;
