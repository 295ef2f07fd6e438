//! Decoding of response bodies.

use std::fmt;
use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::decode::{self, DecodeFailure};
pub use super::lenient::Lenient;
use super::page::{Page, PageMeta};

/// A kind of response body.
pub trait ResponseBody {
    /// The type of the decoded value.
    type Value;

    /// Decodes a body.
    fn decode(status: StatusCode, body: &[u8]) -> Decoded<Self::Value>;
}

/// A decoded value, or the reason why it could not be decoded.
pub type Decoded<T> = Result<T, DecodeFailure>;

/// The member `data` of a JSON object.
pub struct Data<T>(PhantomData<T>);

/// A JSON document. An empty body decodes as `null`.
pub struct Json<T>(PhantomData<T>);

/// A body that is ignored.
pub struct NoContent;

impl<T: DeserializeOwned> ResponseBody for Data<T> {
    type Value = T;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<T> {
        // Missing data is an empty object, because an action may succeed with an empty response. If
        // the type has a required field, the failure names it.
        let body = if body.is_empty() { b"{}" } else { body };
        match decode::from_slice::<Envelope<T>>(body)?.data {
            Some(data) => Ok(data),
            None => serde_json::from_str("{}").map_err(|cause| DecodeFailure {
                path: Some("data".to_owned()),
                cause,
            }),
        }
    }
}

impl<T: DeserializeOwned> ResponseBody for Page<T> {
    type Value = Self;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Self> {
        let envelope = decode::from_slice::<Envelope<Vec<T>>>(body)?;
        Ok(Self {
            data: envelope.data.unwrap_or_default(),
            meta: envelope.meta,
        })
    }
}

impl<T: DeserializeOwned> ResponseBody for Json<T> {
    type Value = T;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<T> {
        decode::from_slice(if body.is_empty() { b"null" } else { body })
    }
}

impl ResponseBody for NoContent {
    type Value = ();

    fn decode(_: StatusCode, _: &[u8]) -> Decoded<()> {
        Ok(())
    }
}

/// The object `{"data": …, "meta": …}`. Both members may be missing or null.
struct Envelope<D> {
    data: Option<D>,
    meta: Option<PageMeta>,
}

/// Not derived, because a derived implementation accepts `[]` as well.
impl<'de, D: Deserialize<'de>> Deserialize<'de> for Envelope<D> {
    fn deserialize<S: Deserializer<'de>>(deserializer: S) -> Result<Self, S::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Member {
    Data,
    Meta,
    #[serde(other)]
    Other,
}

struct EnvelopeVisitor<D>(PhantomData<D>);

impl<'de, D: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<D> {
    type Value = Envelope<D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `data`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut envelope = Envelope {
            data: None,
            meta: None,
        };
        while let Some(member) = members.next_key()? {
            match member {
                Member::Data => envelope.data = members.next_value()?,
                Member::Meta => {
                    let meta: Value = members.next_value()?;
                    envelope.meta = meta.is_object().then(|| PageMeta::from_json(&meta));
                }
                Member::Other => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(envelope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn data_missing_decodes_as_empty_object() {
        for body in ["", "{}", r#"{"data":null}"#, r#"{"data":{}}"#] {
            let outcome = Data::<Outcome>::decode(StatusCode::OK, body.as_bytes()).unwrap();
            assert_eq!(outcome, Outcome { result: None });

            let (path, message) = room(body).unwrap_err();
            assert_eq!(path.unwrap(), "data");
            assert!(message.starts_with("missing field `id`"), "{message}");
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
    fn page_missing_members_decode_as_empty() {
        for body in ["{}", r#"{"data":null}"#, r#"{"data":[],"meta":null}"#] {
            let page = page(body);
            assert!(page.data.is_empty() && page.meta.is_none(), "{body}");
        }
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
