//! Removes the secrets of a request from what a server sends back.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::runtime::values::secret::Secret;

const PLACEHOLDER: &str = "[redacted]";

/// The secrets of a request, which some servers echo in error responses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Redaction<'a> {
    /// The secrets of the client.
    pub(crate) client: &'a [Secret],
    /// The secrets in the arguments of the operation, and those in its options.
    pub(crate) request: [&'a [Secret]; 2],
}

impl<'a> Redaction<'a> {
    /// Returns whether a body contains one of the secrets, in JSON possibly with escapes.
    pub(crate) fn applies_to(&self, body: &[u8]) -> bool {
        let text = String::from_utf8_lossy(body);
        let is_redacted = |document: Value| self.redact_json(document.clone()) != document;
        self.secrets().any(|secret| text.contains(secret))
            || serde_json::from_slice(body).is_ok_and(is_redacted)
    }

    /// Replaces each secret in a string by a placeholder.
    pub(crate) fn redact_string(&self, text: String) -> String {
        let mut present: Vec<_> = self.secrets().filter(|it| text.contains(it)).collect();
        // Longest first, because one secret may contain another.
        present.sort_unstable_by_key(|secret| Reverse(secret.len()));
        present
            .iter()
            .fold(text, |text, secret| text.replace(secret, PLACEHOLDER))
    }

    /// Replaces each secret in the strings and member names of a document by a placeholder.
    pub(crate) fn redact_json(&self, document: Value) -> Value {
        match document {
            Value::String(text) => Value::String(self.redact_string(text)),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.redact_json(item))
                .collect(),
            Value::Object(members) => {
                let member = |(name, value)| (self.redact_string(name), self.redact_json(value));
                Value::Object(members.into_iter().map(member).collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    fn secrets(&self) -> impl Iterator<Item = &'a str> {
        self.client
            .iter()
            .chain(self.request.into_iter().flatten())
            .map(Secret::expose)
            .filter(|secret| !secret.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// One secret contains another, and a third needs escapes in JSON.
    fn checked(check: impl Fn(Redaction<'_>)) {
        let [of_operation, of_options] = ["KEY-AND-MORE", "a\"b/c"].map(Secret::from);
        check(Redaction {
            client: &[Secret::from("KEY")],
            request: [&[of_operation, Secret::from("")], &[of_options]],
        });
    }

    #[test]
    fn redact_string_replaces_longest_secrets_first() {
        checked(|redaction| {
            let text = |text: &str| redaction.redact_string(text.to_owned());
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
    fn redact_json_replaces_secrets_in_names_and_strings() {
        checked(|redaction| {
            let document = json!({"KEY": [{"a": "the KEY"}, 7, null], "b": "a\"b/c"});
            assert_eq!(
                redaction.redact_json(document),
                json!({"[redacted]": [{"a": "the [redacted]"}, 7, null], "b": "[redacted]"})
            );
        });
    }

    #[test]
    fn applies_to_finds_plain_and_escaped_secrets() {
        checked(|redaction| {
            for body in [
                r#"{"a":"KEY"}"#,
                r#"{"KEY":1}"#,
                r#"{"a":"KEY"#,
                r#"["a\"b/c"]"#,
                r#"["a\"b\/c"]"#,
                r#"["\u004bEY"]"#,
            ] {
                assert!(redaction.applies_to(body.as_bytes()), "{body}");
            }
            for body in ["", "{}", "<html>", r#"{"a":"K-EY","b":"a\"b"}"#] {
                assert!(!redaction.applies_to(body.as_bytes()), "{body}");
            }
            assert!(redaction.applies_to(b"\xff KEY"));
        });
    }
}
