//! Decodes JSON values, including spellings that differ from the API description:
//!
//! | value | also accepted |
//! |---|---|
//! | date-time | no offset, which means UTC; a space instead of `T` |
//! | date | a date-time, truncated to the day |
//! | integer | an integral number such as `10.0` or `1e1` |
//! | optional boolean, number, UUID, date, date-time or open enum | `""`, which means absent |
//!
//! If an object contains a key twice, the last value wins.

mod containers;
pub mod form;
pub mod scalar;
mod time;

use serde::{Deserialize, Deserializer};

use self::form::{Form, rank};

/// A value that can be decoded from JSON with the spellings listed in the [module](self).
///
/// It isn't `Deserialize`, because types of other crates, such as `chrono`, implement that without these spellings.
pub trait Decode: Sized {
    /// The form of the JSON values.
    const FORM: Form;

    /// Decodes a value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Decodes a value that may be null. Scalars override this, to return [`Content::Empty`] for a `""` that isn't a
    /// value of the type.
    fn decode_content<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Content<Self>, D::Error> {
        let value = Option::<ViaDecode<Self>>::deserialize(deserializer)?;
        Ok(value.map_or(Content::Null, |ViaDecode(value)| Content::Value(value)))
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

/// Implements [`Decode`] for types whose `Deserialize` accepts the spellings. Takes the name and the [`Form`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_decode {
    ($name:ty, $form:expr) => {
        impl $crate::runtime::values::decode::Decode for $name {
            const FORM: $crate::runtime::values::decode::form::Form = $form;

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    };
}

pub use __impl_decode as impl_decode;

impl_decode!(serde_json::Value, Form::Any);
impl_decode!(
    crate::runtime::values::secret::Secret,
    Form::Scalar(rank::<String>)
);

/// A value whose `Deserialize` is [`Decode`], to decode it where serde requires `Deserialize`.
pub(crate) struct ViaDecode<T>(pub(crate) T);

impl<'de, T: Decode> Deserialize<'de> for ViaDecode<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests;
