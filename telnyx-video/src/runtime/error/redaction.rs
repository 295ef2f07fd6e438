//! Replaces the secrets of a request in texts that the server sent, because some servers echo them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::iter;

use reqwest::header::{HeaderMap, HeaderValue};

use crate::runtime::call::REQUEST_ID;
use crate::runtime::values::{RecentSecrets, Secret};

const PLACEHOLDER: &str = "[redacted]";

/// The secrets of a request, which errors and spans must not show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Redaction<'a> {
    /// The secrets of the client.
    pub(crate) client: &'a [Secret],
    /// The API keys that the client has used recently, if a provider supplies its API key.
    pub(crate) recent_api_keys: Option<&'a RecentSecrets>,
    /// The secrets in the arguments of the operation, and the secrets in its options.
    pub(crate) request: [&'a [Secret]; 2],
    /// Whether the response may contain other secrets, such as a new token. Errors then show the problems in the
    /// response, but don't quote its JSON.
    pub(crate) response_has_secrets: bool,
}

impl<'a> Redaction<'a> {
    /// Returns whether a body contains one of the secrets, possibly with JSON escapes, as in `K\u0045Y`.
    pub(crate) fn finds_secret_in(&self, body: &[u8]) -> bool {
        let text = String::from_utf8_lossy(body);
        let secrets = self.secrets();
        let contains_secret = |text: &str| secrets.iter().any(|it| text.contains(it.expose()));
        contains_secret(&text) || json_strings(&text).any(|string| contains_secret(&string))
    }

    /// Replaces each secret in a text by a placeholder. Misses secrets that are escaped.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let secrets = self.secrets();
        let all = secrets.iter().map(|secret| secret.expose());
        let mut present: Vec<_> = all.filter(|secret| text.contains(secret)).collect();
        // Longest first, because one secret may contain another.
        present.sort_unstable_by_key(|secret| Reverse(secret.len()));
        present.iter().fold(Cow::Borrowed(text), |text, secret| {
            Cow::Owned(text.replace(secret, PLACEHOLDER))
        })
    }

    /// Replaces each secret in the request ID, the only header that spans show.
    pub(crate) fn redact_request_id(&self, headers: &mut HeaderMap) {
        let Some(id) = headers.get_mut(REQUEST_ID) else {
            return;
        };
        let redacted = id.to_str().ok().map(|text| self.redact(text));
        if let Some(Cow::Owned(text)) = redacted {
            *id = HeaderValue::from_str(&text)
                .unwrap_or_else(|_| HeaderValue::from_static(PLACEHOLDER));
        }
    }

    fn secrets(&self) -> Vec<Cow<'a, Secret>> {
        let fixed = self.client.iter().chain(self.request.into_iter().flatten());
        let api_keys = self.recent_api_keys.map(RecentSecrets::to_vec);
        fixed
            .map(Cow::Borrowed)
            .chain(api_keys.into_iter().flatten().map(Cow::Owned))
            .filter(|secret| !secret.expose().is_empty())
            .collect()
    }
}

/// Returns the strings in JSON without their escapes, up to the first invalid one.
fn json_strings(mut json: &str) -> impl Iterator<Item = String> {
    iter::from_fn(move || {
        json = json.get(json.find('"')?..)?;
        let mut strings = serde_json::Deserializer::from_str(json).into_iter();
        let string = strings.next()?.ok()?;
        json = json.get(strings.byte_offset()..)?;
        Some(string)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One secret contains another, and a third needs escapes in JSON.
    fn checked(check: impl Fn(Redaction<'_>)) {
        let [of_operation, of_options] = ["KEY-AND-MORE", "a\"b/c"].map(Secret::from);
        check(Redaction {
            client: &[Secret::from("KEY")],
            recent_api_keys: None,
            request: [&[of_operation, Secret::from("")], &[of_options]],
            response_has_secrets: false,
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
    fn redact_request_id_replaces_secret() {
        checked(|redaction| {
            let mut headers = HeaderMap::new();
            for name in ["x-request-id", "x-other"] {
                headers.insert(name, HeaderValue::from_static("a KEY"));
            }
            redaction.redact_request_id(&mut headers);
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
                r#"{a: "\u004bEY"}"#,
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
