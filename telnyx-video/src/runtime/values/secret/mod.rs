//! Text that must not be shown by accident.

mod recorder;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

pub(crate) use recorder::record_secrets;

/// Text that must not be shown by accident: an API key, a client token.
///
/// `Debug` prints a placeholder, there is no `Display`, and its memory is wiped on drop. The text
/// comes out only where the code says so, through [`expose`](Self::expose) or by serialising; the
/// copies made there are no longer in its care. What a request carries as a `Secret` is redacted in
/// its errors, should the server repeat it.
///
/// Comparing two secrets takes a time that depends on their text; don't let a stranger measure it.
///
/// ```
/// use telnyx_video::Secret;
///
/// let token = Secret::from("eyJhbGciOiJIUzI1NiJ9");
/// assert_eq!(format!("{token:?}"), "Secret([redacted])");
/// assert_eq!(token.expose(), "eyJhbGciOiJIUzI1NiJ9");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
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

/// Writes the text itself, since a secret is serialised in order to be sent.
///
/// Whatever stores or logs a serialised value that holds a `Secret` stores or logs the secret.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        recorder::record(self);
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde quotes the value it could not use, and that may be the secret in another form.
        String::deserialize(deserializer)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("a secret has to be text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Secret::from("abc")), "Secret([redacted])");
        assert_eq!(
            format!("{:#?}", Some(Secret::from("abc"))),
            "Some(\n    Secret([redacted]),\n)"
        );
    }

    #[test]
    fn travels_as_plain_text() {
        let secret: Secret = serde_json::from_str("\"abc\"").unwrap();
        assert_eq!(secret, Secret::from(String::from("abc")));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"abc\"");
    }

    #[test]
    fn a_value_of_the_wrong_type_is_not_quoted() {
        let error = serde_json::from_str::<Secret>("123456").unwrap_err();
        assert!(!error.to_string().contains("123456"), "{error}");
    }
}
