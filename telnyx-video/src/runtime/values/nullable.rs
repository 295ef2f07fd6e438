//! Values that may be null.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The value of a field that may be null.
///
/// A field whose setter isn't called is omitted. A setter called with [`Nullable::Null`] or `None`
/// sends an explicit `null`, which clears the field. Setters take `impl Into<Nullable<T>>`, so they
/// accept plain values and options as well:
///
/// ```
/// use telnyx_video::Nullable;
///
/// fn webhook_timeout_secs(seconds: impl Into<Nullable<i64>>) -> Nullable<i64> {
///     seconds.into()
/// }
///
/// assert_eq!(webhook_timeout_secs(30), Nullable::Value(30));
/// assert_eq!(webhook_timeout_secs(Some(30)), Nullable::Value(30));
/// assert_eq!(webhook_timeout_secs(None), Nullable::Null);
/// assert_eq!(webhook_timeout_secs(Nullable::Null), Nullable::Null);
/// ```
///
/// In a model that is both received and sent, an optional field that may be null has the type
/// `Option<Nullable<T>>`, which is `None` if the field is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// An explicit `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Converts into an `Option`, which is `None` for null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Returns a reference to the value, or `None` for null.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Applies a function to the value, if it is not null.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Nullable<U> {
        self.into_option().map(change).into()
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: impl Into<Nullable<u64>>) -> String {
        serde_json::to_string(&value.into()).unwrap()
    }

    fn text(value: impl Into<Nullable<String>>) -> String {
        serde_json::to_string(&value.into()).unwrap()
    }

    #[test]
    fn into_nullable_infers_type_of_values_options_and_strings() {
        assert_eq!(number(30), "30");
        assert_eq!(number(Some(30)), "30");
        assert_eq!(number(None), "null");
        assert_eq!(number(Nullable::Null), "null");
        assert_eq!(number(Nullable::Value(30)), "30");

        assert_eq!(text("x"), "\"x\"");
        assert_eq!(text(""), "\"\"");
        assert_eq!(text(String::from("x")), "\"x\"");
        assert_eq!(text(Some(String::from("x"))), "\"x\"");
        assert_eq!(text(None), "null");
        assert_eq!(text(Nullable::Null), "null");
    }

    #[test]
    fn null_and_values_deserialize() {
        let read: Vec<Nullable<u64>> = serde_json::from_str("[30,null]").unwrap();
        assert_eq!(read, [Nullable::Value(30), Nullable::Null]);
    }

    #[test]
    fn as_ref_into_option_and_map_handle_value_and_null() {
        let (value, null) = (Nullable::Value(30), Nullable::<u64>::Null);
        assert_eq!((value.as_ref(), null.as_ref()), (Some(&30), None));
        assert_eq!((value.into_option(), null.into_option()), (Some(30), None));
        let text = |size: Nullable<u64>| size.map(|size| size.to_string());
        assert_eq!(text(value), Nullable::Value("30".to_owned()));
        assert_eq!(text(null), Nullable::Null);
    }
}
