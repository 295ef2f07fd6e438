//! Header fields given by the caller.

use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

use serde::Serialize;

use crate::query;
use crate::refusal::Refusal;

/// Reads one header field. A refusal names the header, never its value.
pub(crate) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Refusal> {
    let parsed_name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Refusal::new(format!("{name:?} is not a valid header name")))?;
    let parsed_value = HeaderValue::from_str(value).map_err(|_| {
        Refusal::new(format!(
            "the value of the header `{parsed_name}` has characters other than visible ASCII"
        ))
    })?;
    check_name(&parsed_name)?;
    Ok((parsed_name, parsed_value))
}

/// Writes the value of a header field, in the style `simple`: the items of a list have commas between them.
pub(crate) fn write(
    name: &str,
    value: impl Serialize,
) -> Result<(HeaderName, HeaderValue), Refusal> {
    let unrepresentable =
        |_| Refusal::new(format!("the value of the header `{name}` can't be written"));
    let pairs = query::form(name, value).map_err(unrepresentable)?;
    let texts: Vec<String> = pairs.into_iter().map(|(_, text)| text).collect();
    parse(name, &texts.join(","))
}

/// Refuses the headers that are not the caller's to set.
pub(crate) fn check_names(headers: &HeaderMap) -> Result<(), Refusal> {
    headers.keys().try_for_each(check_name)
}

/// The names alone, for `Debug`: a value may be a credential.
pub(crate) fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

fn check_name(name: &HeaderName) -> Result<(), Refusal> {
    if name == AUTHORIZATION {
        return Err(Refusal::new(
            "the header `authorization` can't be set; give the client an `api_key` instead",
        ));
    }
    // A length that contradicts the body lets a request be read as two.
    if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
        return Err(Refusal::new(format!(
            "the header `{name}` can't be set; it follows from the body"
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
    fn a_bad_header_is_named_without_its_value() {
        assert_eq!(reason("a b", "x"), "\"a b\" is not a valid header name");
        assert_eq!(
            reason("X-Trace", "secret\r\nx"),
            "the value of the header `x-trace` has characters other than visible ASCII"
        );
        assert!(parse("X-Trace", "").is_ok());
    }

    #[test]
    fn values_are_plain_or_lists_with_commas() {
        let written = |value: serde_json::Value| write("x-a", value).map(|(_, value)| value);
        assert_eq!(written(true.into()).unwrap(), "true");
        assert_eq!(written(["a", "b c"].as_slice().into()).unwrap(), "a,b c");
        let refusal = written(serde_json::json!({"a": 1})).unwrap_err();
        assert_eq!(
            refusal.reason,
            "the value of the header `x-a` can't be written"
        );
    }

    #[test]
    fn some_headers_are_not_the_callers() {
        assert_eq!(
            reason("AUTHORIZATION", "x"),
            "the header `authorization` can't be set; give the client an `api_key` instead"
        );
        assert_eq!(
            reason("Content-Length", "3"),
            "the header `content-length` can't be set; it follows from the body"
        );
    }
}
