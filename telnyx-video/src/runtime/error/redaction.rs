//! Replaces the secrets of a request in texts that the server sent, because some servers echo them.

use std::borrow::Cow;

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::Value;

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
        let unescaped = unescape_json(&text);
        let mut secrets = self.secrets().into_iter();
        secrets.any(|it| text.contains(it.expose()) || unescaped.contains(it.expose()))
    }

    /// Replaces each secret in a text by a placeholder, and overlapping secrets by one placeholder. Misses secrets that
    /// are escaped.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        redact(&self.secrets(), text)
    }

    /// Replaces each secret in the strings and keys of a JSON value.
    pub(crate) fn redact_json(&self, json: Value) -> Value {
        redact_json(&self.secrets(), json)
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

fn redact<'t>(secrets: &[Cow<'_, Secret>], text: &'t str) -> Cow<'t, str> {
    let ranges = secrets.iter().flat_map(|secret| {
        let matches = text.match_indices(secret.expose());
        matches.map(|(start, secret)| start..start + secret.len())
    });
    let mut ranges: Vec<_> = ranges.collect();
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_unstable_by_key(|range| range.start);
    let (mut redacted, mut end) = (String::new(), 0);
    for range in ranges {
        if range.start >= end {
            redacted += text.get(end..range.start).unwrap_or_default();
            redacted += PLACEHOLDER;
        }
        end = end.max(range.end);
    }
    redacted += text.get(end..).unwrap_or_default();
    Cow::Owned(redacted)
}

fn redact_json(secrets: &[Cow<'_, Secret>], json: Value) -> Value {
    match json {
        Value::String(text) => redact(secrets, &text).into(),
        Value::Array(items) => items
            .into_iter()
            .map(|it| redact_json(secrets, it))
            .collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| {
                let key = redact(secrets, &key).into_owned();
                (key, redact_json(secrets, value))
            })
            .collect(),
        scalar => scalar,
    }
}

/// Replaces the escapes of JSON by the characters that they represent, even if the JSON is incomplete or not valid.
fn unescape_json(json: &str) -> String {
    let (mut units, mut rest) = (Vec::new(), json);
    while let Some((before, escape)) = rest.split_once('\\') {
        units.extend(before.encode_utf16());
        rest = match code_unit(escape) {
            Some((unit, after)) => {
                units.push(unit);
                after
            }
            None => escape,
        };
    }
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units)
}

/// Returns the UTF-16 code unit of the JSON escape at the start of a text, which lacks its `\`, and the rest of the
/// text.
fn code_unit(escape: &str) -> Option<(u16, &str)> {
    let (kind, rest) = escape.split_at_checked(1)?;
    if kind == "u" {
        let (hex, rest) = rest.split_at_checked(4)?;
        return Some((u16::from_str_radix(hex, 16).ok()?, rest));
    }
    let character = match kind.bytes().next()? {
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        other => other,
    };
    Some((character.into(), rest))
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
            recent_api_keys: None,
            request: [&[of_operation, Secret::from("")], &[of_options]],
            response_has_secrets: false,
        });
    }

    #[test]
    fn redact_replaces_secrets_that_contain_others() {
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
    fn redact_leaves_no_part_of_overlapping_secrets() {
        let redaction = Redaction {
            client: &["abc", "bcd", "red"].map(Secret::from),
            ..Redaction::default()
        };
        assert_eq!(
            redaction.redact("abcd red, éabc"),
            "[redacted] [redacted], é[redacted]"
        );
    }

    #[test]
    fn redact_json_replaces_secrets_in_strings_and_keys() {
        checked(|redaction| {
            let json = json!({"KEY": ["KEY", null, 7, {"a": "a\"b/c"}], "b": true});
            let expected =
                json!({"[redacted]": ["[redacted]", null, 7, {"a": "[redacted]"}], "b": true});
            assert_eq!(redaction.redact_json(json), expected);
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
                r#"["\u004bEY"#,
                r#"["\x", "\u004bEY"]"#,
                r#"["\é\", "\u004bEY"]"#,
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
