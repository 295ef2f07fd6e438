//! Header fields given by the caller.

use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

use crate::runtime::encoding::percent::as_it_is;
use crate::runtime::encoding::style::{self, Parameter, ParameterValue, PathStyle};
use crate::runtime::error::invalid_argument::InvalidArgument;

/// Reads one header field. A error names the header, never its value.
pub(crate) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), InvalidArgument> {
    let parsed_name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| InvalidArgument::new(format!("{name:?} is not a valid header name")))?;
    let parsed_value = HeaderValue::from_str(value).map_err(|_| {
        InvalidArgument::new(format!(
            "the value of the header `{parsed_name}` has characters other than visible ASCII"
        ))
    })?;
    check_name(&parsed_name)?;
    Ok((parsed_name, parsed_value))
}

/// Writes the value of a header field. `None` is an object in which nothing is set.
pub(crate) fn write(
    style: PathStyle,
    parameter: Parameter<'_>,
    value: &ParameterValue,
) -> Result<Option<(HeaderName, HeaderValue)>, InvalidArgument> {
    let text = style::text(style, parameter, value, as_it_is)?;
    text.map(|text| parse(parameter.name, &text)).transpose()
}

/// Refuses the headers that are not the caller's to set.
pub(crate) fn check_names(headers: &HeaderMap) -> Result<(), InvalidArgument> {
    headers.keys().try_for_each(check_name)
}

/// The names alone, for `Debug`: a value may be a credential.
pub(crate) fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

fn check_name(name: &HeaderName) -> Result<(), InvalidArgument> {
    if name == AUTHORIZATION {
        return Err(InvalidArgument::new(
            "the header `authorization` can't be set; give the client an `api_key` instead",
        ));
    }
    // A length that contradicts the body lets a request be read as two.
    if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
        return Err(InvalidArgument::new(format!(
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
    fn values_are_plain_or_have_commas() {
        let written = |style, value: serde_json::Value| {
            let parameter = Parameter {
                kind: "header",
                name: "x-a",
            };
            let plain = ParameterValue::of(parameter, value)?;
            let written = write(style, parameter, &plain)?;
            Ok::<_, InvalidArgument>(written.map(|(_, value)| value))
        };
        let simple = |value| written(PathStyle::Simple, value).unwrap().unwrap();
        assert_eq!(simple(true.into()), "true");
        assert_eq!(simple(["a", "b c"].as_slice().into()), "a,b c");
        let object = serde_json::json!({"a": 1, "b": "c"});
        assert_eq!(simple(object.clone()), "a,1,b,c");
        let exploded = written(PathStyle::SimpleExploded, object);
        assert_eq!(exploded.unwrap().unwrap(), "a=1,b=c");
        let nothing = written(PathStyle::Simple, serde_json::json!({}));
        assert_eq!(nothing.unwrap(), None);
        let error = written(PathStyle::Simple, serde_json::json!([])).unwrap_err();
        assert_eq!(error.reason, "the header `x-a` can't hold an empty list");
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
