/// Implements `Display`, `From<i64>`, `Serialize` and `Deserialize` for an integer enum.
///
/// Takes the visibility of the method `value`, the name of the enum, and the variants with their values. The enum must
/// also have a variant `Unknown(i64)`. Any 64-bit integer can be deserialized, even from a string, and is serialized as
/// an integer.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer_enum {
    ($vis:vis $name:ident; $($variant:ident = $value:literal),+) => {
        impl $name {
            /// Returns the value in JSON.
            $vis fn value(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)+
                    _ => Self::Unknown(value),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl $crate::runtime::values::Scalar for $name {
            const EXPECTED: &'static str = "an integer";

            fn from_number(number: &::serde_json::Number) -> Option<Self> {
                <i64 as $crate::runtime::values::Scalar>::from_number(number).map(Self::from)
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse::<i64>().ok().map(Self::from)
            }

            fn rank(&self, json: &::serde_json::Value) -> $crate::runtime::values::Rank {
                $crate::runtime::values::Rank::specific_if(
                    json.is_i64() && !matches!(self, Self::Unknown(_)),
                )
            }
        }

        $crate::__impl_deserialize!($name, $crate::runtime::values::Decode::decode);
        $crate::runtime::values::decode::scalar::impl_decode_scalar!($name);
    };
}

pub use __integer_enum as integer_enum;

#[cfg(test)]
mod tests {
    #[derive(Debug, PartialEq)]
    enum Level {
        Low,
        Minus2,
        Unknown(i64),
    }

    super::integer_enum!(Level; Low = 1, Minus2 = -2);

    #[test]
    fn integer_enum_round_trips_known_and_unknown_values() {
        let read: Vec<Level> = serde_json::from_str("[1,-2,3]").unwrap();
        assert_eq!(read, [Level::Low, Level::Minus2, Level::Unknown(3)]);
        assert_eq!(serde_json::to_string(&read).unwrap(), "[1,-2,3]");
        assert_eq!(Level::Minus2.to_string(), "-2");
    }

    #[test]
    fn integer_enum_accepts_integral_float_and_rejects_fraction() {
        assert_eq!(serde_json::from_str::<Level>("1.0").unwrap(), Level::Low);
        assert!(serde_json::from_str::<Level>("1.5").is_err());
    }
}
