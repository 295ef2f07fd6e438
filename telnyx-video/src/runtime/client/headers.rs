//! Headers that callers set.

use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::secret::Secret;

/// Parts of the names of headers with credentials, such as `cookie` and `x-api-key`.
const CREDENTIAL_NAMES: [&str; 7] = [
    "auth",
    "cookie",
    "credential",
    "key",
    "password",
    "secret",
    "token",
];

/// The minimum length of a secret within a value. Shorter ones appear in other text by chance.
const MIN_SECRET_LENGTH: usize = 6;

/// The header with the number of the attempt, starting at 1.
pub(crate) const ATTEMPT: HeaderName = HeaderName::from_static("x-attempt");

/// Parses a header. Errors quote the name, never the value.
pub fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), InvalidArgument> {
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

/// Rejects headers that callers must not set.
pub(crate) fn check_names(headers: &HeaderMap) -> Result<(), InvalidArgument> {
    headers.keys().try_for_each(check_name)
}

/// Returns the names, for `Debug`: a value may be a credential.
pub(crate) fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

/// Marks the values of headers with credentials as sensitive. Returns them for redaction.
pub(crate) fn protect(headers: &mut HeaderMap) -> Vec<Secret> {
    headers
        .iter_mut()
        .filter(|(name, _)| is_credential(name))
        .flat_map(|(_, value)| {
            value.set_sensitive(true);
            secrets(value)
        })
        .collect()
}

fn is_credential(name: &HeaderName) -> bool {
    let name = name.as_str();
    // An idempotency key identifies a request, and errors about it must show it.
    name != "idempotency-key" && CREDENTIAL_NAMES.iter().any(|part| name.contains(part))
}

/// Returns a value, the values of its cookies, and the part after its authentication scheme.
fn secrets(value: &HeaderValue) -> Vec<Secret> {
    let value = value.to_str().unwrap_or_default();
    let cookies = value
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(_, value)| value);
    let after_scheme = value.split_once(' ').map(|(_, rest)| rest);
    let parts = cookies.chain(after_scheme).map(str::trim);
    let parts = parts.filter(|part| part.len() >= MIN_SECRET_LENGTH);
    [value].into_iter().chain(parts).map(Secret::from).collect()
}

fn check_name(name: &HeaderName) -> Result<(), InvalidArgument> {
    if name == AUTHORIZATION {
        return Err(InvalidArgument::new(
            "the header `authorization` can't be set; set `api_key` on the client instead",
        ));
    }
    // A length that contradicts the body allows request smuggling.
    if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
        return Err(InvalidArgument::new(format!(
            "the header `{name}` can't be set; it is derived from the body"
        )));
    }
    Ok(())
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

    /// Returns the secrets in a header, and asserts that it is sensitive if there are some.
    fn protected(name: &str, value: &str) -> Vec<String> {
        let (name, value) = parse(name, value).unwrap();
        let mut headers = HeaderMap::from_iter([(name, value)]);
        let secrets = protect(&mut headers);
        let is_sensitive = headers.values().all(HeaderValue::is_sensitive);
        assert_eq!(is_sensitive, !secrets.is_empty());
        secrets.iter().map(|it| it.expose().to_owned()).collect()
    }

    #[test]
    fn protect_returns_values_of_credentials() {
        assert_eq!(protected("X-Api-Key", "hunter2"), ["hunter2"]);
        assert_eq!(protected("X-Auth-Token", "a"), ["a"]);
        assert_eq!(
            protected("Proxy-Authorization", "Basic bWU6cGFzcw=="),
            ["Basic bWU6cGFzcw==", "bWU6cGFzcw=="]
        );
        assert_eq!(
            protected("Cookie", "sid=abcdef; a=b"),
            ["sid=abcdef; a=b", "abcdef"]
        );
        for name in ["X-Trace-Id", "Idempotency-Key", "Accept"] {
            assert_eq!(protected(name, "abcdef"), [""; 0], "{name}");
        }
    }

    #[test]
    fn parse_rejects_reserved_headers() {
        assert_eq!(
            reason("AUTHORIZATION", "x"),
            "the header `authorization` can't be set; set `api_key` on the client instead"
        );
        assert_eq!(
            reason("Content-Length", "3"),
            "the header `content-length` can't be set; it is derived from the body"
        );
    }
}
