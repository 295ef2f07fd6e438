use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All ASCII characters except the unreserved ones of RFC 3986, section 2.3. A URL may contain some of them unencoded,
/// such as `:`, but proxies and servers may give them a special meaning.
pub const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A function that encodes a value, such as [`percent_encode`].
pub type TextEncoder = fn(&str) -> String;

/// Encodes all characters except unreserved ones. A space becomes `%20`, never `+`.
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).to_string()
}

/// Like [`percent_encode`], but doesn't copy a text in which no character must be encoded.
pub fn percent_encode_owned(text: String) -> String {
    match Cow::from(utf8_percent_encode(&text, NOT_UNRESERVED)) {
        // A text of one character that must be encoded also becomes a borrowed string, such as `%20`.
        Cow::Borrowed(encoded) if encoded == text => text,
        encoded => encoded.into_owned(),
    }
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
        assert_eq!(percent_encode_owned("aZ".into()), "aZ");
        assert_eq!(percent_encode_owned(" ".into()), "%20");
    }
}
