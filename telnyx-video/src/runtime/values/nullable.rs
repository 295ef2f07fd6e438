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
/// In a model that is read as well as sent, a field is an `Option` of it: `None` where it was missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Sends `null`, which clears the field.
    Null,
    /// Sends this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if it is not null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// A reference to the value, if it is not null.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Makes another value of the one that is there.
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

/// Reads a field that is there; one that is missing is left to the default, so that null differs from it.
#[allow(
    dead_code,
    reason = "emitted for fields that are read and sent, and can be null; not every API has one"
)]
pub(crate) fn if_present<'de, T, D>(deserializer: D) -> Result<Option<Nullable<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Nullable::deserialize(deserializer).map(Some)
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

    #[test]
    fn a_field_that_is_null_is_not_missing() {
        #[derive(Deserialize)]
        struct Room {
            #[serde(default, deserialize_with = "if_present")]
            size: Option<Nullable<u64>>,
        }
        for (text, expected) in [
            (r#"{"size":30}"#, Some(Nullable::Value(30))),
            (r#"{"size":null}"#, Some(Nullable::Null)),
            ("{}", None),
        ] {
            let room: Room = serde_json::from_str(text).unwrap();
            assert_eq!(room.size, expected, "{text}");
        }
    }

    #[test]
    fn the_value_can_be_looked_at_taken_and_changed() {
        let (value, null) = (Nullable::Value(30), Nullable::<u64>::Null);
        assert_eq!((value.as_ref(), null.as_ref()), (Some(&30), None));
        assert_eq!((value.into_option(), null.into_option()), (Some(30), None));
        let text = |size: Nullable<u64>| size.map(|size| size.to_string());
        assert_eq!(text(value), Nullable::Value("30".to_owned()));
        assert_eq!(text(null), Nullable::Null);
    }
}
