//! How the bodies of answers become values.

use std::fmt;
use std::marker::PhantomData;

use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::runtime::response::decode::{self, DecodeFailure};
use crate::runtime::response::page::{Page, PageMeta};

/// What the body of an answer to a request is, and the value made of it.
pub(crate) trait ResponseBody {
    type Value;

    fn decode(status: StatusCode, body: &[u8]) -> Decoded<Self::Value>;
}

/// A value, or why a body is none.
pub(crate) type Decoded<T> = Result<T, DecodeFailure>;

/// Reads a body of the kind `R`, for what is told from others by its status.
#[allow(
    dead_code,
    reason = "emitted for operations with several answers; not every API has one"
)]
pub(crate) fn read<R: ResponseBody>(status: StatusCode, body: &[u8]) -> Decoded<R::Value> {
    R::decode(status, body)
}

/// A body `{"data": …}`, of which only the inside is of interest.
pub(crate) struct Data<T>(PhantomData<T>);

/// A body that is the value. An empty body reads as `null`.
pub(crate) struct Json<T>(PhantomData<T>);

/// A body that is not JSON, as it came.
#[allow(
    dead_code,
    reason = "emitted for operations that answer with files; not every API has one"
)]
pub(crate) struct Binary;

/// A body that is text.
#[allow(
    dead_code,
    reason = "emitted for operations that answer with text; not every API has one"
)]
pub(crate) struct Text;

/// A body that may be missing.
#[allow(
    dead_code,
    reason = "emitted for operations that answer with or without a body; not every API has one"
)]
pub(crate) struct Optional<R>(PhantomData<R>);

/// A body that says nothing, whatever is in it.
pub(crate) struct NoContent;

impl<T: DeserializeOwned> ResponseBody for Data<T> {
    type Value = T;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<T> {
        // Nothing said is what an empty object says: enough for a type whose fields are all
        // optional, and for another a failure that names the field. An action whose answer is
        // empty has succeeded all the same.
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

impl ResponseBody for Binary {
    type Value = Vec<u8>;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<Vec<u8>> {
        Ok(body.to_vec())
    }
}

impl ResponseBody for Text {
    type Value = String;

    fn decode(_: StatusCode, body: &[u8]) -> Decoded<String> {
        let text = str::from_utf8(body).map_err(|error| DecodeFailure {
            path: None,
            cause: serde::de::Error::custom(format_args!("the text is not UTF-8: {error}")),
        })?;
        Ok(text.to_owned())
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

impl ResponseBody for NoContent {
    type Value = ();

    fn decode(_: StatusCode, _: &[u8]) -> Decoded<()> {
        Ok(())
    }
}

/// `{"data": …, "meta": …}`, both of which may be missing or null.
struct Envelope<D> {
    data: Option<D>,
    meta: Option<PageMeta>,
}

/// By hand, because a derived one reads lists as well: `[]` would pass for an empty page.
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
    fn data_is_opened_and_its_neighbours_are_ignored() {
        assert_eq!(room(r#"{"new":[1],"data":{"id":7,"new":{}}}"#).unwrap(), 7);
    }

    #[test]
    fn missing_data_is_an_empty_object() {
        for body in ["", "{}", r#"{"data":null}"#, r#"{"data":{}}"#] {
            let outcome = Data::<Outcome>::decode(StatusCode::OK, body.as_bytes()).unwrap();
            assert_eq!(outcome, Outcome { result: None });

            let (path, message) = room(body).unwrap_err();
            assert_eq!(path.unwrap(), "data");
            assert!(message.starts_with("missing field `id`"), "{message}");
        }
    }

    #[test]
    fn other_bodies_are_failures() {
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
    fn a_page_needs_nothing() {
        for body in ["{}", r#"{"data":null}"#, r#"{"data":[],"meta":null}"#] {
            let page = page(body);
            assert!(page.data.is_empty() && page.meta.is_none(), "{body}");
        }
    }

    #[test]
    fn malformed_meta_does_not_cost_the_items() {
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
    fn a_failing_item_is_named() {
        let body = br#"{"data":[{"id":1},{"id":"x"}]}"#;
        let failure = Page::<Room>::decode(StatusCode::OK, body).unwrap_err();
        assert_eq!(failure.path.unwrap(), "data[1].id");
    }

    #[test]
    fn a_whole_body_and_none() {
        assert_eq!(Json::<u64>::decode(StatusCode::OK, b"7").unwrap(), 7);
        assert_eq!(
            Json::<Option<u64>>::decode(StatusCode::OK, b"").unwrap(),
            None
        );
        assert!(Json::<u64>::decode(StatusCode::OK, b"").is_err());
        NoContent::decode(StatusCode::OK, b"<html>").unwrap();
        assert_eq!(
            Binary::decode(StatusCode::OK, b"\0\xff").unwrap(),
            b"\0\xff"
        );
    }

    #[test]
    fn text_has_to_be_utf8() {
        assert_eq!(Text::decode(StatusCode::OK, "né".as_bytes()).unwrap(), "né");
        let failure = Text::decode(StatusCode::OK, b"n\xe9").unwrap_err();
        assert_eq!(
            failure.cause.to_string(),
            "the text is not UTF-8: incomplete utf-8 byte sequence from index 1"
        );
    }

    #[test]
    fn a_body_that_may_be_missing_is_none_when_it_is() {
        type Maybe = Optional<Data<Room>>;
        let room = Maybe::decode(StatusCode::OK, br#"{"data":{"id":7}}"#);
        assert_eq!(room.unwrap(), Some(Room { id: 7 }));
        assert_eq!(Maybe::decode(StatusCode::ACCEPTED, b"").unwrap(), None);
        assert!(Maybe::decode(StatusCode::OK, b"<p>").is_err());
    }
}
