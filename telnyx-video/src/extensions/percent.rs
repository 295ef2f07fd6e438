//! Percent-encoding of cookies, and of query parameters with `allowReserved`.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::runtime::encoding::NOT_UNRESERVED;

/// The characters that a query can't contain, `'` (which URL parsers encode), `&` (starts another pair), `#` (ends the
/// query) and `+` (is decoded as a space).
const NOT_IN_QUERY: &AsciiSet = &NOT_UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The characters that RFC 6265, section 4.1.1, forbids in the value of a cookie, and `%`.
const NOT_IN_COOKIE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%');

pub(super) fn encode_allowing_reserved(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_QUERY).to_string()
}

/// Encodes the value of a cookie. Few servers decode cookies, so most characters are unchanged.
pub(super) fn encode_cookie(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_COOKIE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encode_allowing_reserved_encodes_delimiters_of_queries() {
        assert_eq!(encode_allowing_reserved(":/?@!$()*,;="), ":/?@!$()*,;=");
        assert_eq!(encode_allowing_reserved("a&b=#c"), "a%26b=%23c");
        assert_eq!(
            encode_allowing_reserved("[+ %41é']"),
            "%5B%2B%20%2541%C3%A9%27%5D"
        );
    }

    #[test]
    fn encode_cookie_keeps_allowed_characters() {
        assert_eq!(encode_cookie("abc+/==:@[]{}"), "abc+/==:@[]{}");
        assert_eq!(
            encode_cookie("a b;c,d\"e\\f\r\n%é"),
            "a%20b%3Bc%2Cd%22e%5Cf%0D%0A%25%C3%A9"
        );
    }
}
