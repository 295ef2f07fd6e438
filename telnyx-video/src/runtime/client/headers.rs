//! Checks the headers that callers set, and marks secrets in them as sensitive.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::values::Secret;

/// A header whose name contains one of these words holds a secret: `cookie`, `x-api-key`.
const SECRET_WORDS: [&str; 7] = [
    "auth",
    "cookie",
    "credential",
    "key",
    "password",
    "secret",
    "token",
];

/// The minimum length in bytes of a secret to redact. Shorter text, such as `1` in `x-auth-version: 1`, appears
/// elsewhere by chance.
const MIN_SECRET_LENGTH: usize = 6;

/// The header with the number of the attempt, starting at 1.
pub(crate) const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// Parses a header. Errors quote the name, never the value.
pub fn parse(name: &str, value: &str) -> ArgumentResult<(HeaderName, HeaderValue)> {
    let parsed_name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| InvalidArgument::new(format!("{name:?} is not a valid header name")))?;
    let parsed_value = HeaderValue::from_str(value).map_err(|_| {
        InvalidArgument::new(format!(
            "the value of the header `{parsed_name}` contains characters other than printable ASCII"
        ))
    })?;
    check_name(&parsed_name)?;
    Ok((parsed_name, parsed_value))
}

/// Returns the names, for `Debug`, which must not show values: they may be secrets.
pub(crate) fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

/// Marks a value with secrets as sensitive, so that `Debug` omits it. Returns the secrets for redaction.
pub(crate) fn mark_secrets((name, value): (&HeaderName, &mut HeaderValue)) -> Vec<Secret> {
    if !holds_secret(name) {
        return Vec::new();
    }
    value.set_sensitive(true);
    secrets(value)
}

fn holds_secret(name: &HeaderName) -> bool {
    let name = name.as_str();
    // Not a secret: it identifies a request, and errors must be able to show it.
    let is_idempotency_key = matches!(name, "idempotency-key" | "x-idempotency-key");
    !is_idempotency_key && SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// Returns a value and the parts of it that a server may quote alone: `abcdef` in `sid=abcdef; a=b` and in
/// `Bearer abcdef`. Omits those that are too short, such as `b`.
fn secrets(value: &HeaderValue) -> Vec<Secret> {
    let value = value.to_str().unwrap_or_default();
    let cookies = value.split(';').filter_map(|pair| pair.split_once('='));
    let token = value.split_once(' ');
    let parts = cookies.chain(token).map(|(_, part)| part.trim());
    [value]
        .into_iter()
        .chain(parts)
        .filter(|secret| secret.len() >= MIN_SECRET_LENGTH)
        .map(Secret::from)
        .collect()
}

pub(super) fn check_name(name: &HeaderName) -> ArgumentResult<()> {
    let source = match name.as_str() {
        "authorization" => "its credentials",
        // A length that contradicts the body allows request smuggling.
        "content-length" | "transfer-encoding" => "the body",
        _ => return Ok(()),
    };
    Err(InvalidArgument::new(format!(
        "the header `{name}` can't be set; the client derives it from {source}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(name: &str, value: &str) -> String {
        parse(name, value).unwrap_err().reason
    }

    #[test]
    fn parse_error_quotes_name_without_value() {
        assert_eq!(reason("a b", "x"), "\"a b\" is not a valid header name");
        assert_eq!(
            reason("X-Trace", "secret\r\nx"),
            "the value of the header `x-trace` contains characters other than printable ASCII"
        );
        assert!(parse("X-Trace", "").is_ok());
    }

    /// Returns the secrets in a header, or `None` if it isn't sensitive.
    fn protected(name: &str, value: &str) -> Option<Vec<String>> {
        let (name, mut value) = parse(name, value).unwrap();
        let secrets = mark_secrets((&name, &mut value));
        let secrets = secrets.iter().map(|it| it.expose().to_owned());
        value.is_sensitive().then(|| secrets.collect())
    }

    #[test]
    fn mark_secrets_returns_values_to_redact() {
        let secrets = |name, value| protected(name, value).unwrap();
        assert_eq!(secrets("X-Api-Key", "hunter2"), ["hunter2"]);
        assert_eq!(secrets("X-Auth-Version", "1"), [""; 0]);
        assert_eq!(
            secrets("Proxy-Authorization", "Basic bWU6cGFzcw=="),
            ["Basic bWU6cGFzcw==", "bWU6cGFzcw=="]
        );
        assert_eq!(
            secrets("Cookie", "sid=abcdef; a=b"),
            ["sid=abcdef; a=b", "abcdef"]
        );
        for name in ["X-Trace-Id", "Idempotency-Key", "X-Idempotency-Key"] {
            assert_eq!(protected(name, "abcdef"), None, "{name}");
        }
    }

    #[test]
    fn parse_rejects_reserved_headers() {
        assert_eq!(
            reason("AUTHORIZATION", "x"),
            "the header `authorization` can't be set; the client derives it from its credentials"
        );
        assert_eq!(
            reason("Content-Length", "3"),
            "the header `content-length` can't be set; the client derives it from the body"
        );
    }
}
