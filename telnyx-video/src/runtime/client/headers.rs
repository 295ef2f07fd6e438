//! Headers that callers set.

use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

use crate::runtime::error::invalid_argument::InvalidArgument;

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
