//! Response bodies that are binary, text or optional.

use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::de::Error as _;

use crate::runtime::response::{DecodeFailure, Decoded, ResponseBody};

/// A binary body.
pub struct Binary;

/// A text body in UTF-8.
pub struct Text;

/// A body of the kind `R` that may be empty.
pub struct Optional<R>(PhantomData<R>);

impl ResponseBody for Binary {
    type Value = Vec<u8>;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Vec<u8>> {
        Ok(body.to_vec())
    }
}

impl ResponseBody for Text {
    type Value = String;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<String> {
        str::from_utf8(body).map(str::to_owned).map_err(|error| {
            let reason = format_args!("the text is not UTF-8: {error}");
            DecodeFailure::new(None, serde_json::Error::custom(reason))
        })
    }
}

impl<R: ResponseBody> ResponseBody for Optional<R> {
    type Value = Option<R::Value>;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<Self::Value> {
        match body {
            [] => Ok(None),
            body => R::decode(status, body).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::response::Data;

    #[test]
    fn binary_returns_body_unchanged() {
        let body = Binary::decode(StatusCode::OK, b"\0\xff").unwrap();
        assert_eq!(body, b"\0\xff");
    }

    #[test]
    fn text_rejects_invalid_utf8() {
        assert_eq!(Text::decode(StatusCode::OK, "né".as_bytes()).unwrap(), "né");
        let failure = Text::decode(StatusCode::OK, b"n\xe9").unwrap_err();
        assert_eq!(
            failure.cause.to_string(),
            "the text is not UTF-8: incomplete utf-8 byte sequence from index 1"
        );
    }

    #[test]
    fn optional_empty_body_is_none() {
        type Size = Optional<Data<u64>>;
        let size = Size::decode(StatusCode::OK, br#"{"data":7}"#);
        assert_eq!(size.unwrap(), Some(7));
        assert_eq!(Size::decode(StatusCode::ACCEPTED, b"").unwrap(), None);
        assert!(Size::decode(StatusCode::OK, b"<p>").is_err());
    }
}
