//! What a request carries that no error may show.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::runtime::values::secret::Secret;

const PLACEHOLDER: &str = "[redacted]";

/// The secrets that go along with a request. Some servers repeat them when they refuse it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Redaction<'a> {
    /// Those of the client.
    pub(crate) client: &'a [Secret],
    /// Those of the operation, and those of the options of this one call.
    pub(crate) written: [&'a [Secret]; 2],
}

impl<'a> Redaction<'a> {
    /// Whether a body holds one of the secrets, be it with escapes.
    pub(crate) fn concerns(&self, body: &[u8]) -> bool {
        let text = String::from_utf8_lossy(body);
        let is_plain = self.secrets().any(|secret| text.contains(secret));
        let is_changed = |document: Value| self.json(document.clone()) != document;
        is_plain || serde_json::from_slice(body).is_ok_and(is_changed)
    }

    /// The text, with a placeholder for each of the secrets.
    pub(crate) fn text(&self, text: String) -> String {
        let mut present: Vec<_> = self.secrets().filter(|it| text.contains(it)).collect();
        // One may be a part of another, of which the rest must not stay.
        present.sort_unstable_by_key(|secret| Reverse(secret.len()));
        present
            .iter()
            .fold(text, |text, secret| text.replace(secret, PLACEHOLDER))
    }

    /// The document, with a placeholder for each of the secrets in its texts and names.
    pub(crate) fn json(&self, document: Value) -> Value {
        match document {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => {
                let member = |(name, value)| (self.text(name), self.json(value));
                Value::Object(members.into_iter().map(member).collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    fn secrets(&self) -> impl Iterator<Item = &'a str> {
        let written = self.written.into_iter().flatten();
        let all = self.client.iter().chain(written).map(Secret::expose);
        all.filter(|secret| !secret.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The key is a part of one token, and the other needs escapes in JSON.
    fn checked(check: impl Fn(Redaction<'_>)) {
        let [of_operation, of_options] = ["KEY-AND-MORE", "a\"b/c"].map(Secret::from);
        check(Redaction {
            client: &[Secret::from("KEY")],
            written: [&[of_operation, Secret::from("")], &[of_options]],
        });
    }

    #[test]
    fn every_secret_is_replaced_whole() {
        checked(|redaction| {
            let text = |text: &str| redaction.text(text.to_owned());
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
    fn names_and_texts_of_a_document_are_redacted() {
        checked(|redaction| {
            let document = json!({"KEY": [{"a": "the KEY"}, 7, null], "b": "a\"b/c"});
            assert_eq!(
                redaction.json(document),
                json!({"[redacted]": [{"a": "the [redacted]"}, 7, null], "b": "[redacted]"})
            );
        });
    }

    #[test]
    fn a_body_with_a_secret_is_told_from_one_without() {
        checked(|redaction| {
            for body in [
                r#"{"a":"KEY"}"#,
                r#"{"KEY":1}"#,
                r#"{"a":"KEY"#,
                r#"["a\"b/c"]"#,
                r#"["a\"b\/c"]"#,
                r#"["\u004bEY"]"#,
            ] {
                assert!(redaction.concerns(body.as_bytes()), "{body}");
            }
            for body in ["", "{}", "<html>", r#"{"a":"K-EY","b":"a\"b"}"#] {
                assert!(!redaction.concerns(body.as_bytes()), "{body}");
            }
            assert!(redaction.concerns(b"\xff KEY"));
        });
    }
}
