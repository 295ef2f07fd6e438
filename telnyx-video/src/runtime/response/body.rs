//! The kinds of response bodies, and how each is decoded.

use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value, json};

use super::DecodeFailure;
use super::decode;
use super::envelope::Envelope;
use super::partial_page::decode_page;
use super::{Page, PartialPage};
use crate::runtime::values::{Decode, ViaDecode};

/// A kind of response body, such as [`Data`]. Most implementing types are markers without instances. For [`Page`] and
/// `PartialPage`, `Value` is `Self`.
pub trait ResponseBody {
    /// The type of the decoded value.
    type Value;

    /// Whether the body is ignored.
    const IS_IGNORED: bool = false;

    /// Decodes a body.
    fn decode(status: StatusCode, body: &[u8]) -> Decoded<Self::Value>;
}

/// A decoded value, or the reason why it could not be decoded.
pub type Decoded<T> = Result<T, DecodeFailure>;

/// A body `{"data": …}`. Only the member `data` is decoded.
pub struct Data<T>(PhantomData<T>);

/// A JSON document. An empty body decodes as `null`.
pub struct Json<T>(PhantomData<T>);

/// A body of the kind `R` without a model: a number or a date, or an array or map of them. Decodes it with [`Decode`],
/// which accepts more spellings than `Deserialize`: a date-time without an offset, for example. Models don't need it,
/// since their `Deserialize` uses `Decode` for each field.
pub struct Lenient<R>(PhantomData<R>);

/// A body that is ignored, even if it isn't empty.
pub struct NoContent;

impl<T: DeserializeOwned> ResponseBody for Data<T> {
    type Value = T;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<T> {
        // An action may succeed without `data`, which then counts as null or, if that is not a `T`, as an empty object.
        // If the type has a required field, the failure names that field.
        let body = if body.is_empty() { b"{}" } else { body };
        match decode::from_slice::<Envelope<T, IgnoredAny>>(body)?.data {
            Some(data) => Ok(data),
            None if reports_failure(body) => Err(DecodeFailure::missing_data()),
            None => serde_json::from_str("null")
                .or_else(|_| serde_json::from_str("{}"))
                .map_err(DecodeFailure::without_data),
        }
    }
}

/// Returns whether a body has problems in `errors`, or `"success": false`. Some servers report failures in this way
/// although the status is a success.
fn reports_failure(body: &[u8]) -> bool {
    let members: Map<String, Value> = decode::from_slice(body).unwrap_or_default();
    let errors = members.get("errors").unwrap_or(&Value::Null);
    let has_errors = ![Value::Null, json!([]), json!({})].contains(errors);
    has_errors || members.get("success") == Some(&Value::Bool(false))
}

impl<T: DeserializeOwned> ResponseBody for Page<T> {
    type Value = Self;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Self> {
        decode_page(body).or_else(|failure| match PartialPage::recover(body) {
            // The failure is outside the items: for example, another member has invalid UTF-8.
            Some(partial) if partial.failures.is_empty() => Ok(partial.page),
            _ => Err(failure),
        })
    }
}

impl<T: DeserializeOwned> ResponseBody for Json<T> {
    type Value = T;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<T> {
        decode::from_slice(if body.is_empty() { b"null" } else { body })
    }
}

impl<T: Decode> ResponseBody for Lenient<Json<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Json::<ViaDecode<T>>::decode(status, body).map(|value| value.0)
    }
}

impl<T: Decode> ResponseBody for Lenient<Data<T>> {
    type Value = T;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<T> {
        Data::<ViaDecode<T>>::decode(status, body).map(|value| value.0)
    }
}

impl ResponseBody for NoContent {
    type Value = ();

    const IS_IGNORED: bool = true;

    fn decode(_: StatusCode, _: &[u8]) -> Decoded<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::runtime::response::PageMeta;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Room {
        id: u64,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Outcome {
        result: Option<String>,
    }

    fn room(body: &str) -> Result<u64, (Option<String>, String)> {
        Data::<Room>::decode(StatusCode::OK, body.as_bytes())
            .map(|room| room.id)
            .map_err(|failure| (failure.path, failure.cause.to_string()))
    }

    fn page(body: &str) -> Page<u64> {
        Page::decode(StatusCode::OK, body.as_bytes()).unwrap()
    }

    #[test]
    fn data_ignores_other_members() {
        assert_eq!(room(r#"{"new":[1],"data":{"id":7,"new":{}}}"#).unwrap(), 7);
    }

    #[test]
    fn data_missing_decodes_as_model_without_fields() {
        for body in ["", "{}", r#"{"data":null}"#, r#"{"data":{}}"#] {
            let outcome = Data::<Outcome>::decode(StatusCode::OK, body.as_bytes()).unwrap();
            assert_eq!(outcome, Outcome { result: None });

            let (path, message) = room(body).unwrap_err();
            assert_eq!(path.unwrap(), "data");
            assert!(message.starts_with("missing field `id`"), "{message}");
        }
    }

    #[test]
    fn data_missing_in_body_that_reports_failure_is_error() {
        let decode = |body: &str| Data::<Outcome>::decode(StatusCode::OK, body.as_bytes());
        for body in [
            r#"{"success":false,"message":"Room session is not active"}"#,
            r#"{"errors":[{"title":"Not found"}]}"#,
            r#"{"data":null,"errors":{"name":["is taken"]}}"#,
        ] {
            assert!(decode(body).unwrap_err().lacks_data, "{body}");
        }
        for body in [
            r#"{"success":true,"errors":[]}"#,
            r#"{"errors":null}"#,
            r#"{"errors":{}}"#,
            r#"{"data":{},"success":false}"#,
        ] {
            assert_eq!(decode(body).unwrap(), Outcome { result: None }, "{body}");
        }
    }

    #[test]
    fn data_null_stays_null_if_type_allows_it() {
        for body in ["", "{}", r#"{"data":null}"#] {
            let any = Data::<Value>::decode(StatusCode::OK, body.as_bytes()).unwrap();
            assert!(any.is_null(), "{body}");
        }
    }

    #[test]
    fn data_and_page_reject_other_bodies() {
        for body in [
            "",
            "null",
            "7",
            "[]",
            r#"[{"id":7}]"#,
            "<html>",
            r#"{"data":"#,
        ] {
            assert!(room(body).is_err(), "{body}");
            assert!(
                Page::<u64>::decode(StatusCode::OK, body.as_bytes()).is_err(),
                "{body}"
            );
        }
    }

    #[test]
    fn page_without_data_is_error() {
        for body in ["{}", r#"{"data":null}"#, r#"{"meta":{"total_pages":1}}"#] {
            let failure = Page::<Room>::decode(StatusCode::OK, body.as_bytes()).unwrap_err();
            assert!(failure.lacks_data, "{body}");
            assert_eq!(failure.cause.to_string(), "`data` is missing or null");
        }
        let page = page(r#"{"data":[],"meta":null}"#);
        assert!(page.data.is_empty() && page.meta.is_none());
    }

    #[test]
    fn page_malformed_meta_keeps_items() {
        let meta = |meta: &str| {
            let page = page(&format!(r#"{{"data":[1],"meta":{meta}}}"#));
            assert_eq!(page.data, [1]);
            page.meta
        };
        assert_eq!(meta("[]"), None);
        assert_eq!(meta("7"), None);
        assert_eq!(meta("1e400"), None);
        assert_eq!(
            meta(&format!("{}{}", "[".repeat(200), "]".repeat(200))),
            None
        );
        let deep = format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200));
        assert_eq!(
            meta(&format!(
                r#"{{"total_pages":3,"page_size":1e400,"x":{deep}}}"#
            )),
            Some(PageMeta {
                total_pages: Some(3),
                ..PageMeta::default()
            })
        );
        assert_eq!(meta("{}"), Some(PageMeta::default()));
        assert_eq!(
            meta(
                r#"{"page_number":2,"page_size":-1,"total_pages":"3","total_results":null,"x":{}}"#
            ),
            Some(PageMeta {
                page_number: Some(2),
                ..PageMeta::default()
            })
        );
    }

    #[test]
    fn page_failure_names_item() {
        let body = br#"{"data":[{"id":1},{"id":"x"}]}"#;
        let failure = Page::<Room>::decode(StatusCode::OK, body).unwrap_err();
        assert_eq!(failure.path.unwrap(), "data[1].id");
    }

    #[test]
    fn byte_order_mark_is_skipped() {
        assert_eq!(room("\u{feff}{\"data\":{\"id\":7}}").unwrap(), 7);
        assert_eq!(page("\u{feff}{\"data\":[7]}").data, [7]);
        let json = Json::<u64>::decode(StatusCode::OK, "\u{feff}7".as_bytes());
        assert_eq!(json.unwrap(), 7);
    }

    #[test]
    fn json_and_no_content_decode_empty_body() {
        assert_eq!(Json::<u64>::decode(StatusCode::OK, b"7").unwrap(), 7);
        assert_eq!(
            Json::<Option<u64>>::decode(StatusCode::OK, b"").unwrap(),
            None
        );
        assert!(Json::<u64>::decode(StatusCode::OK, b"").is_err());
        NoContent::decode(StatusCode::OK, b"<html>").unwrap();
    }
}
