//! What a request carries, and how that is written.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::encoding::in_url;
use crate::query;
use crate::refusal::Refusal;
use crate::style::{self, Plain, QueryStyle, Subject};

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Body {
    /// JSON.
    Json(Value),
    /// The fields of a form.
    Form(Value),
    /// What the caller gave, as it is.
    Bytes {
        media_type: &'static str,
        bytes: Bytes,
    },
}

impl Body {
    /// What `Content-Type` says of it.
    pub(super) fn media_type(&self) -> &'static str {
        match self {
            Self::Json(_) => "application/json",
            Self::Form(_) => "application/x-www-form-urlencoded",
            Self::Bytes { media_type, .. } => media_type,
        }
    }

    /// The fields, if it has any.
    pub(super) fn fields(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Json(value) | Self::Form(value) => value.as_object(),
            Self::Bytes { .. } => None,
        }
    }

    /// Sets a field.
    pub(super) fn set_field(&mut self, name: &str, value: Value) -> Result<(), Refusal> {
        match self {
            Self::Json(Value::Object(fields)) | Self::Form(Value::Object(fields)) => {
                fields.insert(name.to_owned(), value);
                Ok(())
            }
            _ => Err(Refusal::new(format!(
                "the body field `{name}` can't be set; the body is not an object"
            ))),
        }
    }

    /// As it goes to the network.
    pub(super) fn encode(&self) -> Result<Bytes, Refusal> {
        match self {
            Self::Json(value) => serde_json::to_vec(value)
                .map(Bytes::from)
                .map_err(|error| Refusal::caused_by("the body can't be written as JSON", error)),
            Self::Form(value) => encode_form(value),
            Self::Bytes { bytes, .. } => Ok(bytes.clone()),
        }
    }
}

/// Each field as in a query: lists repeat the name, objects have their keys in brackets.
fn encode_form(value: &Value) -> Result<Bytes, Refusal> {
    let mut pairs = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let subject = Subject {
            kind: "body field",
            name,
        };
        let style = match value {
            Value::Object(_) => QueryStyle::DeepObject,
            _ => QueryStyle::FormExploded,
        };
        let value = Plain::of(subject, value)?;
        pairs.extend(style::pairs(style, subject, &value, in_url)?);
    }
    let text = query::encode(pairs.iter()).unwrap_or_default();
    Ok(Bytes::from(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_is_written_as_a_query_is() {
        let encoded = |value| Body::Form(value).encode().map(|bytes| bytes.to_vec());
        let fields = json!({"a": "x y&z=é", "b": [1, true], "c": {"d": null}});
        let expected = "a=x%20y%26z%3D%C3%A9&b=1&b=true&c%5Bd%5D=";
        assert_eq!(encoded(fields).unwrap(), expected.as_bytes());
        assert_eq!(encoded(json!({})).unwrap(), b"");
        let refusal = encoded(json!({"a": [[1]]})).unwrap_err();
        assert_eq!(
            refusal.reason,
            "the body field `a` can't hold a list of lists or objects"
        );
    }

    #[test]
    fn bytes_go_as_they_are_and_have_no_fields() {
        let mut body = Body::Bytes {
            media_type: "audio/wav",
            bytes: Bytes::from_static(b"\0\xff"),
        };
        assert_eq!(body.encode().unwrap(), b"\0\xff"[..]);
        assert_eq!(body.media_type(), "audio/wav");
        assert!(body.set_field("a", json!(1)).is_err() && body.fields().is_none());
    }
}
