//! Decodes scalars: booleans, numbers and strings, including formats such as `date-time`.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::{Number, Value};
use uuid::Uuid;

use super::time;
use crate::runtime::values::{Nullable, Rank};

/// A value that JSON represents as a boolean, a number or a string. Each `from_…` function returns `None` if its
/// argument doesn't represent a value of the type.
pub trait Scalar: Sized {
    /// The description of the type in errors, such as "a date".
    const EXPECTED: &'static str;

    /// Converts a boolean.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    /// Converts a number.
    fn from_number(_: &Number) -> Option<Self> {
        None
    }

    /// Converts a string.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// Returns how well the JSON fits the type. This value was converted from that JSON.
    fn rank(&self, _: &Value) -> Rank {
        Rank::Specific
    }

    /// Returns whether an optional field with this value counts as absent. The value `""` of an open enum does, unless
    /// the enum declares it.
    fn means_absent(&self) -> bool {
        false
    }
}

/// Implements [`Scalar`] with one `from_…` function, and the traits of [`impl_decode_scalar`]. Takes the description,
/// the function and the rank of each type.
macro_rules! impl_scalars {
    ($($type:ty: $expected:literal,
        $from:ident($json:ident: $json_rust_type:ty) => $value:expr, rank $rank:expr;
    )+) => {$(
        impl Scalar for $type {
            const EXPECTED: &'static str = $expected;

            fn $from($json: $json_rust_type) -> Option<Self> {
                $value
            }

            fn rank(&self, json: &Value) -> Rank {
                let rank: fn(&Self, &Value) -> Rank = $rank;
                rank(self, json)
            }
        }

        $crate::__impl_decode_scalar!($type);
    )+};
}

impl_scalars! {
    bool: "a boolean", from_bool(value: bool) => Some(value), rank |_, _| Rank::Specific;
    i32: "a 32-bit integer", from_number(number: &Number) => integer(number), rank rank_integer;
    i64: "a 64-bit integer", from_number(number: &Number) => integer(number), rank rank_integer;
    u64: "an unsigned 64-bit integer", from_number(number: &Number) => integer(number), rank rank_integer;
    f64: "a number", from_number(number: &Number) => number.as_f64(), rank |_, _| Rank::General;
    String: "a string", from_text(text: &str) => Some(text.to_owned()), rank |_, _| Rank::General;
    Uuid: "a UUID", from_text(text: &str) => Self::try_parse_ascii(text.as_bytes()).ok(),
        rank |id, json| Rank::specific_if(json == id.to_string().as_str());
    NaiveDate: "a date", from_text(text: &str) => time::date(text),
        rank |date, json| match json == date.to_string().as_str() {
            true => Rank::Specific,
            false => Rank::Truncated,
        };
    DateTime<Utc>: "a date-time", from_text(text: &str) => time::date_time(text).map(Into::into),
        rank |_, json| {
            let text = json.as_str().unwrap_or_default();
            Rank::specific_if(DateTime::parse_from_rfc3339(text).is_ok())
        };
}

/// Converts a number without fractional part. Rejects floats whose absolute value is at least 2^63. This includes
/// -2^63, although it is an `i64`: serde_json reads a smaller integer as a float, which may be rounded to -2^63.
fn integer<T: TryFrom<i128>>(number: &Number) -> Option<T> {
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    let float = || {
        number
            .as_f64()
            .filter(|it| it.fract() == 0.0 && it.abs() < BOUND)
    };
    let integer = number.as_i128().or_else(|| Some(float()? as i128))?;
    integer.try_into().ok()
}

fn rank_integer<T>(_: &T, json: &Value) -> Rank {
    Rank::specific_if(json.is_i64() || json.is_u64())
}

/// Implements [`Decode`](super::Decode) and [`Encode`](crate::runtime::values::model::encode::Encode) for a [`Scalar`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_decode_scalar {
    ($name:ty) => {
        impl $crate::runtime::values::Decode for $name {
            const SHAPE: $crate::runtime::values::Shape =
                $crate::runtime::values::Shape::Scalar($crate::runtime::values::rank::<$name>);

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::values::decode::scalar::decode(deserializer)
            }

            fn decode_optional<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<$crate::Nullable<Self>>, D::Error> {
                $crate::runtime::values::decode::scalar::decode_optional(deserializer)
            }
        }

        $crate::__impl_encode!($name);
    };
}

pub use __impl_decode_scalar as impl_decode_scalar;

/// Decodes a scalar.
pub fn decode<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match deserializer.deserialize_any(ScalarVisitor::<T>(PhantomData))? {
        Some(Nullable::Value(value)) => Ok(value),
        Some(Nullable::Null) => Err(D::Error::invalid_type(Unexpected::Unit, &T::EXPECTED)),
        None => Err(D::Error::invalid_type(Unexpected::Str(""), &T::EXPECTED)),
    }
}

/// Decodes a scalar that may be null. Returns `None` if a `""` means that the value is absent.
pub fn decode_optional<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Nullable<T>>, D::Error> {
    let value = deserializer.deserialize_any(ScalarVisitor::<T>(PhantomData))?;
    Ok(value.filter(|it| it.as_ref().is_none_or(|value| !value.means_absent())))
}

/// Returns the value that was converted from `json`, or an error if there is none.
fn converted<T: Scalar, E: Error>(
    value: Option<T>,
    json: Unexpected<'_>,
) -> Result<Option<Nullable<T>>, E> {
    let value = value.ok_or_else(|| E::invalid_type(json, &T::EXPECTED))?;
    Ok(Some(Nullable::Value(value)))
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    /// `None` for a `""` that isn't a `T`.
    type Value = Option<Nullable<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Some(Nullable::Null))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Some(Nullable::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        converted(T::from_bool(value), Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        converted(T::from_number(&value.into()), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        converted(T::from_number(&value.into()), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        let number = Number::from_f64(value).and_then(|number| T::from_number(&number));
        converted(number, Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match T::from_text(text) {
            None if text.is_empty() => Ok(None),
            value => converted(value, Unexpected::Str(text)),
        }
    }

    /// Decodes a number, which is a map if the feature `arbitrary_precision` of `serde_json` is enabled.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let number = Number::deserialize(MapAccessDeserializer::new(map)).ok();
        let value = number.and_then(|number| T::from_number(&number));
        let value = value.map(|value| Some(Nullable::Value(value)));
        value.ok_or_else(|| A::Error::invalid_type(Unexpected::Map, &T::EXPECTED))
    }
}
