//! Open enums: string enums that keep values that this version of the crate doesn't know.

use serde_json::{Number, Value};

use super::{Rank, Scalar};

/// An open enum. The generic implementation of [`Scalar`] below converts it from JSON. If this code were in the macro
/// [`open_enum`] instead, the compiler would check it again for each enum.
pub trait OpenEnum: AsRef<str> + From<String> + for<'a> From<&'a str> {
    /// Returns whether this version of the crate doesn't know the value.
    fn is_unknown(&self) -> bool;
}

impl<T: OpenEnum> Scalar for T {
    const EXPECTED: &'static str = "a string";

    fn from_bool(value: bool) -> Option<Self> {
        Some(Self::from(value.to_string()))
    }

    fn from_number(number: &Number) -> Option<Self> {
        Some(Self::from(number.to_string()))
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(Self::from(text))
    }

    fn rank(&self, json: &Value) -> Rank {
        Rank::specific_if(json.is_string() && !self.is_unknown())
    }

    fn means_absent(&self) -> bool {
        self.is_unknown() && self.as_ref().is_empty()
    }
}

/// Implements `Display`, `AsRef<str>`, `FromStr`, `From<&str>`, `From<String>`, comparison with strings, `Serialize`
/// and `Deserialize` for an open enum.
///
/// Takes the visibility of the method `as_str`, the name of the enum, and the variants with their values. The enum must
/// also have a variant `Unknown(String)`. Every string can be deserialized and is serialized unchanged.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($vis:vis $name:ident; $($variant:ident = $text:literal),*) => {
        impl $name {
            /// Returns the value as the API spells it.
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl ::std::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl ::std::cmp::PartialEq<$name> for str {
            fn eq(&self, value: &$name) -> bool {
                value == self
            }
        }

        impl ::std::cmp::PartialEq<$name> for &str {
            fn eq(&self, value: &$name) -> bool {
                value == *self
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::runtime::values::open_enum::OpenEnum for $name {
            fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        $crate::__impl_deserialize!($name, $crate::runtime::values::Decode::decode);
        $crate::__impl_decode_scalar!($name);
    };
}

pub use __open_enum as open_enum;

#[cfg(test)]
mod tests {
    use super::super::decode::Decode;

    #[derive(Debug, PartialEq)]
    enum Status {
        Completed,
        Unknown(String),
    }

    super::open_enum!(Status; Completed = "completed");

    #[test]
    fn open_enum_round_trips_known_and_unknown_values() {
        let read: Vec<Status> = serde_json::from_str(r#"["completed","brand-new",""]"#).unwrap();
        assert_eq!(
            read,
            [
                Status::Completed,
                Status::Unknown("brand-new".to_owned()),
                Status::Unknown(String::new()),
            ]
        );
        assert_eq!(
            serde_json::to_string(&read).unwrap(),
            r#"["completed","brand-new",""]"#
        );
        assert_eq!(Status::from(String::from("completed")), Status::Completed);
        assert_eq!("completed".parse(), Ok(Status::Completed));
        assert!(Status::Completed == "completed" && Status::Completed != *"x");
        assert!("completed" == Status::Completed && *"x" != Status::Completed);
        assert_eq!(Status::Completed.as_ref(), "completed");
        assert_eq!(format!("{:>11}", Status::Completed), "  completed");
    }

    #[test]
    fn optional_enum_reads_unknown_empty_string_as_absent() {
        let json = serde_json::json!(["completed", "", null, "x"]);
        let read = Vec::<Option<Status>>::decode(json).unwrap();
        assert_eq!(
            read,
            [
                Some(Status::Completed),
                None,
                None,
                Some(Status::Unknown("x".to_owned()))
            ]
        );
    }
}
