//! Decodes scalars: booleans, numbers and strings, including formats such as `date-time`.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde_json::{Number, Value};
use uuid::Uuid;

use super::form::Rank;
use super::{Content, time};

/// The JSON type of a scalar.
#[derive(Clone, Copy, PartialEq)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
}

/// A value that JSON represents as a boolean, a number or a string.
///
/// Each `from_…` function returns `None` if its argument doesn't represent a value of the type.
pub trait Scalar: Sized {
    /// The JSON type of the values.
    const JSON_TYPE: JsonType;

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

    /// Converts a string without copying it, or returns it if the type doesn't support this.
    fn from_string(text: String) -> Result<Self, String> {
        Err(text)
    }

    /// Returns how well the JSON fits the type. This value was converted from that JSON.
    fn rank(&self, _: &Value) -> Rank {
        Rank::Specific
    }

    /// Returns whether an optional field with this value counts as absent. An open enum could keep `""` as an unknown
    /// value, but `""` means that the field is absent.
    fn means_absent(&self) -> bool {
        false
    }
}

impl Scalar for bool {
    const JSON_TYPE: JsonType = JsonType::Boolean;
    const EXPECTED: &'static str = "a boolean";

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl Scalar for i32 {
    const JSON_TYPE: JsonType = JsonType::Number;
    const EXPECTED: &'static str = "a 32-bit integer";

    fn from_number(number: &Number) -> Option<Self> {
        i64::from_number(number)?.try_into().ok()
    }

    fn rank(&self, json: &Value) -> Rank {
        Rank::specific_if(json.is_i64())
    }
}

impl Scalar for i64 {
    const JSON_TYPE: JsonType = JsonType::Number;
    const EXPECTED: &'static str = "a 64-bit integer";

    fn from_number(number: &Number) -> Option<Self> {
        number.as_i64().or_else(|| integral(number.as_f64()?))
    }

    fn rank(&self, json: &Value) -> Rank {
        Rank::specific_if(json.is_i64())
    }
}

impl Scalar for u64 {
    const JSON_TYPE: JsonType = JsonType::Number;
    const EXPECTED: &'static str = "an unsigned 64-bit integer";

    fn from_number(number: &Number) -> Option<Self> {
        let signed = || i64::from_number(number)?.try_into().ok();
        number.as_u64().or_else(signed)
    }

    fn rank(&self, json: &Value) -> Rank {
        Rank::specific_if(json.is_u64())
    }
}

/// Converts a number without fractional part. Rejects -2^63 although it is an `i64`, because the float may be a
/// smaller integer that was rounded.
fn integral(number: f64) -> Option<i64> {
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && number.abs() < BOUND).then_some(number as i64)
}

impl Scalar for f64 {
    const JSON_TYPE: JsonType = JsonType::Number;
    const EXPECTED: &'static str = "a number";

    fn from_number(number: &Number) -> Option<Self> {
        number.as_f64()
    }

    fn rank(&self, _: &Value) -> Rank {
        Rank::General
    }
}

impl Scalar for String {
    const JSON_TYPE: JsonType = JsonType::String;
    const EXPECTED: &'static str = "a string";

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn from_string(text: String) -> Result<Self, String> {
        Ok(text)
    }

    fn rank(&self, _: &Value) -> Rank {
        Rank::General
    }
}

impl Scalar for Uuid {
    const JSON_TYPE: JsonType = JsonType::String;
    const EXPECTED: &'static str = "a UUID";

    fn from_text(text: &str) -> Option<Self> {
        Self::try_parse_ascii(text.as_bytes()).ok()
    }

    fn rank(&self, json: &Value) -> Rank {
        Rank::specific_if(json == self.to_string().as_str())
    }
}

impl Scalar for NaiveDate {
    const JSON_TYPE: JsonType = JsonType::String;
    const EXPECTED: &'static str = "a date";

    fn from_text(text: &str) -> Option<Self> {
        time::date(text)
    }

    fn rank(&self, json: &Value) -> Rank {
        match json == self.to_string().as_str() {
            true => Rank::Specific,
            false => Rank::Truncated,
        }
    }
}

impl Scalar for DateTime<Utc> {
    const JSON_TYPE: JsonType = JsonType::String;
    const EXPECTED: &'static str = "a date-time";

    fn from_text(text: &str) -> Option<Self> {
        time::date_time(text)
    }

    fn rank(&self, json: &Value) -> Rank {
        let text = json.as_str().unwrap_or_default();
        Rank::specific_if(DateTime::parse_from_rfc3339(text).is_ok())
    }
}

/// Implements [`Decode`] for scalars.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_decode_scalar {
    ($($name:ty),+) => {$(
        impl $crate::runtime::values::decode::Decode for $name {
            const FORM: $crate::runtime::values::decode::form::Form =
                $crate::runtime::values::decode::form::Form::Scalar(
                    $crate::runtime::values::decode::form::rank::<$name>,
                );

            fn decode<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::values::decode::scalar::decode(deserializer)
            }

            fn decode_content<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<
                $crate::runtime::values::decode::Content<Self>,
                D::Error,
            > {
                $crate::runtime::values::decode::scalar::decode_content(deserializer)
            }
        }

        $crate::__impl_encode!($name);
    )+};
}

pub use __impl_decode_scalar as impl_decode_scalar;

impl_decode_scalar!(
    bool,
    i32,
    i64,
    u64,
    f64,
    String,
    Uuid,
    NaiveDate,
    DateTime<Utc>
);

/// Decodes a scalar.
pub fn decode<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match deserializer.deserialize_any(ScalarVisitor::<T>(PhantomData))? {
        Content::Value(value) => Ok(value),
        Content::Empty => Err(invalid::<T, _>(JsonType::String, Unexpected::Str(""))),
        Content::Null => Err(D::Error::invalid_type(Unexpected::Unit, &T::EXPECTED)),
    }
}

/// Creates the error of a value of this JSON type that doesn't represent a `T`.
fn invalid<T: Scalar, E: Error>(json_type: JsonType, unexpected: Unexpected<'_>) -> E {
    if json_type == T::JSON_TYPE {
        E::invalid_value(unexpected, &T::EXPECTED)
    } else {
        E::invalid_type(unexpected, &T::EXPECTED)
    }
}

/// Decodes a scalar that may be null or `""`.
pub fn decode_content<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Content<T>, D::Error> {
    let content = deserializer.deserialize_any(ScalarVisitor::<T>(PhantomData))?;
    Ok(match content {
        Content::Value(value) if value.means_absent() => Content::Empty,
        content => content,
    })
}

/// Returns the converted value, or the error of a value that could not be converted.
fn content<T: Scalar, E: Error>(
    value: Option<T>,
    json_type: JsonType,
    unexpected: Unexpected<'_>,
) -> Result<Content<T>, E> {
    let value = value.map(Content::Value);
    value.ok_or_else(|| invalid::<T, E>(json_type, unexpected))
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Content<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Content::Null)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Content::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        content(
            T::from_bool(value),
            JsonType::Boolean,
            Unexpected::Bool(value),
        )
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        let number = T::from_number(&value.into());
        content(number, JsonType::Number, Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        let number = T::from_number(&value.into());
        content(number, JsonType::Number, Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        let number = Number::from_f64(value).and_then(|number| T::from_number(&number));
        content(number, JsonType::Number, Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match T::from_text(text) {
            None if text.is_empty() => Ok(Content::Empty),
            value => content(value, JsonType::String, Unexpected::Str(text)),
        }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        T::from_string(text).map_or_else(
            |text| self.visit_str(&text),
            |value| Ok(Content::Value(value)),
        )
    }

    /// Decodes a number, which is a map if the feature `arbitrary_precision` of `serde_json` is enabled.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let number = Number::deserialize(MapAccessDeserializer::new(map)).ok();
        let scalar = number.and_then(|number| T::from_number(&number).map(Content::Value));
        scalar.ok_or_else(|| A::Error::invalid_type(Unexpected::Map, &T::EXPECTED))
    }
}
