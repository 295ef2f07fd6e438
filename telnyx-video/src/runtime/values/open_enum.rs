//! Enums that keep a value they don't know.

/// Gives an enum of texts its conversions: `Display`, `AsRef<str>`, `From<String>`, `Serialize`, `Deserialize`.
///
/// The enum itself brings `as_str(&self) -> &str` and `From<&str>`, and a variant for every other
/// text. So reading a text never fails, and one that is unknown is written back unchanged.
#[allow(unused_macros, reason = "an API may have no such enum")]
macro_rules! open_enum {
    ($name:ident) => {
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

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)
                    .map(Self::from)
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no such enum")]
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    #[derive(Debug, PartialEq)]
    enum Status {
        Completed,
        Unknown(String),
    }

    impl Status {
        fn as_str(&self) -> &str {
            match self {
                Self::Completed => "completed",
                Self::Unknown(text) => text,
            }
        }
    }

    impl From<&str> for Status {
        fn from(text: &str) -> Self {
            match text {
                "completed" => Self::Completed,
                other => Self::Unknown(other.to_owned()),
            }
        }
    }

    open_enum!(Status);

    #[test]
    fn known_and_unknown_texts_survive_the_round_trip() {
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
        assert_eq!(Status::Completed.as_ref(), "completed");
        assert_eq!(format!("{:>11}", Status::Completed), "  completed");
    }
}
