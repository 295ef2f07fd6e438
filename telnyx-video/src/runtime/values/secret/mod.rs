//! Strings that must not be shown by accident.

mod recent;
mod recorder;

use std::fmt;

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

pub(crate) use recent::RecentSecrets;
pub use recorder::record_secrets;

/// A string that must not be shown by accident, such as an API key or a client token.
///
/// The `Debug` output of a `Secret` is a placeholder, it doesn't implement `Display`, and its memory is wiped on drop.
/// Only [`expose`](Self::expose) and serialization reveal the string; the copies that they make are not wiped. If a
/// server echoes a `Secret` of the request, errors show a placeholder instead.
///
/// `==` takes longer if more characters at the start are equal. An attacker could measure this, so
/// don't compare a secret with a value from an untrusted client.
///
/// ```
/// use telnyx_video::Secret;
///
/// let token = Secret::from("eyJhbGciOiJIUzI1NiJ9");
/// assert_eq!(format!("{token:?}"), "Secret([redacted])");
/// assert_eq!(token.expose(), "eyJhbGciOiJIUzI1NiJ9");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Returns the string.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Serializes the string itself, because this is how requests send it. Don't log a serialized value
/// that contains a `Secret`.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // `record_secrets` collects the secrets of a request, so that errors can redact them.
        recorder::record(self);
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An error of serde would quote the value.
        String::deserialize(deserializer)
            .map(Self)
            .map_err(|_| D::Error::invalid_type(Unexpected::Other("value"), &"a secret string"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_placeholder() {
        assert_eq!(format!("{:?}", Secret::from("abc")), "Secret([redacted])");
        assert_eq!(
            format!("{:#?}", Some(Secret::from("abc"))),
            "Some(\n    Secret([redacted]),\n)"
        );
    }

    #[test]
    fn serde_uses_plain_string() {
        let secret: Secret = serde_json::from_str("\"abc\"").unwrap();
        assert_eq!(secret, Secret::from(String::from("abc")));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"abc\"");
    }

    #[test]
    fn deserialize_error_does_not_quote_value() {
        let error = serde_json::from_str::<Secret>("123456").unwrap_err();
        assert!(!error.to_string().contains("123456"), "{error}");
    }
}
