//! A field that can be cleared.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The value of a field that can be cleared by sending an explicit `null`.
///
/// A setter that is not called leaves its field alone; one that is called with `Null` (or `None`)
/// sends `null`. Setters take `impl Into<Nullable<T>>`, so plain values and options work as well:
///
/// ```
/// use telnyx_video::Nullable;
///
/// fn webhook_timeout_secs(seconds: impl Into<Nullable<u64>>) -> Nullable<u64> {
///     seconds.into()
/// }
///
/// assert_eq!(webhook_timeout_secs(30), Nullable::Value(30));
/// assert_eq!(webhook_timeout_secs(Some(30)), Nullable::Value(30));
/// assert_eq!(webhook_timeout_secs(None), Nullable::Null);
/// assert_eq!(webhook_timeout_secs(Nullable::Null), Nullable::Null);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Sends `null`, which clears the field.
    Null,
    /// Sends this value.
    Value(T),
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
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
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
    fn every_way_to_say_it_infers() {
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
    fn reads_back_what_it_writes() {
        let read: Vec<Nullable<u64>> = serde_json::from_str("[30,null]").unwrap();
        assert_eq!(read, [Nullable::Value(30), Nullable::Null]);
    }
}
