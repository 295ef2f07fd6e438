//! Checks names of headers and cookies.

use openapiv3::{APIKeyLocation, SecurityScheme};

use crate::names::contains_word;

/// The headers that control how an HTTP client frames and routes a request, separated by spaces. Only the HTTP client
/// may set them.
const CLIENT_HEADERS: &str = "connection content-length expect host http2-settings keep-alive proxy-connection te \
    trailer transfer-encoding upgrade";

/// The punctuation that is valid in a token.
const PUNCTUATION: &str = "!#$%&'*+-.^_`|~";

/// Returns an error message if the name of a header or cookie isn't a token (RFC 9110). `noun` is `header` or `cookie`.
pub(super) fn name_problem(noun: &str, name: &str) -> Option<String> {
    let is_valid = |it: char| it.is_ascii_alphanumeric() || PUNCTUATION.contains(it);
    (name.is_empty() || !name.chars().all(is_valid)).then(|| {
        format!(
            "{name:?} is not a valid {noun} name; expected ASCII letters, digits and {PUNCTUATION}"
        )
    })
}

pub(super) fn is_client_header(name: &str) -> bool {
    contains_word(CLIENT_HEADERS, &name.to_ascii_lowercase())
}

/// Returns an error message if the SDK can't send an API key in the header or cookie that the scheme names.
pub(super) fn api_key_problem(scheme: &SecurityScheme) -> Option<String> {
    let SecurityScheme::APIKey { location, name, .. } = scheme else {
        return None;
    };
    match location {
        APIKeyLocation::Query => None,
        APIKeyLocation::Header if is_client_header(name) => Some(format!(
            "an API key can't be the value of the header `{name}`, which controls the connection"
        )),
        APIKeyLocation::Header => name_problem("header", name),
        APIKeyLocation::Cookie => name_problem("cookie", name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(location: &str, name: &str) -> Option<String> {
        let scheme = json!({"type": "apiKey", "in": location, "name": name});
        api_key_problem(&serde_json::from_value(scheme).unwrap())
    }

    #[test]
    fn api_key_problem_of_header_of_the_client_names_it() {
        for name in ["Host", "content-LENGTH", "Transfer-Encoding", "connection"] {
            let expected = format!(
                "an API key can't be the value of the header `{name}`, which controls the connection"
            );
            assert_eq!(problem("header", name), Some(expected));
        }
    }

    #[test]
    fn api_key_problem_of_invalid_name_quotes_it() {
        for (location, name, quoted) in [
            ("header", "X-Key\r\nHost: a", r#""X-Key\r\nHost: a""#),
            ("header", "X Key", r#""X Key""#),
            ("header", "", r#""""#),
            ("cookie", "key; path", r#""key; path""#),
            ("cookie", "clé", r#""clé""#),
        ] {
            let expected = format!(
                "{quoted} is not a valid {location} name; expected ASCII letters, digits and !#$%&'*+-.^_`|~"
            );
            assert_eq!(problem(location, name), Some(expected));
        }
    }

    #[test]
    fn api_key_problem_of_valid_name_is_none() {
        for (location, name) in [
            ("header", "Authorization"),
            ("header", "X-Key_1"),
            ("cookie", "host"),
            ("query", "a b"),
        ] {
            assert_eq!(problem(location, name), None, "{location} {name}");
        }
    }
}
