//! Removes the secrets of a request from what a server sends back.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;
use std::fmt;

use reqwest::header::{HeaderMap, HeaderValue};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::runtime::call::{REQUEST_ID, without_byte_order_mark};
use crate::runtime::values::secret::Secret;

const PLACEHOLDER: &str = "[redacted]";

/// The secrets of a request, which some servers echo in error responses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Redaction<'a> {
    /// The secrets of the client.
    pub(crate) client: &'a [Secret],
    /// The secrets in the arguments of the operation, and those in its options.
    pub(crate) request: [&'a [Secret]; 2],
    /// Whether the response may contain other secrets, so that errors must not quote its JSON, apart
    /// from reported problems.
    pub(crate) is_confidential: bool,
}

impl<'a> Redaction<'a> {
    /// Returns whether a body contains one of the secrets, in JSON possibly with escapes.
    pub(crate) fn finds_secret_in(&self, body: &[u8]) -> bool {
        self.is_in_text(&String::from_utf8_lossy(body)) || self.is_in_json(body)
    }

    /// Replaces each secret in a string by a placeholder.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut present: Vec<_> = self.secrets().filter(|it| text.contains(it)).collect();
        // Longest first, because one secret may contain another.
        present.sort_unstable_by_key(|secret| Reverse(secret.len()));
        present.iter().fold(Cow::Borrowed(text), |text, secret| {
            Cow::Owned(text.replace(secret, PLACEHOLDER))
        })
    }

    /// Replaces each secret in the headers that errors and spans show.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        let Some(id) = headers.get_mut(REQUEST_ID) else {
            return;
        };
        let redacted = id.to_str().ok().map(|text| self.redact(text));
        if let Some(Cow::Owned(text)) = redacted {
            *id = HeaderValue::from_str(&text)
                .unwrap_or_else(|_| HeaderValue::from_static(PLACEHOLDER));
        }
    }

    /// Checks the strings of a document without storing it.
    fn is_in_json(&self, body: &[u8]) -> bool {
        let is_found = Cell::new(false);
        let finder = SecretFinder {
            redaction: *self,
            is_found: &is_found,
        };
        let mut deserializer = serde_json::Deserializer::from_slice(without_byte_order_mark(body));
        // The strings before a syntax error count as well.
        let _ = finder.deserialize(&mut deserializer);
        is_found.get()
    }

    fn is_in_text(&self, text: &str) -> bool {
        self.secrets().any(|secret| text.contains(secret))
    }

    fn secrets(&self) -> impl Iterator<Item = &'a str> {
        self.client
            .iter()
            .chain(self.request.into_iter().flatten())
            .map(Secret::expose)
            .filter(|secret| !secret.is_empty())
    }
}

/// Searches all strings and member names of a document.
#[derive(Clone, Copy)]
struct SecretFinder<'a> {
    redaction: Redaction<'a>,
    is_found: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for SecretFinder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for SecretFinder<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.redaction.is_in_text(text) {
            self.is_found.set(true);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while members.next_key_seed(self)?.is_some() {
            members.next_value_seed(self)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One secret contains another, and a third needs escapes in JSON.
    fn checked(check: impl Fn(Redaction<'_>)) {
        let [of_operation, of_options] = ["KEY-AND-MORE", "a\"b/c"].map(Secret::from);
        check(Redaction {
            client: &[Secret::from("KEY")],
            request: [&[of_operation, Secret::from("")], &[of_options]],
            is_confidential: false,
        });
    }

    #[test]
    fn redact_replaces_longest_secrets_first() {
        checked(|redaction| {
            let text = |text| redaction.redact(text);
            assert_eq!(text("KEY, KEY-AND-MORE"), "[redacted], [redacted]");
            assert_eq!(
                text("KEY-AND, a\"b/c, key"),
                "[redacted]-AND, [redacted], key"
            );
            assert_eq!(text("nothing"), "nothing");
            assert_eq!(text(""), "");
        });
    }

    #[test]
    fn redact_headers_replaces_secret_in_request_id() {
        checked(|redaction| {
            let mut headers = HeaderMap::new();
            for name in ["x-request-id", "x-other"] {
                headers.insert(name, HeaderValue::from_static("a KEY"));
            }
            redaction.redact_headers(&mut headers);
            assert_eq!(headers["x-request-id"], "a [redacted]");
            assert_eq!(headers["x-other"], "a KEY");
        });
    }

    #[test]
    fn finds_secret_in_plain_and_escaped_text() {
        checked(|redaction| {
            for body in [
                r#"{"a":"KEY"}"#,
                r#"{"KEY":1}"#,
                r#"{"a":"KEY"#,
                r#"["a\"b/c"]"#,
                r#"["a\"b\/c"]"#,
                r#"["\u004bEY"]"#,
                r#"["\u004bEY","#,
            ] {
                assert!(redaction.finds_secret_in(body.as_bytes()), "{body}");
            }
            for body in ["", "{}", "<html>", r#"{"a":"K-EY","b":"a\"b"}"#] {
                assert!(!redaction.finds_secret_in(body.as_bytes()), "{body}");
            }
            assert!(redaction.finds_secret_in(b"\xff KEY"));
            assert!(redaction.finds_secret_in(b"\xef\xbb\xbf[\"KE\\u0059\"]"));
        });
    }
}
