//! Percent-encoding.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All ASCII characters except the unreserved ones of RFC 3986, section 2.3.
///
/// A URL may contain other characters unencoded, but proxies and servers may give them a special meaning.
pub const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A function that encodes a value, such as [`percent_encode`].
pub type TextEncoder = fn(&str) -> String;

/// Encodes all characters except unreserved ones. A space becomes `%20`, never `+`.
pub fn percent_encode(text: &str) -> String {
    percent_encode_lazily(text).to_string()
}

/// Does the same as [`percent_encode`] without allocating: the result implements `Display`, and converts into a `Cow`.
///
/// The `Cow` borrows the text if no character must be encoded. Caution: if the text is a single character that must be
/// encoded, the `Cow` is borrowed, too, but from a static string such as `%20`.
pub fn percent_encode_lazily(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NOT_UNRESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encode_keeps_unreserved_characters_only() {
        assert_eq!(percent_encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(
            percent_encode("a b/c?d=e&f[g]%+é"),
            "a%20b%2Fc%3Fd%3De%26f%5Bg%5D%25%2B%C3%A9"
        );
    }
}
