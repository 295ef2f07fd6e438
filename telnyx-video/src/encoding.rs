//! Percent-encoding, one way for every part of a URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
///
/// Stricter than a URL parser asks for: what is left unencoded can't be taken for syntax by
/// anything between here and the server.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `text` with all but unreserved characters percent-encoded. A space is `%20`, never `+`.
pub(crate) fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
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
}
