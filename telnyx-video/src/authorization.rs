//! From an API key to the header that carries it.

use bytes::Bytes;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::refusal::Refusal;
use crate::secret::Secret;

pub(crate) const SCHEME: &str = "Bearer ";

/// The value of the `authorization` header. A refusal says what is wrong and never shows the key.
pub(crate) fn bearer(api_key: &Secret) -> Result<HeaderValue, Refusal> {
    let key = api_key.expose();
    if let Some(fault) = fault(key) {
        return Err(Refusal::new(format!("the API key {fault}")));
    }
    let mut text = String::with_capacity(SCHEME.len() + key.len());
    text.push_str(SCHEME);
    text.push_str(key);
    // Clones of the value share these bytes, which are wiped when the last of them is dropped.
    let shared = Bytes::from_owner(Zeroizing::new(text));
    let mut value = HeaderValue::from_maybe_shared(shared)
        .map_err(|_| Refusal::new("the API key has characters that a header can't carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn fault(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        Some("is empty")
    } else if key.trim() != key {
        Some("has white space around it")
    } else if key.chars().any(char::is_control) {
        Some("has control characters")
    } else if !key.is_ascii() {
        Some("has characters that are not ASCII")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_carries_the_key_and_hides_it() {
        let value = bearer(&Secret::from("KEY0123")).unwrap();
        assert_eq!(value.as_bytes(), b"Bearer KEY0123");
        assert!(value.is_sensitive());
        assert_eq!(format!("{value:?}"), "Sensitive");
    }

    #[test]
    fn an_unusable_key_is_refused_without_showing_it() {
        for (key, reason) in [
            ("", "the API key is empty"),
            (" ", "the API key has white space around it"),
            ("KEY\n", "the API key has white space around it"),
            ("\u{a0}KEY", "the API key has white space around it"),
            ("KEY\r\nHost: x", "the API key has control characters"),
            ("KEY\u{7f}", "the API key has control characters"),
            ("KÉY", "the API key has characters that are not ASCII"),
        ] {
            assert_eq!(bearer(&Secret::from(key)).unwrap_err().reason, reason);
        }
    }
}
