//! Unions: enums over values of different types. [`impl_union`] lists the variants, [`select`] selects one.

pub mod select;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use self::select::Variant;
use super::{Decode, UnknownValue, ViaDecode};

/// Decodes a variant of the union `U`, or returns the [reason](UnknownValue::reason) of the failure.
pub type Decoder<U> = fn(&Value) -> Result<U, String>;

/// A union that responses contain.
pub trait Union: Sized + 'static {
    /// The key of the discriminator, or `""`.
    const TAG: &'static str;

    /// The values that each variant accepts, in the order of the API description.
    const VARIANTS: &'static [Variant];

    /// The function that decodes each variant.
    const DECODERS: &'static [Decoder<Self>];

    /// Creates the variant for a value that can't be decoded.
    fn unknown(value: UnknownValue) -> Self;
}

/// Decodes a union: the best variant that a value can be decoded as, or else `Unknown`.
pub fn decode<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let json = Value::deserialize(deserializer)?;
    let mut reason = None;
    for decoder in select::select(U::VARIANTS, &json)
        .into_iter()
        .filter_map(|index| U::DECODERS.get(index))
    {
        match decoder(&json) {
            Ok(union) => return Ok(union),
            Err(error) => reason = reason.or(Some(error)),
        }
    }
    Ok(U::unknown(UnknownValue::new(json, reason)))
}

/// Decodes the content of a variant. Fails with the path and the reason.
pub fn decode_variant<T: Decode>(json: &Value) -> Result<T, String> {
    T::decode(json)
        // Only failures take the time to find the path.
        .or_else(|_| serde_path_to_error::deserialize(json).map(|ViaDecode(value)| value))
        .map_err(|error| error.to_string())
}

/// Serializes the content of a variant, and adds the discriminator if the content lacks it.
pub fn serialize_with_tag<S: Serializer>(
    content: &impl Serialize,
    tag: &str,
    value: impl Into<Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut json = serde_json::to_value(content).map_err(S::Error::custom)?;
    if let Value::Object(members) = &mut json {
        members.entry(tag).or_insert_with(|| value.into());
    }
    json.serialize(serializer)
}

/// Implements `Serialize` and `Deserialize` for a union, whose variant `Unknown` contains an [`UnknownValue`] or a
/// [`Value`].
///
/// Takes the name of each variant, with what selects it:
///
/// ```text
/// impl_union!(
///     Shape by "kind"; Circle("circle"), Square("square", "box"),
///     Star("star" + "kind")
/// );
/// impl_union!(
///     Size; Auto = "auto", Pixels, Exact { "unit": "mm", "is_metric": true },
///     Named closed
/// );
/// ```
///
/// - `by` and parentheses: the discriminator, and the values that select the variant. `+` and the key of the
///   discriminator: when serializing, adds the discriminator if the content lacks it, because its type has no such
///   field or the field isn't set.
/// - `=`: the only value of a variant without content.
/// - Braces: the values of constant properties.
/// - `closed`: the API description forbids undeclared keys.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_union {
    ($($arguments:tt)*) => {
        $crate::__impl_union_serialize!($($arguments)*);
        $crate::__impl_union_deserialize!($($arguments)*);
    };
}

/// Implements only `Deserialize`. Takes the same arguments as [`impl_union`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_union_deserialize {
    ($union:ident $(by $tag:literal)?; $(
        $variant:ident $(= $text:literal)?
        $(($($value:literal),+ $(+ $added:literal)?))?
        $({$($key:literal: $constant:literal),+})?
        $($closed:ident)?
    ),*) => {
        $crate::__impl_decode!(
            $union,
            $crate::runtime::values::Shape::Union(
                || <Self as $crate::runtime::values::union::Union>::VARIANTS
            ),
            $crate::runtime::values::union::decode
        );

        impl $crate::runtime::values::union::Union for $union {
            const TAG: &'static str = concat!($($tag)?);

            const VARIANTS: &'static [$crate::runtime::values::union::select::Variant] = &[$(
                $crate::runtime::values::union::select::Variant {
                    shape: $crate::__first!(
                        $($crate::runtime::values::Shape::Scalar(|json| {
                            (json == $text).then_some($crate::runtime::values::Rank::Specific)
                        }),)?
                        $crate::runtime::values::shape_of_content($union::$variant)
                    ),
                    tag: Self::TAG,
                    tag_values: &[$($(|json| *json == $value),+)?],
                    constants: &[$($(($key, |json| *json == $constant)),+)?],
                    is_closed: !stringify!($($closed)?).is_empty(),
                }
            ),*];

            const DECODERS: &'static [$crate::runtime::values::union::Decoder<Self>] =
                &[$($crate::__union_decoder!($union $variant $($text)?)),*];

            fn unknown(value: $crate::UnknownValue) -> Self {
                Self::Unknown(value.into())
            }
        }
    };
}

/// Implements only `Serialize`, for a union that is never received. Takes the same arguments as [`impl_union`].
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_union_serialize {
    ($union:ident $(by $tag:literal)?; $(
        $variant:ident $(= $text:literal)?
        $(($($value:literal),+ $(+ $added:literal)?))?
        $({$($key:literal: $constant:literal),+})?
        $($closed:ident)?
    ),*) => {
        impl ::serde::Serialize for $union {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($crate::__union_pattern!($variant content $($text)?) => {
                        $crate::__union_serialize!(
                            serializer, content, [$($text)?], [$($($value),+)?], [$($($added)?)?]
                        )
                    })*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $crate::__impl_encode!($union);
    };
}

/// Expands to the pattern of a variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_pattern {
    ($variant:ident $content:ident) => {
        Self::$variant($content)
    };
    ($variant:ident $content:ident $text:literal) => {
        Self::$variant
    };
}

/// Serializes a variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_serialize {
    ($serializer:ident, $content:ident, [$text:literal], $values:tt, $added:tt) => {
        $serializer.serialize_str($text)
    };
    ($serializer:ident, $content:ident, [], [$value:literal $($more:tt)*], [$added:literal]) => {
        $crate::runtime::values::union::serialize_with_tag($content, $added, $value, $serializer)
    };
    ($serializer:ident, $content:ident, [], $values:tt, []) => {
        ::serde::Serialize::serialize($content, $serializer)
    };
}

/// Expands to the function that decodes a variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_decoder {
    ($union:ident $variant:ident) => {
        |json| $crate::runtime::values::union::decode_variant(json).map($union::$variant)
    };
    ($union:ident $variant:ident $text:literal) => {
        |_| Ok($union::$variant)
    };
}

pub use __impl_union as impl_union;
pub use __impl_union_serialize as impl_union_serialize;

#[cfg(test)]
mod tests;
