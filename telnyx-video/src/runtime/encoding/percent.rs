//! Percent-encoding: how the text of a value stands beside the syntax of what it is written into.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
///
/// Stricter than a URL parser asks for: what is left unencoded can't be taken for syntax by
/// anything between here and the server.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What a query needs encoded where reserved characters are allowed: all that a query can't hold,
/// and what would begin another pair, end the query, or be read as a space.
const BEYOND_QUERY: &AsciiSet = &RESERVED
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

/// What the value of a cookie can't hold by RFC 6265, section 4.1.1, and the sign of encoding.
const BEYOND_COOKIE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%');

/// Makes of a text what can stand as a value.
pub(crate) type Encode = fn(&str) -> String;

/// `text` with all but unreserved characters percent-encoded. A space is `%20`, never `+`.
pub(crate) fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// A value in a URL.
pub(crate) fn in_url(text: &str) -> String {
    percent_encode(text).to_string()
}

/// A value in a query that may hold reserved characters.
pub(crate) fn reserved(text: &str) -> String {
    utf8_percent_encode(text, BEYOND_QUERY).to_string()
}

/// A value in a cookie. Few servers decode one, so only what can't stand there is encoded.
pub(crate) fn in_cookie(text: &str) -> String {
    utf8_percent_encode(text, BEYOND_COOKIE).to_string()
}

/// A value that stands as it is.
pub(crate) fn as_it_is(text: &str) -> String {
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(percent_encode("aZ09-._~").to_string(), "aZ09-._~");
        assert_eq!(
            percent_encode("a b/c?d=e&f[g]%+é").to_string(),
            "a%20b%2Fc%3Fd%3De%26f%5Bg%5D%25%2B%C3%A9"
        );
    }

    #[test]
    fn allowed_reserved_characters_stay_unless_they_would_break_out() {
        assert_eq!(reserved(":/?@!$()*,;="), ":/?@!$()*,;=");
        assert_eq!(reserved("a&b=#c"), "a%26b=%23c");
        assert_eq!(reserved("[+ %41é']"), "%5B%2B%20%2541%C3%A9%27%5D");
    }

    #[test]
    fn a_cookie_keeps_what_it_can_hold() {
        assert_eq!(in_cookie("abc+/==:@[]{}"), "abc+/==:@[]{}");
        assert_eq!(
            in_cookie("a b;c,d\"e\\f\r\n%é"),
            "a%20b%3Bc%2Cd%22e%5Cf%0D%0A%25%C3%A9"
        );
    }
}
